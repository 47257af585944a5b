package com.custom.pulsar.cluster.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.testsupport.kubernetes.ApiRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Against a double of the API server that holds everybody to RBAC, with the Role that the project ships, and to Pod Security. */
class ClusterVerificationIT {
    private static final String FUNCTION = "pf-public-default-orders";
    private static final String POD = FUNCTION + "-0";

    @TempDir
    private Path folder;

    private VerifiedCluster cluster;

    @BeforeEach
    void makesACluster() {
        cluster = new VerifiedCluster(folder);
    }

    @AfterEach
    void closesIt() {
        cluster.close();
    }

    @Test
    void aClusterWithoutAFaultPassesByTheRoleThatIsShippedAndNothingIsChanged() {
        cluster.start();

        Verification verification = cluster.verify();

        assertThat(verification.workloads())
                .allSatisfy(one -> {
                    assertThat(one.violations()).as(one.title()).isEmpty();
                    assertThat(one.warnings()).as(one.title()).isEmpty();
                })
                .extracting(WorkloadFindings::title)
                .containsExactly(
                        "StatefulSet pulsar/pulsar-broker",
                        "Namespace pulsar",
                        "StatefulSet pulsar/" + FUNCTION,
                        "Pod pulsar/" + POD);
        assertThat(requests())
                .isNotEmpty()
                .allMatch(request -> Set.of("get", "list", "GET").contains(request.verb()));
    }

