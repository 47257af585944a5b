package com.custom.pulsar.securitycustomizer.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkerCheckTest {
    private static final String POLICY = "mode enforce";
    private static final String KUBERNETES = "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory";
    private static final String PROCESS = "org.apache.pulsar.functions.runtime.process.ProcessRuntimeFactory";

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> file = new LinkedHashMap<>(Map.of(
            "functionRuntimeFactoryClassName",
            KUBERNETES,
            "runtimeCustomizerClassName",
            WorkerCheck.CUSTOMIZER,
            "secretsProviderConfiguratorClassName",
            "org.apache.pulsar.functions.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator",
            "runtimeCustomizerConfig",
            Map.of("mode", "enforce")));
    private boolean brokerAuthenticates;
    private int scriptExitCode;
    private Function<Map<String, Object>, String> customizer = settings -> "mode " + settings.get("mode");

    @Test
    void aConfigurationThatHardensEveryPodPassesWithItsPolicy() {
        assertThat(verdict()).isEqualTo(new StartupVerdict.Hardened(POLICY, List.of()));
    }

    @Test
    void clearTextSecretsAreAdvisedAgainst() {
        file.remove("secretsProviderConfiguratorClassName");

        assertThat(verdict())
                .asInstanceOf(type(StartupVerdict.Hardened.class))
                .satisfies(hardened -> assertThat(hardened.advice())
                        .singleElement()
                        .asString()
                        .contains("PF_secretsProviderConfiguratorClassName"));
    }

    @Test
    void functionsAsChildrenOfTheBrokerAreRefused() {
        file.put("functionRuntimeFactoryClassName", PROCESS);

        assertProblems().singleElement().satisfies(problem -> {
            assertThat(problem.found()).contains("functionRuntimeFactoryClassName is " + PROCESS);
            assertThat(problem.fix()).contains("PF_functionRuntimeFactoryClassName", KUBERNETES);
        });
    }

    @Test
    void theSectionOfBeforeMakesPodsToo() {
        file.remove("functionRuntimeFactoryClassName");
        file.put("kubernetesContainerFactory", Map.of("jobNamespace", "functions"));

        assertThat(verdict()).isInstanceOf(StartupVerdict.Hardened.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threadContainerFactory", "processContainerFactory"})
    void anotherSectionOfBeforeWins(String section) {
        file.remove("functionRuntimeFactoryClassName");
        file.put("kubernetesContainerFactory", Map.of());
        file.put(section, Map.of());

        assertProblems()
                .singleElement()
                .extracting(StartupProblem::found)
                .asString()
                .contains(section);
    }

    @Test
    void noRuntimeAtAllIsRefused() {
        file.remove("functionRuntimeFactoryClassName");

        assertProblems()
                .singleElement()
                .extracting(StartupProblem::found)
                .isEqualTo("functionRuntimeFactoryClassName is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "org.apache.pulsar.functions.runtime.kubernetes.BasicKubernetesManifestCustomizer"})
    void anotherCustomizerOrNoneIsRefused(String name) {
        file.put("runtimeCustomizerClassName", name);

        assertProblems()
                .singleElement()
                .extracting(StartupProblem::fix)
                .isEqualTo("set PF_runtimeCustomizerClassName to " + WorkerCheck.CUSTOMIZER);
    }

    @Test
    void settingsThatTheCustomizerRefusesAreRefused() {
        customizer = settings -> {
            throw new IllegalArgumentException("podSecurityContext.runAsUsr: did you mean runAsUser?");
        };

        assertProblems()
                .singleElement()
                .extracting(StartupProblem::found)
                .isEqualTo("runtimeCustomizerConfig is refused: podSecurityContext.runAsUsr: did you mean runAsUser?");
    }

    @Test
    void aCustomizerThatCannotBeLoadedIsRefused() {
        customizer = settings -> {
            throw new NoClassDefFoundError(
                    "org/apache/pulsar/functions/runtime/kubernetes/KubernetesManifestCustomizer");
        };

        assertProblems()
                .singleElement()
                .extracting(StartupProblem::found)
                .asString()
                .contains("cannot be loaded");
    }

    @Test
    void authenticationOfTheBrokerNeedsTheAuthProvider() {
        brokerAuthenticates = true;

        assertProblems()
                .singleElement()
                .extracting(StartupProblem::fix)
                .isEqualTo("set PF_functionAuthProviderClassName to " + WorkerCheck.AUTH_PROVIDER);
    }

    @Test
    void authenticationOfAWorkerOfItsOwnNeedsTheAuthProvider() {
        file.put("authenticationEnabled", "true");
        file.put(
                "functionAuthProviderClassName", "org.apache.pulsar.functions.auth.KubernetesSecretsTokenAuthProvider");

        assertProblems()
                .singleElement()
                .extracting(StartupProblem::found)
                .asString()
                .contains("authentication is on");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                WorkerCheck.AUTH_PROVIDER,
                "org.apache.pulsar.functions.auth.KubernetesServiceAccountTokenAuthProvider"
            })
    void anAuthProviderThatLeavesVolumesAlonePasses(String provider) {
        brokerAuthenticates = true;
        file.put("functionAuthProviderClassName", provider);

        assertThat(verdict()).isInstanceOf(StartupVerdict.Hardened.class);
    }

    @Test
    void variablesThatAreNotInTheFileAreRefusedByNameOnly() {
        environment.put("PF_brokerClientAuthenticationParameters", "token:canary-7f3a");

        assertProblems()
                .containsExactly(new StartupProblem(
                        "1 of 1 PF_ variables are not in the file: PF_brokerClientAuthenticationParameters",
                        "see what bin/gen-yml-from-env.py has written above, and whether it ran before this check"));
    }

    @Test
    void aScriptThatDiedIsRefusedEvenIfNothingIsMissing() {
        scriptExitCode = 1;

        assertProblems().extracting(StartupProblem::found).containsExactly("bin/gen-yml-from-env.py has ended with 1");
    }

    @Test
    void whatStoppedTheScriptIsNamed() {
        scriptExitCode = 1;
        environment.put("PF_tlsKeyStore_path", "/a");
        environment.put("PF_workerId", "broker-0");
        file.put("tlsKeyStore", null);

        assertProblems()
                .extracting(StartupProblem::found)
                .containsExactly(
                        "2 of 2 PF_ variables are not in the file: PF_tlsKeyStore_path, PF_workerId",
                        "bin/gen-yml-from-env.py has ended with 1",
                        "PF_tlsKeyStore_path sets a key below tlsKeyStore, which is not a section");
    }

    @Test
    void ofManyMissingVariablesSomeAreNamed() {
        environment.putAll(IntStream.range(10, 30).boxed().collect(Collectors.toMap(i -> "PF_a" + i, i -> "x")));

        assertProblems()
                .singleElement()
                .extracting(StartupProblem::found)
                .asString()
                .contains("20 of 20")
                .endsWith("PF_a19 and 10 more");
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        file.clear();
        brokerAuthenticates = true;
        scriptExitCode = 1;

        assertProblems().hasSize(4);
    }

    private StartupVerdict verdict() {
        return new WorkerCheck(environment, new WorkerFile(file), brokerAuthenticates, scriptExitCode, customizer)
                .verdict();
    }

    private ListAssert<StartupProblem> assertProblems() {
        assertThat(verdict()).isInstanceOf(StartupVerdict.Refused.class);
        return assertThat(((StartupVerdict.Refused) verdict()).problems());
    }
}
