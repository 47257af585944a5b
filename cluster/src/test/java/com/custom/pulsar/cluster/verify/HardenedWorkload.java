package com.custom.pulsar.cluster.verify;

import com.custom.pulsar.podsecurity.harden.Hardener;
import com.custom.pulsar.securitycustomizer.PolicyOfSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Workloads as the security customizer makes them, of which each part can be changed. */
final class HardenedWorkload {
    private static final Map<String, Object> LABELS =
            Map.of("component", "function", "tenant", "public", "namespace", "default", "name", "orders");

    private HardenedWorkload() {}

    static Map<String, Object> statefulSet() {
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("metadata", new LinkedHashMap<>(Map.of("labels", new LinkedHashMap<>(LABELS))));
        template.put("spec", spec());
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("replicas", 1);
        spec.put("serviceName", "pf-public-default-orders");
        spec.put("selector", Map.of("matchLabels", LABELS));
        spec.put("template", template);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", "apps/v1");
        object.put("kind", "StatefulSet");
        object.put("metadata", metadata());
        object.put("spec", spec);
        return object;
    }

    /** As the customizer leaves it with its default settings. */
    static Map<String, Object> hardened() {
        Map<String, Object> object = statefulSet();
        new Hardener(PolicyOfSettings.read(Map.of())).harden(object);
        return object;
    }

    /** A broker whose pods pass, as the chart names it. */
    static Map<String, Object> broker() {
        Map<String, Object> labels = Map.of("app", "pulsar", "component", "broker");
        Map<String, Object> object = statefulSet();
        object.put("metadata", Map.of("name", "pulsar-broker", "namespace", "pulsar", "labels", labels));
        map(object, "spec").put("selector", Map.of("matchLabels", labels));
        map(map(object, "spec"), "template").put("metadata", Map.of("labels", labels));
        container(podSpec(object)).put("envFrom", List.of(Map.of("configMapRef", Map.of("name", "pulsar-broker"))));
        container(podSpec(object))
                .put(
                        "args",
                        List.of("java -cp 'lib/*' com.custom.pulsar.StartupCheck conf/functions_worker.yml || exit 1"));
        return object;
    }

    static Map<String, Object> pod() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", "v1");
        object.put("kind", "Pod");
        object.put("metadata", metadata());
        object.put("spec", spec());
        return object;
    }

    static Map<String, Object> podSpec(Map<String, Object> statefulSet) {
        return map(map(map(statefulSet, "spec"), "template"), "spec");
    }

    @SuppressWarnings("unchecked") // Made above.
    static Map<String, Object> container(Map<String, Object> podSpec) {
        return Objects.requireNonNull((List<Map<String, Object>>) podSpec.get("containers"))
                .get(0);
    }

    static Map<String, Object> security(Map<String, Object> podSpec) {
        return map(container(podSpec), "securityContext");
    }

    @SuppressWarnings("unchecked") // Made above.
    static Map<String, Object> map(Map<String, Object> object, String key) {
        return Objects.requireNonNull((Map<String, Object>) object.get(key));
    }

    private static Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", "pf-public-default-orders");
        metadata.put("namespace", "pulsar");
        metadata.put("labels", new LinkedHashMap<>(LABELS));
        return metadata;
    }

    private static Map<String, Object> spec() {
        Map<String, Object> security = new LinkedHashMap<>();
        security.put("allowPrivilegeEscalation", false);
        security.put("readOnlyRootFilesystem", true);
        security.put("runAsNonRoot", true);
        security.put("capabilities", Map.of("drop", List.of("ALL")));
        security.put("seccompProfile", Map.of("type", "RuntimeDefault"));
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", "pulsarfunction");
        container.put("image", "apachepulsar/pulsar:4.0.8");
        container.put("command", List.of("sh", "-c", "exec java --auth-params file:///etc/auth/token"));
        container.put("securityContext", security);
        container.put("resources", Map.of("limits", Map.of("cpu", "1", "memory", "1Gi")));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("automountServiceAccountToken", false);
        spec.put("enableServiceLinks", false);
        spec.put("terminationGracePeriodSeconds", 60);
        spec.put(
                "securityContext",
                new LinkedHashMap<>(Map.of(
                        "runAsNonRoot",
                        true,
                        "runAsUser",
                        10000,
                        "runAsGroup",
                        10000,
                        "fsGroup",
                        10000,
                        "fsGroupChangePolicy",
                        "OnRootMismatch",
                        "seccompProfile",
                        Map.of("type", "RuntimeDefault"))));
        spec.put("containers", new ArrayList<>(List.of(container)));
        return spec;
    }
}
