package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.pipeline.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The labels that Pulsar's Kubernetes runtime puts on the StatefulSet and the pods of a function or connector.
 *
 * @param component {@code function} or {@code source}
 */
public record PulsarLabels(String component, String tenant, String namespace, String name) {
    private static final int LONGEST = 63;

    /** Those of a source of a pipeline: the first, or the one as which the pipeline is seen. */
    public static PulsarLabels ofSource(Pipeline pipeline) {
        return of("source", pipeline, pipeline.source().name());
    }

    /** Those of each source of a pipeline, in the order of {@link Pipeline#perSource}. */
    public static List<PulsarLabels> ofSources(Pipeline pipeline) {
        return pipeline.perSource().stream().map(PulsarLabels::ofSource).toList();
    }

    /** Those of the function of a pipeline. */
    public static PulsarLabels ofFunction(Pipeline pipeline) {
        return of("function", pipeline, pipeline.enrichment().name());
    }

    private static PulsarLabels of(String component, Pipeline pipeline, String name) {
        return new PulsarLabels(
                component,
                value(pipeline.topics().tenant()),
                value(pipeline.topics().namespace()),
                value(name));
    }

    /** As Pulsar 4.0.8 makes a label of a name. */
    private static String value(String name) {
        String label = name.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9-_.]", "-")
                .replaceAll("^[^a-z0-9]", "0")
                .replaceAll("[^a-z0-9]$", "0");
        return label.length() > LONGEST ? label.substring(0, LONGEST) : label;
    }

    Map<String, Object> labels() {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("component", component);
        labels.put("tenant", tenant);
        labels.put("namespace", namespace);
        labels.put("name", name);
        return labels;
    }

    String selector() {
        return labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    /** Such as {@code source debezium-postgres-source}. */
    public String title() {
        return component + " " + name;
    }
}
