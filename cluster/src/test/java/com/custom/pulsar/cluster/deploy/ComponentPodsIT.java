package com.custom.pulsar.cluster.deploy;

import static com.custom.pulsar.cluster.deploy.DeployedCluster.HARDENED;
import static com.custom.pulsar.cluster.deploy.DeployedCluster.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against a double of the API server, whose pods have the status that the test gives them. */
class ComponentPodsIT extends SourceInCluster {
    @Test
    void withoutAStatefulSetThereIsNothing() {
        assertThat(read().isThere()).isFalse();
        assertThat(read().problem()).isEqualTo("there is no StatefulSet");
    }

    @Test
    void aPodThatIsNotAdmittedIsMissingForTheReasonOfTheEvent() {
        cluster.kubernetes.apply(DeployedCluster.statefulSet(labels, Map.of("privileged", true)));

        assertThat(read().wanted()).isEqualTo(1);
        assertThat(read().pods()).isEmpty();
        assertThat(read().problem())
                .startsWith("create Pod " + POD + " in StatefulSet pf-debezium-postgres-source failed error: pods")
                .contains("violates PodSecurity \"restricted:latest\"");
    }

    @Test
    void aPodThatRunsHasNoProblem() {
        run(Map.of(
                "phase",
                "Running",
                "containerStatuses",
                List.of(Map.of("name", "pulsarfunction", "ready", true, "restartCount", 2))));

        assertThat(read().problem()).isEmpty();
        assertThat(pod().phase()).isEqualTo("Running");
        assertThat(pod().container()).isEqualTo("pulsarfunction");
        assertThat(pod().ready()).isTrue();
        assertThat(pod().restarts()).isEqualTo(2);
        assertThat(pod().problem()).isEmpty();
    }

    @Test
    void aContainerThatCrashesAgainAndAgainIsToldWithHowItLastEnded() {
        run(Map.of(
                "phase",
                "Running",
                "containerStatuses",
                List.of(Map.of(
                        "name",
                        "pulsarfunction",
                        "ready",
                        false,
                        "restartCount",
                        7,
                        "state",
                        Map.of("waiting", Map.of("reason", "CrashLoopBackOff", "message", "back-off 5m0s")),
                        "lastState",
                        Map.of("terminated", Map.of("exitCode", 137, "reason", "OOMKilled"))))));

        assertThat(pod().ready()).isFalse();
        assertThat(pod().problem())
                .isEqualTo("CrashLoopBackOff: back-off 5m0s (it last ended with exit code 137, OOMKilled)");
    }

    @Test
    void aPodThatNoNodeTakesAndOneThatWasEvictedSayWhy() {
        run(unschedulable("0/3 nodes are available: 3 Insufficient memory."));
        assertThat(pod().problem()).isEqualTo("waits for a node: 0/3 nodes are available: 3 Insufficient memory.");

        event("TriggeredScaleUp", "pod triggered scale-up");
        assertThat(pod().problem()).isEmpty();

        run(Map.of("phase", "Failed", "reason", "Evicted", "message", "the node was low on memory"));
        assertThat(pod().problem()).isEqualTo("Evicted: the node was low on memory");
    }

    @Test
    void aVolumeThatCannotBeMountedIsToldByItsEvent() {
        run(waiting("Pending", 0, "ContainerCreating", ""));
        assertThat(pod().problem()).isEmpty();

        event("FailedMount", "MountVolume.SetUp failed for volume \"token\": secret \"gone\" not found");
        assertThat(pod().problem())
                .isEqualTo("FailedMount: MountVolume.SetUp failed for volume \"token\": secret \"gone\" not found");
    }

    @Test
    void theFunctionsPodsAreNotTheSources() {
        cluster.kubernetes.apply(DeployedCluster.statefulSet(PulsarLabels.ofFunction(cluster.pipeline("")), HARDENED));

        assertThat(read().isThere()).isFalse();
    }

    private ComponentPods read() {
        return ComponentPods.read(cluster.connection(), TARGET.namespace(), labels);
    }

    private ComponentPods.Pod pod() {
        return read().pods().get(0);
    }
}
