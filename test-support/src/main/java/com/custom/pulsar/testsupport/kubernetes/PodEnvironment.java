package com.custom.pulsar.testsupport.kubernetes;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The environment variables of a pod's container: the image's, and over them those of the pod. */
final class PodEnvironment {
    private PodEnvironment() {}

    /**
     * @param secrets the namespace's, by name
     * @throws IllegalArgumentException for a secret that is not there, or what this sandbox does not do
     */
    static Map<String, String> of(
            Map<String, Object> pod,
            Map<String, Object> container,
            Map<String, String> image,
            Map<String, Map<String, String>> secrets) {
        if (!JsonObject.maps(container, "envFrom").isEmpty()) {
            throw new IllegalArgumentException("envFrom: the sandbox does not read it");
        }
        Map<String, String> environment = new LinkedHashMap<>(image);
        environment.put("HOSTNAME", JsonObject.text(pod, "metadata", "name"));
        for (Map<String, Object> variable : JsonObject.maps(container, "env")) {
            value(variable, pod, secrets).ifPresent(value -> environment.put(JsonObject.text(variable, "name"), value));
        }
        return environment;
    }

    private static Optional<String> value(
            Map<String, Object> variable, Map<String, Object> pod, Map<String, Map<String, String>> secrets) {
        Map<String, Object> from = JsonObject.map(variable, "valueFrom");
        if (from.isEmpty()) {
            return Optional.of(JsonObject.text(variable, "value"));
        }
        if (from.containsKey("fieldRef")) {
            return Optional.of(
                    switch (JsonObject.text(from, "fieldRef", "fieldPath")) {
                        case "metadata.name" -> JsonObject.text(pod, "metadata", "name");
                        case "metadata.namespace" -> JsonObject.text(pod, "metadata", "namespace");
                        default ->
                            throw new IllegalArgumentException("fieldRef: the sandbox does not know " + variable);
                    });
        }
        if (from.containsKey("secretKeyRef")) {
            return secret(JsonObject.map(from, "secretKeyRef"), secrets);
        }
        throw new IllegalArgumentException("valueFrom: the sandbox does not know " + variable);
    }

    private static Optional<String> secret(Map<String, Object> reference, Map<String, Map<String, String>> secrets) {
        String name = JsonObject.text(reference, "name");
        String key = JsonObject.text(reference, "key");
        Optional<String> value =
                Optional.ofNullable(secrets.getOrDefault(name, Map.of()).get(key));
        if (value.isEmpty() && !Boolean.TRUE.equals(reference.get("optional"))) {
            throw new IllegalArgumentException("secret \"" + name + "\" with key \"" + key + "\" not found");
        }
        return value;
    }
}
