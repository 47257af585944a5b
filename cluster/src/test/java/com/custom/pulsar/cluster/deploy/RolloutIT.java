package com.custom.pulsar.cluster.deploy;

import static com.custom.pulsar.cluster.deploy.DeployedCluster.HARDENED;
import static com.custom.pulsar.cluster.deploy.DeployedCluster.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.cluster.kubernetes.ClusterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a double of the API server that holds pods to Pod Security; time is the test's. */
class RolloutIT {
    private static final Duration LONG = Duration.ofSeconds(59);

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private DeployedCluster cluster;
    private PulsarLabels labels;

    @BeforeEach
    void makesACluster() {
        cluster = new DeployedCluster(folder);
        labels = PulsarLabels.ofSource(cluster.pipeline(""));
    }

    @AfterEach
    void closesIt() {
        cluster.close();
    }

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
        cluster.kubernetes.apply(DeployedCluster.statefulSet(labels, HARDENED));
        cluster.podStatus(
                "pf-debezium-postgres-source-0",
                Map.of(
                        "phase",
                        "Pending",
                        "containerStatuses",
                        List.of(Map.of(
                                "name",
                                "pulsarfunction",
                                "state",
                                Map.of(
                                        "waiting",
                                        Map.of(
                                                "reason",
                                                "CreateContainerConfigError",
                                                "message",
                                                "secret \"db\" not found"))))));

        assertThat(rollout.isReady(true)).isFalse();
        nanos.addAndGet(Duration.ofSeconds(40).toNanos());
        assertThat(rollout.isReady(true)).isFalse();
        nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThatThrownBy(() -> rollout.isReady(true))
                .hasMessageStartingWith("pod pulsar-functions/pf-debezium-postgres-source-0 does not start:"
                        + " CreateContainerConfigError: secret \"db\" not found; see kubectl describe pod");
    }

    private Rollout rollout() {
        return new Rollout(cluster.connection(), TARGET.namespace(), labels, nanos::get);
    }
}
