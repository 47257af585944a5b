package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is behind the port of a Service. */
public sealed interface ServiceEndpoint {
    /** What has the rights that {@link #find} and a forwarded port need in the Service's namespace. */
    String ROLE = "deploy/manifests/database-rbac.yaml";

    /**
     * A pod that is ready.
     *
     * @param port its own, not the Service's
     */
    record Pod(String namespace, String name, int port) implements ServiceEndpoint {
        @Override
        public String way() {
            return "through the pod " + namespace + "/" + name;
        }
    }

    /** What is no pod: an address or a name that the Service stands for. */
    record Elsewhere(String host, int port) implements ServiceEndpoint {
        @Override
        public String way() {
            return "at " + host + ":" + port;
        }
    }

    /** How one gets there, for people. */
    String way();

    /**
     * One of what is ready behind the Service now, the same as long as it is.
     *
     * @param port the Service's
     * @return empty if there is no such Service
     * @throws ClusterException if it cannot be asked for, has no such port, or nothing behind it is ready
     */
    static Optional<ServiceEndpoint> find(ClusterConnection cluster, ServiceName name, int port) {
        cluster.require("get", "", ResourceType.SERVICES.plural(), name.namespace(), ROLE);
        ObjectMapper json = new ObjectMapper();
        Optional<JsonNode> service = cluster.find(ResourceType.SERVICES, name.namespace(), name.service())
                .map(object -> json.<JsonNode>valueToTree(object).path("spec"));
        if (service.isEmpty()) {
            return Optional.empty();
        }
        if (service.get().path("type").asText().equals("ExternalName")) {
            return Optional.of(new Elsewhere(service.get().path("externalName").asText(), port));
        }
        cluster.require(
                "list",
                ResourceType.ENDPOINT_SLICES.group(),
                ResourceType.ENDPOINT_SLICES.plural(),
                name.namespace(),
                ROLE);
        String selector = "kubernetes.io/service-name=" + name.service();
        List<ServiceEndpoint> ready = new ArrayList<>();
        Optional<String> portName = portName(service.get(), name, port);
        for (var slice : cluster.list(ResourceType.ENDPOINT_SLICES, name.namespace(), selector, "")) {
            ready.addAll(ready(json.valueToTree(slice), name, portName, port));
        }
        return Optional.of(ready.stream()
                .min(Comparator.comparing(ServiceEndpoint::toString))
                .orElseThrow(() -> new ClusterException("nothing behind the " + name.title()
                        + name.pod().map(pod -> " with the host name " + pod).orElse("") + " is ready for its port "
                        + port + "; see kubectl get pods -n " + name.namespace() + " and kubectl get endpointslices -n "
                        + name.namespace() + " -l " + selector)));
    }

    /** The name by which slices have the port; empty where the Service's ports are those of its pods. */
    private static Optional<String> portName(JsonNode service, ServiceName name, int port) {
        if (service.path("clusterIP").asText().equals("None")) {
            return Optional.empty();
        }
        List<String> others = new ArrayList<>();
        for (JsonNode each : service.path("ports")) {
            if (each.path("port").asInt() == port
                    && each.path("protocol").asText("TCP").equals("TCP")) {
                return Optional.of(each.path("name").asText());
            }
            others.add(each.path("port").asText());
        }
        throw new ClusterException("the " + name.title() + " has no port " + port + " (it has "
                + others.stream().collect(Collectors.joining(", ")) + "); correct source.postgres.port");
    }

    private static List<ServiceEndpoint> ready(
            JsonNode slice, ServiceName name, Optional<String> portName, int servicePort) {
        Optional<Integer> port = portName.isEmpty() ? Optional.of(servicePort) : Optional.empty();
        for (JsonNode each : slice.path("ports")) {
            if (portName.isPresent() && each.path("name").asText().equals(portName.get())) {
                port = Optional.of(each.path("port").asInt());
            }
        }
        if (port.isEmpty()) {
            return List.of();
        }
        List<ServiceEndpoint> ready = new ArrayList<>();
        for (JsonNode endpoint : slice.path("endpoints")) {
            boolean wanted = name.pod()
                    .map(pod -> endpoint.path("hostname").asText().equals(pod))
                    .orElse(true);
            // Not to say it means that it is.
            if (wanted && endpoint.path("conditions").path("ready").asBoolean(true)) {
                JsonNode target = endpoint.path("targetRef");
                ready.add(
                        target.path("kind").asText().equals(ResourceType.PODS.kind())
                                ? new Pod(name.namespace(), target.path("name").asText(), port.get())
                                : new Elsewhere(
                                        endpoint.path("addresses").path(0).asText(), port.get()));
            }
        }
        return ready;
    }
}
