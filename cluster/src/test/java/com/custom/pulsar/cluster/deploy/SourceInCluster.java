package com.custom.pulsar.cluster.deploy;

import static com.custom.pulsar.cluster.deploy.DeployedCluster.HARDENED;
import static com.custom.pulsar.cluster.deploy.DeployedCluster.TARGET;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cluster for the tests of a class each, where the source of a pipeline may be; its pods have the status that the test gives them. */
abstract class SourceInCluster {
    static final String STATEFUL_SET = "pf-debezium-postgres-source";
    static final String POD = STATEFUL_SET + "-0";

    @TempDir
    private Path folder;

    DeployedCluster cluster;
    PulsarLabels labels;

    @BeforeEach
    void makesACluster() {
        cluster = new DeployedCluster(folder);
        labels = PulsarLabels.ofSource(cluster.pipeline(""));
    }

    @AfterEach
    void closesIt() {
        cluster.close();
    }

    /** Makes the StatefulSet anew, and its pod with that status. */
    void run(Map<String, Object> status) {
        cluster.kubernetes.apply(DeployedCluster.statefulSet(labels, HARDENED));
        cluster.podStatus(POD, status);
    }

    /** The status of a pod whose container waits. */
    static Map<String, Object> waiting(String phase, int restarts, String reason, String message) {
        return status(phase, restarts, Map.of("waiting", Map.of("reason", reason, "message", message)));
    }

    /** The status of a pod with one container that is not ready. */
    static Map<String, Object> status(String phase, int restarts, Map<String, Object> state) {
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", "pulsarfunction");
        container.put("ready", false);
        container.put("restartCount", restarts);
        container.put("state", state);
        if (restarts > 0) {
            container.put("lastState", Map.of("terminated", Map.of("exitCode", 1, "reason", "Error")));
        }
        return Map.of("phase", phase, "containerStatuses", List.of(container));
    }

    /** The status of a pod that no node takes. */
    static Map<String, Object> unschedulable(String message) {
        return Map.of(
                "phase",
                "Pending",
                "conditions",
                List.of(Map.of(
                        "type", "PodScheduled", "status", "False", "reason", "Unschedulable", "message", message)));
    }

    /** An event about the pod that is there now. */
    void event(String reason, String message) {
        Object metadata = cluster.kubernetes
                .find("pods", TARGET.namespace(), POD)
                .orElseThrow()
                .get("metadata");
        String uid = String.valueOf(metadata instanceof Map<?, ?> map ? map.get("uid") : "");
        cluster.kubernetes.apply(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Event",
                "metadata",
                Map.of("name", POD + "." + reason.toLowerCase(Locale.ROOT), "namespace", TARGET.namespace()),
                "involvedObject",
                Map.of("kind", "Pod", "name", POD, "namespace", TARGET.namespace(), "uid", uid),
                "reason",
                reason,
                "message",
                message,
                "lastTimestamp",
                "2026-01-01T00:00:00Z"));
    }
}
