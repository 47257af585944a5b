package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PostgresServer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The objects of a pipeline that its tenant makes: a disruption budget, and a network policy where the file names the networks of its
 * PostgreSQL. The same pipeline always gives equal objects, in the order in which they are applied. No I/O.
 */
public final class TenantObjects {
    /** Whose an object is: {@code tenant/namespace/pipeline}. */
    static final String PIPELINE = "pulsar-cdc/pipeline";
    /** The slots that the pipeline's sources make: {@code slot,slot@host:port/database}. */
    static final String SLOT = "pulsar-cdc/slot";

    private static final YAMLMapper YAML = new YAMLMapper();
    static final List<Integer> BROKER_PORTS = List.of(6650, 6651, 8080, 8443);
    static final int DNS_PORT = 53;

    private final Pipeline pipeline;
    private final PostgresServer server;
    private final ClusterTarget target;

    /** @throws IllegalArgumentException if the pipeline names no PostgreSQL */
    public TenantObjects(Pipeline pipeline, ClusterTarget target) {
        this.pipeline = pipeline;
        this.server = pipeline.source()
                .postgres()
                .server()
                .orElseThrow(() -> new IllegalArgumentException("source.postgres.hostname is missing"));
        this.target = target;
    }

    /** All of them. */
    public List<TenantObject> all() {
        List<TenantObject> all = new ArrayList<>();
        if (!server.networks().isEmpty()) {
            all.add(networkPolicy());
        }
        all.add(disruptionBudget());
        return all;
    }

    /** All of them as YAML for {@code kubectl apply}. */
    public String yaml() {
        StringBuilder text = new StringBuilder();
        for (TenantObject object : all()) {
            try {
                text.append(YAML.writeValueAsString(object.manifest()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("maps of texts and numbers are YAML", e);
            }
        }
        return text.toString();
    }

    /** The name that each of them has. */
    String name() {
        return "pulsar-cdc-" + pipeline.name().replace('_', '-');
    }

    String owner() {
        return pipeline.names().namespace() + "/" + pipeline.name();
    }

    private String slots() {
        return pipeline.perSource().stream()
                        .map(source -> source.names().slot())
                        .collect(Collectors.joining(","))
                + ofDatabase();
    }

    private String ofDatabase() {
        return "@" + server.hostname() + ":" + server.port() + "/"
                + pipeline.source().postgres().database();
    }

    /** Whether a slot is one of those that {@code written} names, in the pipeline's database. */
    boolean names(String written, String slot) {
        int end = written.indexOf('@');
        return end > 0
                && written.substring(end).equals(ofDatabase())
                && List.of(written.substring(0, end).split(",", -1)).contains(slot);
    }

    /** Policies add up: this one suffices for the sources by itself, and takes nothing from one for the whole namespace. */
    private TenantObject networkPolicy() {
        List<Object> egress = new ArrayList<>();
        egress.add(rule(
                server.networks().stream()
                        .map(network -> (Object) Map.of("ipBlock", Map.of("cidr", network.text())))
                        .toList(),
                ports("TCP", List.of(server.port()))));
        List<Object> dns = new ArrayList<>(ports("UDP", List.of(DNS_PORT)));
        dns.addAll(ports("TCP", List.of(DNS_PORT)));
        egress.add(rule(List.of(Map.of("namespaceSelector", labelled("kube-system"))), dns));
        egress.add(rule(
                List.of(ordered(
                        "namespaceSelector",
                        labelled(target.brokerNamespace()),
                        "podSelector",
                        Map.of("matchLabels", Map.of("component", "broker")))),
                ports("TCP", BROKER_PORTS)));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", sources());
        spec.put("policyTypes", List.of("Egress"));
        spec.put("egress", egress);
        return object(ResourceType.NETWORK_POLICIES, spec, Map.of());
    }

    private Map<String, Object> sources() {
        Map<String, Object> labels = PulsarLabels.ofSource(pipeline).labels();
        List<String> names = sourceNames();
        if (names.size() == 1) {
            return Map.of("matchLabels", labels);
        }
        labels.remove("name");
        return ordered("matchLabels", labels, "matchExpressions", List.of(in("name", names)));
    }

    private List<String> sourceNames() {
        return PulsarLabels.ofSources(pipeline).stream().map(PulsarLabels::name).toList();
    }

    /** Sources and function have one instance each: at most one of them all is taken from its node at a time. */
    private TenantObject disruptionBudget() {
        Map<String, Object> labels = PulsarLabels.ofSource(pipeline).labels();
        labels.remove("component");
        labels.remove("name");
        List<String> names = new ArrayList<>();
        names.add(PulsarLabels.ofFunction(pipeline).name());
        names.addAll(sourceNames());
        Map<String, Object> selector = new LinkedHashMap<>();
        selector.put("matchLabels", labels);
        selector.put(
                "matchExpressions",
                List.of(in("component", List.of("function", "source")), in("name", List.copyOf(names))));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("maxUnavailable", 1);
        spec.put("selector", selector);
        return object(ResourceType.DISRUPTION_BUDGETS, spec, Map.of(SLOT, slots()));
    }

    private TenantObject object(ResourceType type, Map<String, Object> spec, Map<String, Object> notes) {
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.put(PIPELINE, owner());
        annotations.putAll(notes);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name());
        metadata.put("namespace", target.namespace());
        metadata.put(
                "labels",
                ordered("app.kubernetes.io/managed-by", "pulsar-cdc", "app.kubernetes.io/instance", pipeline.name()));
        metadata.put("annotations", annotations);
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("apiVersion", type.apiVersion());
        manifest.put("kind", type.kind());
        manifest.put("metadata", metadata);
        manifest.put("spec", spec);
        return new TenantObject(type, name(), manifest);
    }

    static Map<String, Object> rule(List<Object> to, List<?> ports) {
        return ordered("to", to, "ports", ports);
    }

    static List<Map<String, Object>> ports(String protocol, List<Integer> numbers) {
        List<Map<String, Object>> ports = new ArrayList<>();
        for (int number : numbers) {
            ports.add(ordered("protocol", protocol, "port", number));
        }
        return ports;
    }

    static Map<String, Object> labelled(String namespace) {
        return Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", namespace));
    }

    static Map<String, Object> in(String key, List<String> values) {
        Map<String, Object> expression = ordered("key", key, "operator", "In");
        expression.put("values", values);
        return expression;
    }

    /** In that order, so that the text is the same each time. */
    static Map<String, Object> ordered(String first, Object firstValue, String second, Object secondValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, firstValue);
        map.put(second, secondValue);
        return map;
    }
}
