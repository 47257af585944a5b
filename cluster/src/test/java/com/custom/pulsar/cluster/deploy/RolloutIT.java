package com.custom.pulsar.cluster.deploy;

import static com.custom.pulsar.cluster.deploy.DeployedCluster.HARDENED;
import static com.custom.pulsar.cluster.deploy.DeployedCluster.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.cluster.kubernetes.ClusterException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Against a double of the API server that holds pods to Pod Security; time is the test's. */
class RolloutIT extends SourceInCluster {
    private static final Duration LONG = Duration.ofSeconds(59);

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void podsThatAreReadyAreReadyAndThoseOfBeforeDoNotCount() {
        cluster.kubernetes.podsBecomeReady();
        cluster.kubernetes.apply(DeployedCluster.statefulSet(labels, HARDENED));
        Rollout rollout = rollout();

        assertThat(rollout.isReady(false)).isTrue();
        assertThat(rollout.isReady(true)).isFalse();
        assertThat(rollout.progress()).isEqualTo("no StatefulSet yet");
        assertThat(rollout().isReady(false)).isTrue();
        assertThat(rollout.isGone()).isFalse();
    }

    @Test
    void aStatefulSetThatIsNeverAdmittedIsExplainedWithTheEventsReason() {
        Rollout rollout = rollout();
        cluster.kubernetes.apply(DeployedCluster.statefulSet(labels, Map.of("privileged", true)));

        assertThat(rollout.isReady(true)).isFalse();
        assertThat(rollout.progress()).isEqualTo("StatefulSet pf-debezium-postgres-source: 0 of 1 pods ready");
        nanos.addAndGet(LONG.toNanos());
        assertThatThrownBy(() -> rollout.isReady(true))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith(
                        "StatefulSet pulsar-functions/pf-debezium-postgres-source has 0 of 1 pods: create Pod"
                                + " pf-debezium-postgres-source-0 in StatefulSet pf-debezium-postgres-source failed error: pods"
                                + " \"pf-debezium-postgres-source-0\" is forbidden: violates PodSecurity \"restricted:latest\":")
                .hasMessageContaining("privileged");
    }

    @Test
    void aStatefulSetThatIsNeverMadeIsTold() {
        Rollout rollout = rollout();

        assertThat(rollout.isReady(true)).isFalse();
        nanos.addAndGet(LONG.toNanos());
        assertThatThrownBy(() -> rollout.isReady(true))
                .hasMessageStartingWith("Pulsar made no StatefulSet for the source debezium-postgres-source in the"
                        + " namespace pulsar-functions; see the broker's log");
    }

    @Test
    void aContainerThatWaitsForASecretIsToldAndOnlyWaitedForAWhile() {
        Rollout rollout = rollout();
        run(waiting("Pending", 0, "CreateContainerConfigError", "secret \"db\" not found"));

        assertWaits(rollout, 0);
        assertWaits(rollout, 40);
        assertGivesUp(
                rollout,
                15,
                "pod pulsar-functions/pf-debezium-postgres-source-0 does not start: CreateContainerConfigError: secret \"db\""
                        + " not found; make that Secret with the key that source.postgres.password names: kubectl create"
                        + " secret generic NAME -n pulsar-functions --from-literal=KEY=VALUE");
    }

    @Test
    void anImageThatCannotBePulledIsToldHoweverKubernetesCallsIt() {
        Rollout rollout = rollout();
        run(waiting("Pending", 0, "ErrImagePull", "not found"));
        assertWaits(rollout, 0);
        run(waiting("Pending", 0, "ImagePullBackOff", "Back-off pulling image"));
        assertWaits(rollout, 40);

        assertGivesUp(
                rollout,
                15,
                "pod pulsar-functions/pf-debezium-postgres-source-0 does not start: ImagePullBackOff: Back-off pulling image; the"
                        + " platform engineer: see whether the nodes reach the image, and"
                        + " PF_functionRuntimeFactoryConfigs_pulsarDockerImageName of the functions worker");
    }

    @Test
    void aPodThatNoNodeTakesIsToldUnlessANodeIsMadeForIt() {
        Rollout rollout = rollout();
        run(unschedulable("0/1 nodes are available: 1 Insufficient cpu."));
        assertWaits(rollout, 0);
        assertWaits(rollout, 44);
        event("TriggeredScaleUp", "pod triggered scale-up");
        assertWaits(rollout, 200);

        cluster.kubernetes.apply(DeployedCluster.statefulSet(labels, HARDENED));
        run(unschedulable("0/1 nodes are available: 1 Insufficient cpu."));
        assertWaits(rollout, 0);
        assertGivesUp(
                rollout,
                46,
                "pod pulsar-functions/pf-debezium-postgres-source-0 waits for a node: 0/1 nodes are available: 1 Insufficient"
                        + " cpu.; the platform engineer: make room, add a node, or let it run on one that is there; see kubectl"
                        + " describe pod -n pulsar-functions pf-debezium-postgres-source-0");
    }

    @Test
    void aVolumeThatCannotBeMountedIsTold() {
        Rollout rollout = rollout();
        run(waiting("Pending", 0, "ContainerCreating", ""));
        assertWaits(rollout, 0);
        assertWaits(rollout, 100);
        event("FailedMount", "secret \"gone\" not found");
        assertWaits(rollout, 0);

        assertGivesUp(
                rollout,
                46,
                "pod pulsar-functions/pf-debezium-postgres-source-0 does not start: FailedMount: secret \"gone\" not found; make"
                        + " what the volume is of, in the namespace pulsar-functions; see kubectl describe pod -n"
                        + " pulsar-functions pf-debezium-postgres-source-0");
    }

    /** As a kubelet does it: at once after the first end, ten seconds after the second, twenty after the third. */
    @Test
    void whatCrashesIsToldThoughItRunsInBetween() {
        Rollout rollout = rollout();
        run(status("Running", 0, Map.of("running", Map.of())));
        assertWaits(rollout, 0);
        run(status("Running", 1, Map.of("running", Map.of())));
        assertWaits(rollout, 0);
        run(waiting("Running", 1, "CrashLoopBackOff", "back-off 10s"));
        assertWaits(rollout, 8);
        run(status("Running", 2, Map.of("running", Map.of())));
        assertWaits(rollout, 13);
        assertThat(rollout.progress()).endsWith("0 of 1 pods ready");

        run(waiting("Running", 2, "CrashLoopBackOff", "back-off 20s"));
        assertGivesUp(
                rollout,
                0,
                "pod pulsar-functions/pf-debezium-postgres-source-0 ends again and again: CrashLoopBackOff: back-off 20s (it last"
                        + " ended with exit code 1, Error); why, it has logged: kubectl logs -n pulsar-functions"
                        + " pf-debezium-postgres-source-0 --previous");
    }

    private void assertWaits(Rollout rollout, int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        assertThat(rollout.isReady(true)).isFalse();
    }

    private void assertGivesUp(Rollout rollout, int seconds, String message) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        assertThatThrownBy(() -> rollout.isReady(true))
                .isInstanceOf(ClusterException.class)
                .hasMessage(message);
    }

    private Rollout rollout() {
        return new Rollout(cluster.connection(), TARGET.namespace(), labels, nanos::get);
    }
}
