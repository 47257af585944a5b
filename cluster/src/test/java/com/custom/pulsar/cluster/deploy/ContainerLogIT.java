package com.custom.pulsar.cluster.deploy;

import static com.custom.pulsar.cluster.deploy.DeployedCluster.HARDENED;
import static com.custom.pulsar.cluster.deploy.DeployedCluster.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.cluster.kubernetes.ClusterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a double of the API server that holds the tenant to the Role that the project ships. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContainerLogIT {
    private static final String POD = "pf-debezium-postgres-source-0";

    @TempDir
    private Path folder;

    private DeployedCluster cluster;

    @BeforeEach
    void makesAPod() {
        cluster = new DeployedCluster(folder);
        cluster.kubernetes.apply(DeployedCluster.statefulSet(PulsarLabels.ofSource(cluster.pipeline("")), HARDENED));
    }

    @AfterEach
    void closesIt() {
        cluster.close();
    }

    @Test
    void theLastLinesComeAndNoMore() throws IOException {
        cluster.kubernetes.log(TARGET.namespace(), POD, "one\ntwo\nthrée\n");

        assertThat(text(2)).isEqualTo("two\nthrée\n");
        assertThat(text(100)).isEqualTo("one\ntwo\nthrée\n");
        assertThat(text(0)).isEmpty();
    }

    @Test
    void whatIsLoggedFromNowOnComesUntilTheContainerEnds() throws IOException {
        cluster.kubernetes.log(TARGET.namespace(), POD, "one\ntwo\n");

        try (BufferedReader lines = lines(log(1, true))) {
            assertThat(lines.readLine()).isEqualTo("two");
            cluster.kubernetes.log(TARGET.namespace(), POD, "three\n");
            assertThat(lines.readLine()).isEqualTo("three");
            cluster.kubernetes.endLog(TARGET.namespace(), POD);
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void closingItEndsAReadingThatWaits() throws Exception {
        cluster.kubernetes.log(TARGET.namespace(), POD, "one\n");
        InputStream log = log(1, true);
        assertThat(new String(log.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("one\n");

        CompletableFuture<Object> end = CompletableFuture.supplyAsync(() -> {
            try {
                return log.read();
            } catch (IOException e) {
                return e;
            }
        });
        log.close();

        assertThat(end.get(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aContainerThatHasNotBeenStartedAndAPodThatIsNotThereAreTold() {
        assertThatThrownBy(() -> log(1, false))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("did not let get pods/log (" + POD + ") in the namespace pulsar-functions (status"
                        + " 400): container \"pulsarfunction\" in pod \"" + POD + "\" is waiting to start");
        assertThatThrownBy(() -> cluster.connection().log(TARGET.namespace(), "gone", "pulsarfunction", 1, false))
                .hasMessageContaining("pods \"gone\" not found");
    }

    @Test
    void aRightThatIsMissingIsNamed() {
        cluster.grant("verify-role.yaml", TARGET.namespace());

        assertThatThrownBy(() -> log(1, true))
                .isInstanceOf(ClusterException.class)
                .hasMessage("may not get pods/log (" + POD + ") in the namespace pulsar-functions; ask the cluster's"
                        + " administrator for that right: kubectl apply -n pulsar-functions -f"
                        + " deploy/manifests/deploy-rbac.yaml has all that are needed");
    }

    private InputStream log(int lines, boolean follow) {
        return cluster.connection().log(TARGET.namespace(), POD, "pulsarfunction", lines, follow);
    }

    private String text(int lines) throws IOException {
        try (InputStream log = log(lines, false)) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static BufferedReader lines(InputStream log) {
        return new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8));
    }
}
