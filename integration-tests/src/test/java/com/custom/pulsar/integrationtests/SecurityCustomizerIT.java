package com.custom.pulsar.integrationtests;

import static com.custom.pulsar.integrationtests.FunctionsCluster.NAMESPACE;
import static com.custom.pulsar.integrationtests.FunctionsCluster.goFunction;
import static com.custom.pulsar.integrationtests.FunctionsCluster.javaFunction;
import static com.custom.pulsar.integrationtests.FunctionsCluster.pythonFunction;
import static com.custom.pulsar.integrationtests.FunctionsCluster.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.custom.pulsar.testsupport.kubernetes.ApiRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.io.SourceConfig;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The customizer in the functions worker of a real broker, with settings as the chart's values give them. Each test has
 * functions of its own.
 */
final class SecurityCustomizerIT {
    private static final String TENANT = "public";
    private static final String RIGHTS = "functions-worker-rbac.yaml";
    private static final Duration FAILING_START = Duration.ofSeconds(150);
    private static final int BAD_REQUEST = 400;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static FunctionsCluster cluster;
    private static PulsarAdmin admin;

    @BeforeAll
    static void startsABrokerWithTheCustomizer() throws Exception {
        cluster = FunctionsCluster.start(
                FunctionsCluster.withCustomizer()
                        .withCustomizerSettings(Map.of(
                                "podSecurityContext.runAsUser", "10000",
                                "podSecurityContext.runAsGroup", "10000",
                                "podSecurityContext.fsGroup", "10000",
                                "containerSecurityContext.capabilities.drop.0", "ALL",
                                "allowedSecrets", "public/default/orders=postgres-credentials/password"))
                        .withEnvironment(Map.of(
                                "PF_secretsProviderConfiguratorClassName",
                                "org.apache.pulsar.functions.secretsproviderconfigurator"
                                        + ".KubernetesSecretsProviderConfigurator")),
                RIGHTS);
        admin = cluster.admin();
    }

    @AfterAll
    static void nothingWasAskedOfKubernetesBeyondTheRights() {
        if (cluster != null) {
            admin.close();
            cluster.close();
            assertThat(cluster.kubernetes().requests())
                    .isNotEmpty()
                    .noneMatch(ApiRequest::forbidden)
                    .extracting(ApiRequest::user)
                    .containsOnly("system:serviceaccount:pulsar:pulsar-broker");
        }
    }

    @Test
    void saysOnceAtTheStartWhatItWillDo() {
        assertThat(cluster.pulsar()
                        .log()
                        .lines()
                        .filter(line -> line.contains("security customizer") && line.contains("is active")))
                .singleElement()
                .asString()
                .contains(
                        "mode enforce",
                        "overrides tighten",
                        "podSecurityContext.runAsUser=10000",
                        "orders=postgres-credentials");
    }

    @Test
    void aJavaFunctionGetsAHardenedPod() throws Exception {
        admin.functions()
                .createFunction(
                        javaFunction(TENANT, "java"), cluster.functionJar().toString());

        assertHardened("java");
        assertThat(PodOfStatefulSet.of(cluster.statefulSet(TENANT, "java")).script())
                .contains("JavaInstanceMain");
    }

    @Test
    void aPythonFunctionGetsAHardenedPod() throws Exception {
        admin.functions()
                .createFunction(
                        pythonFunction(TENANT, "python"),
                        cluster.code("echo.py", "class Echo:\n    pass\n").toString());

        assertHardened("python");
        assertThat(PodOfStatefulSet.of(cluster.statefulSet(TENANT, "python")).script())
                .contains("python_instance_main.py");
    }

    @Test
    void aGoFunctionGetsAHardenedPod() throws Exception {
        admin.functions()
                .createFunction(
                        goFunction(TENANT, "go"),
                        cluster.code("echo", "#!/bin/sh\n").toString());

        assertHardened("go");
        assertThat(PodOfStatefulSet.of(cluster.statefulSet(TENANT, "go")).script())
                .contains("chmod 777 /pulsar/download/pulsar_functions/echo && exec");
    }

    @Test
    void aSourceGetsAHardenedPod() throws Exception {
        admin.sources()
                .createSource(
                        source(TENANT, "source"), cluster.connectorArchive().toString());

        assertHardened("source");
        assertThat(PodOfStatefulSet.of(cluster.statefulSet(TENANT, "source")).script())
                .contains("pulsar-cdc-source-1.0.0.nar");
    }

