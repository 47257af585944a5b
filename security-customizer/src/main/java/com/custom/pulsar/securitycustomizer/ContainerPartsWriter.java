package com.custom.pulsar.securitycustomizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts that concern the container which runs the function: resources, environment, probes. What it must not write it
 * says instead. For one manifest.
 */
final class ContainerPartsWriter {
    private static final String CONTAINER = "pulsarfunction";
    private static final String METRICS_PORT = "prometheus";

    private final PodParts parts;
    private final List<SecretVariable> environment;
    private final List<String> refusals = new ArrayList<>();

    /** @param environment rules for all functions; those that match are for this one */
    ContainerPartsWriter(FunctionName function, PodParts parts, List<SecretVariable> environment) {
        this.parts = parts;
        this.environment = environment.stream()
                .filter(variable -> variable.functions().matches(function))
                .toList();
    }

    /** Changes the pod's spec, which is plain maps; what it refuses, a sentence each. */
    List<String> write(Map<String, @Nullable Object> pod) {
        Optional<Map<String, @Nullable Object>> container = Plain.children(pod, "containers").stream()
                .filter(candidate -> CONTAINER.equals(candidate.get("name")))
                .findFirst();
        if (container.isPresent()) {
            write(container.get(), parts.map(OwnSetting.RESOURCE_REQUIREMENTS));
        } else {
            refusals.add("the manifest has no container " + CONTAINER);
        }
        return List.copyOf(refusals);
    }

    private void write(Map<String, @Nullable Object> container, Map<String, @Nullable Object> resources) {
        if (!resources.isEmpty()) {
            Plain.merge(Plain.need(container, "resources"), resources);
        }
        environment.forEach(variable -> variable(container, variable));
        for (Probe probe : Probe.values()) {
            probe(container, probe);
        }
    }

    private void variable(Map<String, @Nullable Object> container, SecretVariable variable) {
        boolean taken = Plain.children(container, "env").stream()
                .anyMatch(present -> variable.variable().equals(present.get("name")));
        if (taken) {
            refusals.add("secretEnvironment: the variable " + Shown.quoted(variable.variable())
                    + " is set already, by another rule or by the function's own secrets");
            return;
        }
        Map<String, @Nullable Object> reference = new LinkedHashMap<>();
        reference.put("name", variable.secret());
        reference.put("key", variable.key());
        Map<String, @Nullable Object> source = new LinkedHashMap<>();
        source.put("secretKeyRef", reference);
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("name", variable.variable());
        entry.put("valueFrom", source);
        Plain.needList(container, "env").add(entry);
    }

    private enum Probe {
        LIVENESS(
                "livenessProbe",
                OwnSetting.LIVENESS_INITIAL_DELAY,
                OwnSetting.LIVENESS_PERIOD,
                OwnSetting.LIVENESS_TIMEOUT,
                OwnSetting.LIVENESS_FAILURES),
        STARTUP(
                "startupProbe",
                OwnSetting.STARTUP_INITIAL_DELAY,
                OwnSetting.STARTUP_PERIOD,
                OwnSetting.STARTUP_TIMEOUT,
                OwnSetting.STARTUP_FAILURES);

        private final String field;

        @SuppressWarnings("ImmutableEnumChecker") // List.of is unmodifiable.
        private final List<OwnSetting> settings;

        Probe(String field, OwnSetting... settings) {
            this.field = field;
            this.settings = List.of(settings);
        }
    }

    private void probe(Map<String, @Nullable Object> container, Probe probe) {
        Map<String, @Nullable Object> numbers = new LinkedHashMap<>();
        probe.settings.forEach(
                setting -> parts.number(setting).ifPresent(number -> numbers.put(setting.leaf(), number)));
        if (numbers.isEmpty()) {
            return;
        }
        Object port = Plain.children(container, "ports").stream()
                .filter(candidate -> METRICS_PORT.equals(candidate.get("name")))
                .findFirst()
                .map(metrics -> metrics.get("containerPort"))
                .orElse(null);
        if (port == null) {
            refusals.add(probe.field + ": the function has no metrics port to ask: set metricsPort in Pulsar's"
                    + " functionRuntimeFactoryConfigs");
            return;
        }
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("path", "/metrics");
        request.put("port", port);
        numbers.put("httpGet", request);
        container.put(probe.field, numbers);
    }
}