    /** So that no right is in it that is not needed. */
    @Test
    void theRoleThatIsShippedHasEveryRightThatIsUsedAndNoOther() {
        cluster.start();
        cluster.verify();

        Set<String> used = requests()
                .filter(request -> !request.resource().equals("/version"))
                .map(request -> request.verb() + " " + request.group() + "/" + request.resource())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> granted = new TreeSet<>();
        for (Node rule : Node.root(VerifiedCluster.role()).at("rules").elements()) {
            for (Node verb : rule.at("verbs").elements()) {
                for (Node resource : rule.at("resources").elements()) {
                    granted.add(verb.text() + " "
                            + rule.at("apiGroups").elements().get(0).text() + "/" + resource.text());
                }
            }
        }
        assertThat(used).isEqualTo(granted);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        "no enforce label",
                        "namespaceEnforces",
                        "Namespace pulsar",
                        at -> at.kubernetes.apply(
                                Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "pulsar")))),
                fault(
                        "a lower level",
                        "namespaceEnforces",
                        "Namespace pulsar",
                        at -> at.kubernetes.apply(Map.of(
                                "apiVersion",
                                "v1",
                                "kind",
                                "Namespace",
                                "metadata",
                                Map.of(
                                        "name",
                                        "pulsar",
                                        "labels",
                                        Map.of("pod-security.kubernetes.io/enforce", "baseline"))))),
                fault(
                        "process runtime",
                        "customizer",
                        "StatefulSet pulsar/pulsar-broker",
                        at -> at.settings.put(
                                "PF_functionRuntimeFactoryClassName",
                                "org.apache.pulsar.functions.runtime.process.ProcessRuntimeFactory")),
                fault(
                        "no customizer",
                        "customizer",
                        "StatefulSet pulsar/pulsar-broker",
                        at -> at.settings.remove("PF_runtimeCustomizerClassName")),
                fault(
                        "audit mode",
                        "customizer",
                        "StatefulSet pulsar/pulsar-broker",
                        at -> at.settings.put("PF_runtimeCustomizerConfig_mode", "audit")),
                fault(
                        "settings that are refused",
                        "customizer",
                        "StatefulSet pulsar/pulsar-broker",
                        at -> at.settings.put("PF_runtimeCustomizerConfig_podSecurityContext_runAsUsr", "10000")),
                fault("settings that cannot be nested", "customizer", "StatefulSet pulsar/pulsar-broker", at -> {
                    at.settings.put("PF_runtimeCustomizerConfig_podSecurityContext", "{}");
                    at.settings.put("PF_runtimeCustomizerConfig_podSecurityContext_runAsUser", "10000");
                }),
                fault(
                        "no network policy",
                        "networkPolicy",
                        "",
                        at -> at.kubernetes.apply(networkPolicy(
                                Map.of("podSelector", Map.of("matchLabels", Map.of("component", "broker")))))),
                fault(
                        "a policy for one direction",
                        "networkPolicy",
                        "",
                        at -> at.kubernetes.apply(
                                networkPolicy(Map.of("podSelector", Map.of(), "policyTypes", List.of("Ingress"))))),
                fault(
                        "a secret in clear",
                        "secretsInClear",
                        "",
                        at -> container(at)
                                .put(
                                        "command",
                                        List.of("sh", "-c", "exec java '{\"database.password\":\"hunter2\"}'"))),
                fault(
                        "an image without a tag",
                        "imagePinned",
                        "",
                        at -> container(at).put("image", "pulsar")),
                fault(
                        "no limits",
                        "resourceLimits",
                        "",
                        at -> container(at).put("resources", Map.of("limits", Map.of("memory", "1Gi")))),
                fault(
                        "settings that changed",
                        "drift",
                        "",
                        at -> at.settings.put("PF_runtimeCustomizerConfig_terminationGracePeriodSeconds", "90")));
    }

    private static Arguments fault(String name, String control, String title, Consumer<VerifiedCluster> plant) {
        return Arguments.of(name, control, title, plant);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void eachFaultAloneIsFound(String name, String control, String title, Consumer<VerifiedCluster> plant) {
        plant.accept(cluster);
        cluster.start();

        Verification verification = cluster.verify();

        assertThat(verification.passed()).isFalse();
        assertThat(verification.workloads().stream().flatMap(one -> one.violations().stream()))
                .allSatisfy(finding -> {
                    assertThat(finding.control()).as(finding.text()).isEqualTo(control);
                    assertThat(finding.text()).doesNotContain("hunter2");
                });
        assertThat(failed(verification))
                .containsExactlyElementsOf(
                        title.isEmpty()
                                ? List.of("StatefulSet pulsar/" + FUNCTION, "Pod pulsar/" + POD)
                                : List.of(title));
    }

    @ParameterizedTest
    @CsvSource({"readOnlyRootFilesystem, readOnlyRootFilesystem", "token, serviceAccountToken"})
    void whatThePolicyWouldMendIsAlsoDrift(String fault, String control) {
        if (fault.equals("token")) {
            HardenedWorkload.podSpec(cluster.function).remove("automountServiceAccountToken");
        } else {
            HardenedWorkload.security(HardenedWorkload.podSpec(cluster.function))
                    .remove("readOnlyRootFilesystem");
        }
        cluster.start();

        assertThat(cluster.verify().workloads().stream().flatMap(one -> one.violations().stream()))
                .extracting(Finding::control)
                .containsExactly(control, "drift", control, "drift");
    }

    @Test
    void aPodThatWasNeverAdmittedIsToldWithTheEventsReason() {
        HardenedWorkload.podSpec(cluster.function).put("hostNetwork", true);
        cluster.start();

        Verification verification = cluster.verify();

        assertThat(failed(verification)).containsExactly("StatefulSet pulsar/" + FUNCTION);
        assertThat(verification.workloads().stream().flatMap(one -> one.violations().stream()))
                .anySatisfy(finding -> assertThat(finding.text())
                        .startsWith("admitted: spec.replicas is \"0 of 1 pods: create Pod " + POD)
                        .contains("violates PodSecurity \"restricted:v1.30\"", "hostNetwork"))
                .anyMatch(finding -> finding.control().equals("hostNamespaces"));
    }

    @Test
    void aFunctionsOwnFreedomIsNoDrift() {
        cluster.settings.put("PF_runtimeCustomizerConfig_terminationGracePeriodSeconds", "90");
        cluster.settings.put("PF_runtimeCustomizerConfig_overrides", "terminationGracePeriodSeconds");
        cluster.start();

        assertThat(cluster.verify().passed()).isTrue();
    }

    @Test
    void settingsInTheContainersOwnVariablesWin() {
        cluster.settings.remove("PF_runtimeCustomizerClassName");
        cluster.start();
        Map<String, Object> broker = HardenedWorkload.broker();
        HardenedWorkload.container(HardenedWorkload.podSpec(broker))
                .put(
                        "env",
                        List.of(Map.of(
                                "name",
                                "PF_runtimeCustomizerClassName",
                                "value",
                                "com.custom.pulsar.SecurityEnabledKubernetesManifestCustomizer")));
        cluster.kubernetes.apply(broker);

        assertThat(cluster.verify().passed()).isTrue();
    }

    @Test
    void aConfigMapThatIsNotThereIsNoSetting() {
        Map<String, Object> broker = HardenedWorkload.broker();
        HardenedWorkload.container(HardenedWorkload.podSpec(broker))
                .put("envFrom", List.of(Map.of("configMapRef", Map.of("name", "none", "optional", true))));
        cluster.start();
        cluster.kubernetes.apply(broker);

        assertThat(cluster.verify().workloads())
                .anySatisfy(one -> assertThat(one.violations())
                        .extracting(Finding::control, Finding::found)
                        .containsExactly(
                                tuple("customizer", "no StatefulSet of a broker or functions worker with functions")));
    }

    @Test
    void aNamespaceOfFunctionsThatWasNotLookedAtIsTold() {
        cluster.settings.put("PF_functionRuntimeFactoryConfigs_jobNamespace", "elsewhere");
        cluster.start();

        Verification verification = cluster.verify();

        assertThat(verification.passed()).isTrue();
        assertThat(verification.workloads().get(0).warnings())
                .containsExactly(
                        "functions and connectors run in the namespace elsewhere, which was not looked at; name it"
                                + " with --namespace");
    }

    @Test
    void theLinesForDoingItByHandNameWhatRuns() {
        cluster.start();

        assertThat(cluster.commands())
                .containsExactly(
                        "kubectl --context double get statefulset " + FUNCTION
                                + " -n pulsar -o yaml | grep -A 10 securityContext",
                        "kubectl --context double exec -n pulsar pulsar-broker-0 -- bin/pulsar-admin functions status"
                                + " --tenant public --namespace default --name orders",
                        "kubectl --context double logs " + POD + " -n pulsar");
    }

    @Test
    void whatOnlyWarnsPasses() {
        container(cluster).put("image", "pulsar");
        cluster.start();

        Verification verification = cluster.verify(Requirements.ofClusters().without(EnumSet.of(Control.IMAGE_PINNED)));

        assertThat(verification.passed()).isTrue();
        assertThat(verification.warnings()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "statefulsets, may not list statefulsets in the namespace pulsar; ask",
        "pods, may not list pods in the namespace pulsar; ask",
        "namespaces, may not get namespaces (pulsar) in the namespace pulsar; ask",
        "configmaps, may not get configmaps (pulsar-broker) in the namespace pulsar; ask",
        "networkpolicies, may not list networkpolicies in the namespace pulsar; ask"
    })
    void aRightThatIsMissingIsNamed(String resource, String message) {
        Map<String, Object> role = new LinkedHashMap<>(VerifiedCluster.role());
        List<Object> rules = new ArrayList<>();
        for (Node rule : Node.root(role).at("rules").elements()) {
            rules.add(Map.of(
                    "apiGroups",
                    List.of(rule.at("apiGroups").elements().get(0).text()),
                    "resources",
                    rule.at("resources").elements().stream()
                            .map(Node::text)
                            .filter(name -> !name.equals(resource))
                            .toList(),
                    "verbs",
                    rule.at("verbs").elements().stream().map(Node::text).toList()));
        }
        role.put("rules", rules);
        cluster.role(role);
        cluster.start();

        assertThatThrownBy(cluster::verify).isInstanceOf(ClusterException.class).hasMessageStartingWith(message);
    }

    @Test
    void anOldKubernetesIsRefused() {
        cluster.kubernetes.minorVersion(24);
        cluster.start();

        assertThatThrownBy(cluster::verify)
                .hasMessage("the cluster is Kubernetes v1.24.0, and only from 1.25 on does Kubernetes admit pods by Pod"
                        + " Security; upgrade the cluster");
    }

    @Test
    void anUnknownContextIsToldWithTheOneThatWasMeant() {
        assertThatThrownBy(() -> open(cluster.kubeconfig(), "doubel"))
                .hasMessage("there is no context \"doubel\"; did you mean double? there is double");
    }

    @Test
    void withoutAFileThereIsNoCluster() {
        Path missing = folder.resolve("none");

        assertThatThrownBy(() -> open(missing, null))
                .hasMessage(
                        "there is no " + missing + ", so no cluster is named; set KUBECONFIG to a file that names one");
    }

    @ParameterizedTest
    @CsvSource({"''", "text", "'{}'", "'contexts: {'"})
    void aFileThatNamesNoClusterIsTold(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("bad"), content);

        assertThatThrownBy(() -> open(file, null))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith(file.toString());
    }

    @Test
    void aClusterThatIsNotThereCannotBeReached() throws IOException {
        Path file = folder.resolve("gone");
        Files.writeString(file, cluster.kubernetes.kubeconfig("x").replaceFirst("127.0.0.1:[0-9]+", "127.0.0.1:1"));

        try (ClusterConnection connection = open(file, null)) {
            assertThatThrownBy(connection::version)
                    .hasMessage(
                            "http://127.0.0.1:1 (context double) cannot be reached (nothing answers at that address); see"
                                    + " whether the cluster runs, and kubectl cluster-info");
        }
    }

    @Test
    void credentialsThatNobodyHasAreTold() throws IOException {
        Path file = Files.writeString(folder.resolve("stranger"), cluster.kubernetes.kubeconfig("nobody's"));

        try (ClusterConnection connection = open(file, null)) {
            assertThatThrownBy(connection::version)
                    .hasMessageContaining("does not know who asks (401")
                    .hasMessageNotContaining("nobody's");
        }
    }

    private static ClusterConnection open(Path kubeconfig, @Nullable String context) {
        System.setProperty("kubeconfig", kubeconfig.toString());
        try {
            return ClusterConnection.open(Optional.ofNullable(context));
        } finally {
            System.clearProperty("kubeconfig");
        }
    }

    private static Map<String, Object> container(VerifiedCluster cluster) {
        return HardenedWorkload.container(HardenedWorkload.podSpec(cluster.function));
    }

    private static Map<String, Object> networkPolicy(Map<String, Object> spec) {
        return Map.of(
                "apiVersion",
                "networking.k8s.io/v1",
                "kind",
                "NetworkPolicy",
                "metadata",
                Map.of("name", "functions", "namespace", "pulsar"),
                "spec",
                spec);
    }

    private static List<String> failed(Verification verification) {
        return verification.workloads().stream()
                .filter(one -> !one.violations().isEmpty())
                .map(WorkloadFindings::title)
                .toList();
    }

    private Stream<ApiRequest> requests() {
        return cluster.kubernetes.requests().stream();
    }
}