    @Test
    void updateStopStartRestartAndDeleteWorkAndNothingIsLeft() throws Exception {
        FunctionConfig function = javaFunction(TENANT, "changing");
        admin.functions().createFunction(function, cluster.functionJar().toString());
        cluster.awaitPods(TENANT, "changing", 1);

        function.setParallelism(3);
        admin.functions().updateFunction(function, null);
        cluster.awaitPods(TENANT, "changing", 3);
        assertHardened("changing");

        admin.functions().stopFunction(TENANT, "default", "changing");
        cluster.awaitPods(TENANT, "changing", 0);
        admin.functions().startFunction(TENANT, "default", "changing");
        cluster.awaitPods(TENANT, "changing", 3);
        String first = uid("changing");
        admin.functions().restartFunction(TENANT, "default", "changing");
        cluster.awaitPods(TENANT, "changing", 3);
        assertThat(uid("changing")).isNotEqualTo(first);
        assertHardened("changing");

        admin.functions().deleteFunction(TENANT, "default", "changing");
        cluster.awaitPods(TENANT, "changing", 0);
        for (String resource : List.of("statefulsets", "services", "secrets")) {
            assertThat(cluster.kubernetes().names(resource, NAMESPACE)).noneMatch(name -> name.contains("changing"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"containerSecurityContext\": {\"privileged\": true}} | containerSecurityContext.privileged | true",
                "{\"containerSecurityContext\": {\"readOnlyRootFilesystem\": false}}"
                        + " | containerSecurityContext.readOnlyRootFilesystem | false",
                "{\"containerSecurityContext\": {\"allowPrivilegeEscalation\": \"true\"}}"
                        + " | containerSecurityContext.allowPrivilegeEscalation | true",
                "{\"containerSecurityContext\": {\"capabilities\": {\"add\": [\"SYS_ADMIN\"]}}}"
                        + " | containerSecurityContext.capabilities.add | SYS_ADMIN",
                "{\"podSecurityContext\": {\"runAsNonRoot\": false}} | podSecurityContext.runAsNonRoot | false",
                "{\"podSecurityContext\": {\"runAsUser\": 0}} | podSecurityContext.runAsUser | 0",
                "{\"podSecurityContext\": {\"runAsUser\": 20000}} | podSecurityContext.runAsUser | 20000",
                "{\"podSecurityContext\": {\"seccompProfile\": {\"type\": \"Unconfined\"}}}"
                        + " | podSecurityContext.seccompProfile.type | Unconfined",
                "{\"writablePaths\": [\"/pulsar=1Gi\"]} | writablePaths | /pulsar",
                "{\"automountServiceAccountToken\": true} | automountServiceAccountToken | true",
                "{\"jobNamespace\": \"kube-system\"} | jobNamespace | kube-system",
                "{\"jobName\": \"another\"} | jobName | another",
                "{\"extraLabels\": {\"team\": \"other\"}} | extraLabels | other",
                "{\"extraAnnotations\": {\"sidecar.istio.io/inject\": \"true\"}} | extraAnnotations | sidecar.istio.io/inject",
                "{\"serviceAccountName\": \"pulsar-broker\"} | serviceAccountName | pulsar-broker",
                "{\"mode\": \"audit\"} | mode | audit",
                "{\"allowedSecrets\": \"*/*/*=*\"} | allowedSecrets | */*/*=*"
            })
    void anOverrideThatWeakensIsRefused(String options, String field, String value) {
        FunctionConfig function = javaFunction(TENANT, "weak");
        function.setCustomRuntimeOptions(options);

        assertRefused(
                () -> admin.functions()
                        .createFunction(function, cluster.functionJar().toString()),
                "weak",
                field,
                value);
    }

    @Test
    void aSourceMayNotWeakenEither() {
        SourceConfig source = source(TENANT, "weak");
        source.setCustomRuntimeOptions("{\"containerSecurityContext\": {\"privileged\": true}}");

        assertRefused(
                () -> admin.sources()
                        .createSource(source, cluster.connectorArchive().toString()),
                "weak",
                "containerSecurityContext.privileged",
                "true");
    }

    @Test
    void anUpdateThatWeakensIsRefusedAndWhatRunsIsLeftAlone() throws Exception {
        FunctionConfig function = javaFunction(TENANT, "steady");
        admin.functions().createFunction(function, cluster.functionJar().toString());
        cluster.awaitPods(TENANT, "steady", 1);
        List<ApiRequest> before = cluster.requests(TENANT, "steady");

        function.setCustomRuntimeOptions("{\"containerSecurityContext\": {\"privileged\": true}}");
        assertThatExceptionOfType(PulsarAdminException.class)
                .isThrownBy(() -> admin.functions().updateFunction(function, null))
                .withMessageContaining("containerSecurityContext.privileged")
                .extracting(PulsarAdminException::getStatusCode)
                .isEqualTo(BAD_REQUEST);

        assertThat(cluster.requests(TENANT, "steady")).isEqualTo(before);
        assertThat(cluster.pods(TENANT, "steady")).hasSize(1);
    }

    @Test
    void anOverrideThatTightensIsApplied() throws Exception {
        FunctionConfig function = javaFunction(TENANT, "tight");
        function.setCustomRuntimeOptions(
                "{\"hostUsers\": false, \"writablePaths\": [\"/tmp=512Mi\", \"/pulsar/download=1Gi\"]}");
        admin.functions().createFunction(function, cluster.functionJar().toString());

        PodOfStatefulSet pod = PodOfStatefulSet.of(cluster.statefulSet(TENANT, "tight"));
        assertThat(pod.spec().path("hostUsers")).isEqualTo(JSON.readTree("false"));
        assertThat(pod.writablePaths()).isEqualTo(Map.of("/tmp", "512Mi", "/pulsar/download", "1Gi"));
        cluster.awaitPods(TENANT, "tight", 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"podSecurityContext\"",
                "[]",
                "\"privileged\"",
                "{\"extractLabels\": {\"team\": \"cdc\"}}",
                "{\"podSecurityContext\": {\"runAsNonRoot\": \"perhaps\"}}"
            })
    void optionsThatCannotBeMeantAreRefused(String options) {
        FunctionConfig function = javaFunction(TENANT, "malformed");
        function.setCustomRuntimeOptions(options);

        assertRefused(
                () -> admin.functions()
                        .createFunction(function, cluster.functionJar().toString()),
                "malformed",
                "customRuntimeOptions");
    }

    @Test
    void runtimeFlagsWhichAShellWouldReadAreRefused() {
        FunctionConfig function = javaFunction(TENANT, "flags");
        function.setRuntimeFlags("-Dx=1; curl attacker");

        assertRefused(
                () -> admin.functions()
                        .createFunction(function, cluster.functionJar().toString()),
                "flags",
                "runtimeFlags");
    }

    @Test
    void onlyTheAllowedFunctionGetsASecret() throws Exception {
        FunctionConfig orders = javaFunction(TENANT, "orders");
        orders.setSecrets(Map.of("password", secret("postgres-credentials", "password")));
        admin.functions().createFunction(orders, cluster.functionJar().toString());

        assertThat(PodOfStatefulSet.of(cluster.statefulSet(TENANT, "orders"))
                        .container()
                        .path("env"))
                .contains(JSON.readTree("""
                {"name": "password", "valueFrom": {"secretKeyRef": {"name": "postgres-credentials", "key": "password"}}}"""));
        cluster.awaitPods(TENANT, "orders", 1);

        FunctionConfig thief = javaFunction(TENANT, "thief");
        thief.setSecrets(Map.of("password", secret("postgres-credentials", "password")));
        assertRefused(
                () -> admin.functions()
                        .createFunction(thief, cluster.functionJar().toString()),
                "thief",
                "postgres-credentials",
                "allowedSecrets");
        SourceConfig thievingSource = source(TENANT, "thief");
        thievingSource.setSecrets(Map.of("password", secret("postgres-credentials", "password")));
        assertRefused(
                () -> admin.sources()
                        .createSource(thievingSource, cluster.connectorArchive().toString()),
                "thief",
                "postgres-credentials",
                "allowedSecrets");
    }

    @Test
    void theAllowedFunctionGetsNoOtherKeyOfTheSecret() {
        FunctionConfig orders = javaFunction(TENANT, "orders");
        orders.setName("orders2");
        orders.setSecrets(Map.of("user", secret("postgres-credentials", "superuser")));

        assertRefused(
                () -> admin.functions()
                        .createFunction(orders, cluster.functionJar().toString()),
                "orders2",
                "postgres-credentials");
    }

    @Test
    void settingsThatCannotBeMeantStopTheBrokerWithAllProblemsInOneMessage() {
        try (FunctionsCluster failing = FunctionsCluster.launch(
                FunctionsCluster.withCustomizer()
                        .withCustomizerSettings(Map.of(
                                "podSecurityContext.runAsUsr", "10000",
                                "containerSecurityContext.privileged", "perhaps",
                                "extractLabels.team", "cdc")),
                RIGHTS)) {
            assertThat(failing.pulsar().awaitExit(FAILING_START)).isNotZero();

            assertThat(failing.pulsar()
                            .log()
                            .lines()
                            .dropWhile(
                                    line -> !line.endsWith("The settings of the security customizer cannot be used:"))
                            .skip(1)
                            .takeWhile(line -> line.startsWith("  ")))
                    .hasSize(3)
                    .anySatisfy(line -> assertThat(line)
                            .contains("podSecurityContext.runAsUsr", "did you mean podSecurityContext.runAsUser?"))
                    .anySatisfy(line -> assertThat(line).contains("containerSecurityContext.privileged", "\"perhaps\""))
                    .anySatisfy(line -> assertThat(line).contains("extractLabels", "did you mean extraLabels?"));
            assertThat(failing.kubernetes().requests()).isEmpty();
        }
    }

    private static Map<String, Object> secret(String path, String key) {
        Map<String, Object> secret = new LinkedHashMap<>();
        secret.put("path", path);
        secret.put("key", key);
        return secret;
    }

    private static void assertHardened(String name) throws JsonProcessingException {
        Map<String, Object> statefulSet = cluster.statefulSet(TENANT, name);
        PodOfStatefulSet pod = PodOfStatefulSet.of(statefulSet);
        assertThat(pod.spec().path("automountServiceAccountToken")).isEqualTo(JSON.readTree("false"));
        assertThat(pod.spec().path("enableServiceLinks")).isEqualTo(JSON.readTree("false"));
        assertThat(pod.spec().path("terminationGracePeriodSeconds")).isEqualTo(JSON.readTree("60"));
        assertThat(pod.spec().path("securityContext")).isEqualTo(JSON.readTree("""
                {"runAsNonRoot": true, "runAsUser": 10000, "runAsGroup": 10000, "fsGroup": 10000,
                 "fsGroupChangePolicy": "OnRootMismatch",
                 "seccompProfile": {"type": "RuntimeDefault"}}"""));
        assertThat(pod.container().path("securityContext")).isEqualTo(JSON.readTree("""
                {"runAsNonRoot": true, "readOnlyRootFilesystem": true, "allowPrivilegeEscalation": false,
                 "capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"}}"""));
        assertThat(pod.writablePaths())
                .isEqualTo(Map.of("/tmp", "1Gi", "/pulsar/download", "1Gi", "/pulsar/logs", "64Mi"));
        assertThat(cluster.pods(TENANT, name))
                .hasSize(JSON.valueToTree(statefulSet).at("/spec/replicas").asInt());
    }

    /** Refused as the submitter's fault, for the reasons named; nothing is asked of Kubernetes and nothing is remembered. */
    private static void assertRefused(ThrowingCallable submission, String name, String... reasons) {
        assertThatExceptionOfType(PulsarAdminException.class)
                .isThrownBy(submission)
                .satisfies(refused -> {
                    assertThat(refused.getStatusCode()).isEqualTo(BAD_REQUEST);
                    assertThat(refused.getMessage()).contains(reasons);
                    assertThat(admin.functions().getFunctions(TENANT, "default"))
                            .doesNotContain(name);
                    assertThat(admin.sources().listSources(TENANT, "default")).doesNotContain(name);
                });
        assertThat(cluster.requests(TENANT, name)).isEmpty();
    }

    private static String uid(String name) {
        return JSON.valueToTree(cluster.statefulSet(TENANT, name))
                .at("/metadata/uid")
                .asText();
    }
}
