package com.custom.pulsar.cluster.deploy;

import static com.custom.pulsar.cluster.deploy.DeployedCluster.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.cluster.deploy.TenantDeployment.Action;
import com.custom.pulsar.cluster.deploy.TenantDeployment.Step;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.testsupport.kubernetes.ApiRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a double of the API server that holds the tenant to the Role that the project ships. */
class TenantDeploymentIT {
    private static final String NETWORKS = "    networks: [ 10.1.0.0/16 ]";
    private static final String NAME = "pulsar-cdc-shop-1";

    @TempDir
    private Path folder;

    private DeployedCluster cluster;

    @BeforeEach
    void makesACluster() {
        cluster = new DeployedCluster(folder);
    }

    @AfterEach
    void closesIt() {
        cluster.close();
    }

    @Test
    void theObjectsOfAPipelineAreMadeOnceAndThenLeftAlone() {
        assertThat(actions(apply(NETWORKS))).containsExactly(Action.CREATE, Action.CREATE);
        assertThat(cluster.kubernetes.names("networkpolicies", TARGET.namespace()))
                .containsExactly(NAME);
        assertThat(cluster.kubernetes.names("poddisruptionbudgets", TARGET.namespace()))
                .containsExactly(NAME);

        int before = changes().size();
        assertThat(actions(apply(NETWORKS))).containsExactly(Action.KEEP, Action.KEEP);
        assertThat(changes()).hasSize(before);
    }

    @Test
    void aChangedFileChangesOnlyWhatItIsAbout() {
        apply(NETWORKS);

        assertThat(actions(apply("    networks: [ 10.2.0.0/16, 10.3.0.0/16 ]")))
                .containsExactly(Action.UPDATE, Action.KEEP);
        assertThat(cluster.kubernetes
                        .find("networkpolicies", TARGET.namespace(), NAME)
                        .orElseThrow()
                        .toString())
                .contains("10.2.0.0/16", "10.3.0.0/16")
                .doesNotContain("10.1.0.0/16");
        assertThat(actions(apply(""))).containsExactly(Action.KEEP, Action.REMOVE);
        assertThat(cluster.kubernetes.names("networkpolicies", TARGET.namespace()))
                .isEmpty();
    }

    @Test
    void afterAFailureOnlyWhatThisRunCreatedGoes() {
        apply("");
        TenantDeployment run = deployment(NETWORKS);
        run.plan().forEach(run::apply);

        assertThat(run.removeCreated()).extracting(TenantObject::title).containsExactly("NetworkPolicy " + NAME);
        assertThat(cluster.kubernetes.names("networkpolicies", TARGET.namespace()))
                .isEmpty();
        assertThat(cluster.kubernetes.names("poddisruptionbudgets", TARGET.namespace()))
                .containsExactly(NAME);
    }

    @Test
    void anObjectOfAnotherPipelineOrOfNobodyIsRefused() {
        Map<String, Object> theirs = Map.of(
                "apiVersion",
                "policy/v1",
                "kind",
                "PodDisruptionBudget",
                "metadata",
                Map.of(
                        "name",
                        NAME,
                        "namespace",
                        TARGET.namespace(),
                        "annotations",
                        Map.of("pulsar-cdc/pipeline", "other/default/shop-1")),
                "spec",
                Map.of("maxUnavailable", 1));
        cluster.kubernetes.apply(theirs);

        assertThatThrownBy(() -> deployment("").plan())
                .isInstanceOf(ClusterException.class)
                .hasMessage("there is a PodDisruptionBudget " + NAME
                        + " in the namespace pulsar-functions that is of the pipeline other/default/shop-1; change the"
                        + " pipeline's name, or remove that object if it is not needed any more");
    }

    @Test
    void theSlotIsWrittenDownUntilThePipelineIsRemoved() {
        assertThat(deployment("").hasRecorded("pulsar_cdc_shop_1")).isFalse();
        apply("");

        assertThat(deployment("").hasRecorded("pulsar_cdc_shop_1")).isTrue();
        assertThat(deployment("").hasRecorded("another")).isFalse();
        TenantDeployment run = deployment("");
        assertThat(run.present()).extracting(TenantObject::title).containsExactly("PodDisruptionBudget " + NAME);
        run.present().forEach(run::remove);
        assertThat(cluster.kubernetes.names("poddisruptionbudgets", TARGET.namespace()))
                .isEmpty();
        // Again changes nothing.
        assertThat(run.present()).isEmpty();
    }

    @Test
    void whatSomebodyElseHasChangedIsToldNotOverwritten() {
        apply(NETWORKS);
        Map<String, Object> policy = cluster.kubernetes
                .find("networkpolicies", TARGET.namespace(), NAME)
                .orElseThrow();
        Map<String, Object> byHand = new LinkedHashMap<>(policy);
        Map<String, Object> metadata = new LinkedHashMap<>(castMetadata(policy));
        metadata.remove("managedFields");
        byHand.put("metadata", metadata);
        byHand.put("spec", Map.of("podSelector", Map.of(), "policyTypes", List.of("Egress")));
        cluster.kubernetes.apply(byHand);

        assertThatThrownBy(() -> apply(NETWORKS))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("somebody else has set what is to be applied to networkpolicies (" + NAME + ")");
    }

    @SuppressWarnings("unchecked") // Keys are text.
    private static Map<String, Object> castMetadata(Map<String, Object> object) {
        return (Map<String, Object>) Objects.requireNonNull(object.get("metadata"));
    }

    private TenantDeployment deployment(String postgres) {
        return new TenantDeployment(
                cluster.connection(), TARGET.namespace(), new TenantObjects(cluster.pipeline(postgres), TARGET));
    }

    private List<Step> apply(String postgres) {
        TenantDeployment deployment = deployment(postgres);
        List<Step> steps = deployment.plan();
        steps.forEach(deployment::apply);
        return steps;
    }

    private static List<Action> actions(List<Step> steps) {
        return steps.stream().map(Step::action).toList();
    }

    private List<ApiRequest> changes() {
        return cluster.requests().stream()
                .filter(request -> !request.verb().equals("get"))
                .toList();
    }
}
