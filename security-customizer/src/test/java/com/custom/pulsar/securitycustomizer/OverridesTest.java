package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pulsar.functions.proto.Function.FunctionDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What submitters may ask for. */
final class OverridesTest {
    private static final Map<String, Object> DEFAULTS = Map.of();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{}",
                "{\"podSecurityContext\":{\"runAsNonRoot\":true}}",
                "{\"podSecurityContext\":{\"runAsUser\":10000,\"fsGroup\":\"10000\"}}",
                "{\"podSecurityContext\":{\"supplementalGroups\":[]}}",
                "{\"containerSecurityContext\":{\"runAsUser\":10000}}",
                "{\"containerSecurityContext\":{\"privileged\":false}}",
                "{\"containerSecurityContext\":{\"capabilities\":{\"drop\":[\"ALL\",\"NET_RAW\"]}}}",
                "{\"containerSecurityContext\":{\"capabilities\":{\"add\":[]}}}",
                "{\"containerSecurityContext\":{\"seccompProfile\":{\"type\":\"RuntimeDefault\"}}}",
                "{\"automountServiceAccountToken\":false}",
                "{\"hostUsers\":false}",
                "{\"writablePaths\":[\"/tmp=64Mi\",\"/pulsar/download=1Gi\"]}",
                "{\"terminationGracePeriodSeconds\":60}"
            })
    void letsSubmittersSayTheSameOrTighten(String options) {
        assertThat(customized(DEFAULTS, Functions.withOptions(options))).isNotNull();
    }

    @Test
    void appliesWhatTightens() {
        V1StatefulSet statefulSet = customized(
                Map.of("containerSecurityContext", Map.of("readOnlyRootFilesystem", "false")),
                Functions.withOptions("{\"containerSecurityContext\":{\"readOnlyRootFilesystem\":true},"
                        + "\"writablePaths\":[\"/tmp=64Mi\"]}"));

        assertThat(RuntimeManifests.container(statefulSet).getSecurityContext().getReadOnlyRootFilesystem())
                .isTrue();
        assertThat(RuntimeManifests.pod(statefulSet).getVolumes())
                .singleElement()
                .satisfies(
                        volume -> assertThat(volume.getEmptyDir().getSizeLimit().toSuffixedString())
                                .isEqualTo("64Mi"));
    }

    static Stream<List<String>> loosening() {
        return Stream.of(
                List.of(
                        "{\"containerSecurityContext\":{\"privileged\":true}}",
                        "containerSecurityContext.privileged",
                        "true",
                        "looser"),
                List.of(
                        "{\"containerSecurityContext\":{\"readOnlyRootFilesystem\":false}}",
                        "containerSecurityContext.readOnlyRootFilesystem",
                        "false",
                        "looser than the administrator's \"true\" (true is tighter)"),
                List.of(
                        "{\"containerSecurityContext\":{\"allowPrivilegeEscalation\":true}}",
                        "containerSecurityContext.allowPrivilegeEscalation",
                        "true",
                        "(false is tighter)"),
                List.of(
                        "{\"containerSecurityContext\":{\"capabilities\":{\"add\":\"SYS_ADMIN\"}}}",
                        "containerSecurityContext.capabilities.add",
                        "[SYS_ADMIN]",
                        "looser"),
                List.of(
                        "{\"containerSecurityContext\":{\"capabilities\":{\"drop\":[]}}}",
                        "containerSecurityContext.capabilities.drop",
                        "[]",
                        "looser"),
                List.of(
                        "{\"podSecurityContext\":{\"seccompProfile\":{\"type\":\"Unconfined\"}}}",
                        "podSecurityContext.seccompProfile.type",
                        "Unconfined",
                        "looser"),
                List.of(
                        "{\"containerSecurityContext\":{\"appArmorProfile\":{\"type\":\"Unconfined\"}}}",
                        "containerSecurityContext.appArmorProfile.type",
                        "Unconfined",
                        "looser"),
                List.of(
                        "{\"podSecurityContext\":{\"runAsUser\":0}}",
                        "podSecurityContext.runAsUser",
                        "0",
                        "no value of it is tighter"),
                List.of(
                        "{\"containerSecurityContext\":{\"runAsUser\":1}}",
                        "containerSecurityContext.runAsUser",
                        "1",
                        "no value"),
                List.of(
                        "{\"podSecurityContext\":{\"runAsUser\":\"unset\"}}",
                        "podSecurityContext.runAsUser",
                        "unset",
                        "take away"),
                List.of(
                        "{\"podSecurityContext\":{\"sysctls\":{\"a\":\"1\"}}}",
                        "podSecurityContext.sysctls",
                        "{a=1}",
                        "looser"),
                List.of("{\"automountServiceAccountToken\":true}", "automountServiceAccountToken", "true", "looser"),
                List.of("{\"terminationGracePeriodSeconds\":0}", "terminationGracePeriodSeconds", "0", "looser"),
                List.of(
                        "{\"terminationGracePeriodSeconds\":999999}",
                        "terminationGracePeriodSeconds",
                        "999999",
                        "not tighter"),
                List.of(
                        "{\"writablePaths\":[\"/tmp=1Gi\",\"/pulsar/conf=1Mi\"]}",
                        "writablePaths",
                        "/pulsar/conf=1Mi",
                        ""),
                List.of(
                        "{\"jobNamespace\":\"kube-system\"}",
                        "jobNamespace",
                        "kube-system",
                        "no value of it is tighter"),
                List.of("{\"jobName\":\"x\"}", "jobName", "x", "no value"),
                List.of("{\"extraLabels\":{\"a\":\"b\"}}", "extraLabels", "{a=b}", "no value"),
                List.of(
                        "{\"extraAnnotations\":{\"sidecar.istio.io/inject\":\"false\"}}",
                        "extraAnnotations",
                        "inject",
                        "no value"),
                List.of("{\"nodeSelectorLabels\":{\"a\":\"b\"}}", "nodeSelectorLabels", "{a=b}", "no value"),
                List.of("{\"tolerations\":[{\"operator\":\"Exists\"}]}", "tolerations", "Exists", "no value"),
                List.of(
                        "{\"resourceRequirements\":{\"limits\":{\"cpu\":\"64\"}}}",
                        "resourceRequirements",
                        "64",
                        "no value"),
                List.of("{\"serviceAccountName\":\"admin\"}", "serviceAccountName", "admin", "no value"),
                List.of("{\"imagePullSecrets\":[\"x\"]}", "imagePullSecrets", "x", "no value"),
                List.of(
                        "{\"priorityClassName\":\"system-node-critical\"}",
                        "priorityClassName",
                        "system-node-critical",
                        ""),
                List.of("{\"runtimeClassName\":\"runc\"}", "runtimeClassName", "runc", "no value"),
                List.of("{\"affinity\":{\"nodeAffinity\":{}}}", "affinity", "nodeAffinity", "no value"),
                List.of("{\"livenessProbe\":{\"periodSeconds\":1}}", "livenessProbe.periodSeconds", "1", "no value"));
    }

    @ParameterizedTest
    @MethodSource("loosening")
    void refusesEverythingElse(List<String> example) {
        assertThatThrownBy(() -> customized(DEFAULTS, Functions.withOptions(example.get(0))))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageStartingWith("The security customizer refuses public/default/orders: ")
                .hasMessageContaining("customRuntimeOptions." + example.get(1) + ": value \"")
                .hasMessageContaining(example.get(2))
                .hasMessageContaining(example.get(3))
                .hasMessageContaining("(the administrator would have to list " + example.get(1) + " in overrides)");
    }

    @Test
    void saysOnlyWhatIsRefused() {
        assertThatThrownBy(() -> customized(
                        DEFAULTS,
                        Functions.withOptions(
                                "{\"containerSecurityContext\":{\"privileged\":true,\"runAsNonRoot\":true}}")))
                .hasMessage(
                        "The security customizer refuses public/default/orders: customRuntimeOptions.containerSecurityContext"
                                + ".privileged: value \"true\" is refused: that is looser than the administrator's \"false\" (false is"
                                + " tighter) (the administrator would have to list containerSecurityContext.privileged in overrides)");
    }

    @Test
    void comparesWithTheAdministratorsValueAndNotWithTheDefault() {
        assertThat(RuntimeManifests.pod(customized(
                                Map.of("podSecurityContext", Map.of("runAsUser", "2000")),
                                Functions.withOptions("{\"podSecurityContext\":{\"runAsUser\":2000}}")))
                        .getSecurityContext()
                        .getRunAsUser())
                .isEqualTo(2000L);
        assertThatThrownBy(() -> customized(
                        Map.of("podSecurityContext", Map.of("runAsUser", "2000")),
                        Functions.withOptions("{\"podSecurityContext\":{\"runAsUser\":10000}}")))
                .isInstanceOf(FunctionRefusedException.class);
    }

    @Test
    void givesWhatIsListed() {
        V1StatefulSet statefulSet = customized(
                Map.of(
                        "overrides",
                        "podSecurityContext.runAsUser,resourceRequirements,tolerations,extraLabels",
                        "tolerations",
                        List.of(Map.of("key", "a", "operator", "Exists")),
                        "extraLabels",
                        Map.of("team", "crm", "stage", "prod")),
                Functions.withOptions(
                        "{\"podSecurityContext\":{\"runAsUser\":20000},\"extraLabels\":{\"stage\":\"test\"},"
                                + "\"resourceRequirements\":{\"limits\":{\"memory\":\"4Gi\"}},"
                                + "\"tolerations\":[{\"key\":\"b\",\"operator\":\"Exists\"},{\"key\":\"a\",\"operator\":\"Exists\"}]}"));

        assertThat(RuntimeManifests.pod(statefulSet).getSecurityContext().getRunAsUser())
                .isEqualTo(20_000L);
        assertThat(RuntimeManifests.pod(statefulSet).getTolerations()).hasSize(5);
        assertThat(statefulSet.getMetadata().getLabels())
                .containsEntry("team", "crm")
                .containsEntry("stage", "test");
        assertThat(RuntimeManifests.container(statefulSet)
                        .getResources()
                        .getLimits()
                        .keySet())
                .containsExactlyInAnyOrder("cpu", "memory");
    }

    @Test
    void stillHoldsWhatIsListedToTheLevel() {
        assertThatThrownBy(() -> customized(
                        Map.of("overrides", "containerSecurityContext.capabilities.add"),
                        Functions.withOptions(
                                "{\"containerSecurityContext\":{\"capabilities\":{\"add\":[\"SYS_TIME\"]}}}")))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("would not pass Pod Security restricted")
                .hasMessageContaining("capabilities_restricted");
        assertThatThrownBy(() -> customized(
                        Map.of("overrides", "extraAnnotations"),
                        Functions.withOptions("{\"extraAnnotations\":{"
                                + "\"container.apparmor.security.beta.kubernetes.io/other\":\"unconfined-by-me\"}}")))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("appArmorProfile");
    }

    @Test
    void refusesWhatIsListedWhenItContradictsTheRest() {
        assertThatThrownBy(() -> customized(
                        Map.of("overrides", "podSecurityContext.runAsUser"),
                        Functions.withOptions("{\"podSecurityContext\":{\"runAsUser\":0}}")))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("the kubelet does not start root");
    }

    @Test
    void neverLetsAListedLabelReachTheSelector() {
        assertThatThrownBy(() -> customized(
                        Map.of("overrides", "extraLabels"),
                        Functions.withOptions("{\"extraLabels\":{\"tenant\":\"other\"}}")))
                .hasMessageContaining("the label \"tenant\" selects the function's pods");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"podSecurityContext\":{\"runAsNonRoot\":true}}",
                "{\"jobName\":\"x\"}",
                "{\"writablePaths\":[]}",
                "{\"hostUsers\":false}"
            })
    void deniesEverySettingWhenToldTo(String options) {
        assertThatThrownBy(() -> customized(Map.of("overrides", "deny"), Functions.withOptions(options)))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("the administrator's overrides are deny");
        assertThat(customized(Map.of("overrides", "deny"), Functions.withOptions("{}")))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mode\":\"audit\"}",
                "{\"enforcedTenants\":[\"a\"]}",
                "{\"podSecurityLevel\":\"privileged\"}",
                "{\"overrides\":\"tighten\"}",
                "{\"allowedSecrets\":[\"*/*/*=*\"]}",
                "{\"secretEnvironment\":[\"*/*/*:A=b/c\"]}"
            })
    void keepsTheAdministratorsOwnSettingsFromSubmitters(String options) {
        for (Map<String, Object> config : List.<Map<String, Object>>of(DEFAULTS, Map.of("overrides", "deny"))) {
            assertThatThrownBy(() -> customized(config, Functions.withOptions(options)))
                    .isInstanceOf(FunctionRefusedException.class)
                    .hasMessageContaining("it is the administrator's own");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "\"{}\"",
                "{}{}",
                "{} x",
                "{hostUsers:false}",
                "{'hostUsers':false}",
                "{\"hostUsers\":false,}",
                "{\"hostUsers\":false,\"hostUsers\":false}",
                "{\"podSecurityContext\":{\"runAsUser\":10000,\"\\u0072unAsUser\":0}}",
                "{\"podSecurityContext\":null}",
                "{\"podSecurityContext\":{}}",
                "{\"hostUsers\":null}",
                "{\"hostUsers\":\"\"}",
                "{\"HostUsers\":false}",
                "{\"extractLabels\":{\"a\":\"b\"}}",
                "{\"clusterName\":\"x\"}",
                "{\"podSecurityContext.runAsUser\":10000}",
                "{\"podSecurityContext\":{\"runAsUser\":1.5}}",
                "// {}",
                "\uFEFF{}"
            })
    void refusesOptionsThatItCannotReadOrDoesNotKnow(String options) {
        assertThatThrownBy(() -> customized(DEFAULTS, Functions.withOptions(options)))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("customRuntimeOptions");
    }

    @Test
    void refusesOptionsWithoutEnd() {
        assertThatThrownBy(() ->
                        customized(DEFAULTS, Functions.withOptions("{\"jobName\":\"" + "x".repeat(70_000) + "\"}")))
                .hasMessageContaining("customRuntimeOptions: longer than 65536 characters")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void refusesRuntimeFlagsBecauseAShellReadsThem() {
        FunctionDetails flags = Functions.withFlags("-Dx=y; curl evil");

        assertThatThrownBy(() -> customized(DEFAULTS, flags))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("runtimeFlags: value \"-Dx=y; curl evil\"")
                .hasMessageContaining("list runtimeFlags in overrides");
        assertThatThrownBy(() -> customized(Map.of("overrides", "deny"), flags))
                .isInstanceOf(FunctionRefusedException.class);
        assertThat(customized(Map.of("overrides", List.of("runtimeFlags")), flags))
                .isNotNull();
        assertThat(customized(DEFAULTS, Functions.withFlags(" "))).isNotNull();
    }

    @Test
    void refusesToReadTheSecretOfAnotherPipeline() {
        FunctionDetails thief = Functions.withSecrets("{\"PASSWORD\":{\"path\":\"invoices-db\",\"key\":\"password\"}}");
        FunctionCustomization customization =
                FunctionCustomization.of(Map.of("allowedSecrets", "public/default/orders=orders-db"));
        V1StatefulSet statefulSet = RuntimeManifests.statefulSetWithSecret("PASSWORD", "invoices-db", "password");

        assertThatThrownBy(() -> customization.statefulSet(thief, statefulSet))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("Secret \"invoices-db\" key \"password\" is not allowed");
        // Even where the function's secrets do not show it.
        assertThatThrownBy(() -> customization.statefulSet(Functions.orders(), statefulSet))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContaining("spec.containers[0].env[1].valueFrom.secretKeyRef: Secret \"invoices-db\"");
    }

    @Test
    void letsAFunctionReadTheSecretThatIsAllowedToIt() {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSetWithSecret("PASSWORD", "orders-db", "password");

        FunctionCustomization.of(Map.of("allowedSecrets", "public/default/orders=orders-db/password"))
                .statefulSet(
                        Functions.withSecrets("{\"PASSWORD\":{\"path\":\"orders-db\",\"key\":\"password\"}}"),
                        statefulSet);

        assertThat(RuntimeManifests.container(statefulSet).getEnv()).hasSize(2);
    }

    @Test
    void wantsARuleForThePullSecretsOfSubmittersToo() {
        FunctionDetails pull = Functions.withOptions("{\"imagePullSecrets\":[\"registry\"]}");

        assertThatThrownBy(() -> customized(Map.of("overrides", "imagePullSecrets"), pull))
                .hasMessageContaining("customRuntimeOptions.imagePullSecrets: Secret \"registry\" is not allowed");
        assertThat(RuntimeManifests.pod(customized(
                                Map.of("overrides", "imagePullSecrets", "allowedSecrets", "public/*/*=registry"), pull))
                        .getImagePullSecrets())
                .hasSize(1);
    }

    @Test
    void saysEverythingThatIsRefusedAtOnceInOneLine() {
        FunctionDetails function =
                Functions.withOptions("{\"jobName\":\"x\",\"hostUsers\":true,\"nonsense\\n\":1}").toBuilder()
                        .setName("orders\nWARN forged")
                        .setRuntimeFlags("-Dx")
                        .setSecretsMap("{\"A\":{\"path\":\"a\",\"key\":\"b\"}}")
                        .build();

        assertThatThrownBy(() -> customized(Map.of("hostUsers", "false"), function))
                .isInstanceOf(FunctionRefusedException.class)
                .hasMessageContainingAll("jobName", "hostUsers", "nonsense\\u000a", "runtimeFlags", "Secret \"a\"")
                .hasMessageContaining("refuses public/default/orders\\u000aWARN forged: ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private static V1StatefulSet customized(Map<String, Object> config, FunctionDetails function) {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        try {
            FunctionCustomization.of(config).statefulSet(function, statefulSet);
        } catch (FunctionRefusedException e) {
            assertThat(statefulSet).isEqualTo(RuntimeManifests.statefulSet());
            throw e;
        }
        return statefulSet;
    }
}
