package com.custom.pulsar.cluster.deploy;

import static com.custom.pulsar.cluster.deploy.DeployedCluster.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.kubernetes.ApiRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a double of the API server that holds the tenant to the Roles that the project ships. */
class ClusterCheckIT {
    private static final ObjectMapper JSON = new ObjectMapper();

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
    void aClusterThatIsAsItShouldBeLacksNothing() {
        cluster.startBroker();

        assertThat(lacks()).isEmpty();
        assertThat(new ClusterCheck(cluster.connection(), TARGET.brokerNamespace()).namespaceOfFunctions())
                .contains(TARGET.namespace());
    }

    @Test
    void eachRightThatIsMissingIsNamedByVerbAndResource() {
        cluster.startBroker();
        cluster.grant(without("networkpolicies", "patch"), TARGET.namespace());

        assertThat(lacks()).singleElement().satisfies(lack -> {
            assertThat(lack.keeps()).isTrue();
            assertThat(lack.text())
                    .isEqualTo(
                            "you may not patch networkpolicies.networking.k8s.io in the namespace pulsar-functions; ask"
                                    + " the cluster's administrator: kubectl apply -n pulsar-functions -f"
                                    + " deploy/manifests/deploy-rbac.yaml has all rights that are needed");
        });
    }

    /** So that no right is in it that is not needed, and none is asked for that it does not have. */
    @Test
    void theRoleThatIsShippedHasEveryRightThatIsUsedAndNoOther() throws IOException {
        cluster.startBroker();
        lacks();
        TenantDeployment deployment = new TenantDeployment(
                cluster.connection(),
                TARGET.namespace(),
                new TenantObjects(cluster.pipeline("    networks: [ 10.1.0.0/16 ]"), TARGET));
        deployment.plan().forEach(deployment::apply);
        deployment.present().forEach(deployment::remove);
        Rollout rollout =
                Rollout.begin(cluster.connection(), TARGET.namespace(), PulsarLabels.ofSource(cluster.pipeline("")));
        cluster.kubernetes.apply(
                DeployedCluster.statefulSet(PulsarLabels.ofSource(cluster.pipeline("")), Map.of("privileged", true)));
        assertThat(rollout.isReady(true)).isFalse();

        cluster.kubernetes.apply(
                DeployedCluster.statefulSet(PulsarLabels.ofSource(cluster.pipeline("")), DeployedCluster.HARDENED));
        cluster.kubernetes.log(TARGET.namespace(), "pf-debezium-postgres-source-0", "started\n");
        cluster.connection()
                .log(TARGET.namespace(), "pf-debezium-postgres-source-0", "pulsarfunction", 1, false)
                .close();

        Set<String> used = cluster.requests().stream()
                .filter(ApiRequest::accepted)
                .filter(request -> request.namespace().equals(TARGET.namespace())
                        || request.resource().equals("namespaces"))
                .map(request -> request.verb() + " " + request.group() + "/" + request.resource())
                .collect(Collectors.toCollection(TreeSet::new));
        // The verb that the API server asks for, too, where an object is applied that is not there.
        used.add("create networking.k8s.io/networkpolicies");
        used.add("create policy/poddisruptionbudgets");
        assertThat(used).isEqualTo(granted());
    }

    @Test
    void theFunctionsWorkersSettingsAreForThePlatformEngineer() {
        cluster.settings.remove(DeployedCluster.CUSTOMIZER);
        cluster.settings.put("PF_functionRuntimeFactoryClassName", "org.example.ProcessRuntimeFactory");
        cluster.settings.remove("PF_secretsProviderConfiguratorClassName");
        cluster.startBroker();

        assertThat(lacks())
                .allMatch(Lack::keeps)
                .extracting(Lack::text)
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text)
                                .startsWith("in the functions worker's settings PF_functionRuntimeFactoryClassName is"
                                        + " \"org.example.ProcessRuntimeFactory\"; the platform engineer: set it to"),
                        text -> assertThat(text).contains("PF_runtimeCustomizerClassName is not set"),
                        text -> assertThat(text).contains("PF_secretsProviderConfiguratorClassName is not set"));
    }

    @Test
    void anotherNamespaceThanTheWorkersIsRefused() {
        cluster.settings.put("PF_functionRuntimeFactoryConfigs_jobNamespace", "elsewhere");
        cluster.startBroker();

        assertThat(lacks())
                .extracting(Lack::text)
                .containsExactly(
                        "the functions worker makes its pods in the namespace elsewhere, not in pulsar-functions;"
                                + " say --namespace elsewhere");
    }

    @Test
    void anOldClusterAndLooserLabelsAreTold() {
        cluster.startBroker();
        cluster.kubernetes.namespace(TARGET.namespace(), Map.of("pod-security.kubernetes.io/enforce", "baseline"));
        assertThat(lacks()).singleElement().satisfies(lack -> {
            assertThat(lack.keeps()).isFalse();
            assertThat(lack.text())
                    .contains(
                            "pod-security.kubernetes.io/enforce=baseline", "kubectl label namespace pulsar-functions");
        });
        cluster.kubernetes.minorVersion(24);
        assertThat(lacks())
                .filteredOn(Lack::keeps)
                .extracting(Lack::text)
                .containsExactly(
                        "the cluster is Kubernetes v1.24.0, and only from 1.25 on does Kubernetes admit pods by"
                                + " Pod Security; upgrade the cluster");
    }

    @Test
    void aNamespaceThatIsNotThereAndAWorkerThatMayNotBeSeenAreTold() {
        assertThat(new ClusterCheck(cluster.connection(), "nowhere").run(TARGET.namespace(), true))
                .extracting(Lack::keeps)
                .containsExactly(false);
        assertThat(new ClusterCheck(cluster.connection(), TARGET.brokerNamespace()).run("absent", true))
                .filteredOn(Lack::keeps)
                .isNotEmpty()
                .allMatch(lack -> lack.what().contains("in the namespace absent"));
    }

    private List<Lack> lacks() {
        return new ClusterCheck(cluster.connection(), TARGET.brokerNamespace()).run(TARGET.namespace(), true);
    }

    private static Set<String> granted() {
        Set<String> granted = new TreeSet<>();
        for (JsonNode rule : JSON.<JsonNode>valueToTree(DeployedCluster.role("deploy-rbac.yaml"))
                .path("rules")) {
            for (JsonNode verb : rule.path("verbs")) {
                for (JsonNode resource : rule.path("resources")) {
                    granted.add(
                            verb.asText() + " " + rule.path("apiGroups").path(0).asText() + "/" + resource.asText());
                }
            }
        }
        return granted;
    }

    private static Map<String, Object> without(String resource, String verb) {
        JsonNode role = JSON.valueToTree(DeployedCluster.role("deploy-rbac.yaml"));
        List<Map<String, Object>> rules = new ArrayList<>();
        for (JsonNode rule : role.path("rules")) {
            List<String> verbs = new ArrayList<>();
            rule.path("verbs").forEach(one -> verbs.add(one.asText()));
            if (rule.path("resources").path(0).asText().equals(resource)) {
                verbs.remove(verb);
            }
            rules.add(Map.of(
                    "apiGroups",
                    List.of(rule.path("apiGroups").path(0).asText()),
                    "resources",
                    JSON.convertValue(rule.path("resources"), List.class),
                    "verbs",
                    verbs));
        }
        return Map.of("apiVersion", "rbac.authorization.k8s.io/v1", "kind", "Role", "rules", rules);
    }
}
