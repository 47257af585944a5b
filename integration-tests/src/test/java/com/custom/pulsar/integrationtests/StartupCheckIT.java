package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.kubernetes.KubernetesRuntimeSettings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The very line that users put before the broker's start, in the shells that there are, followed by what the Helm chart runs. */
final class StartupCheckIT {
    private static final String SECRET = "canary-7f3a";
    private static final String AUTH_PROVIDER = "PF_functionAuthProviderClassName";
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("^ {2}(bin/gen-yml-from-env.py .*)$", Pattern.MULTILINE);

    private final Map<String, String> environment = new HashMap<>(KubernetesRuntimeSettings.inNamespace("functions")
            .withEnvironment(Map.of(
                    "PF_runtimeCustomizerClassName",
                    FunctionsCluster.CUSTOMIZER,
                    "PF_runtimeCustomizerConfig_podSecurityContext_runAsUser",
                    "10000",
                    "PF_runtimeCustomizerConfig_containerSecurityContext_capabilities_drop_0",
                    "ALL",
                    "PF_workerPort",
                    "6750",
                    "PF_superUserRoles",
                    "admin,proxy"))
            .environment());
    private static String line;
    private BrokerFolder pulsar;

    static Stream<List<String>> shells() {
        return Stream.of(List.of("sh"), List.of("busybox", "sh"), List.of("bash"))
                .filter(words -> Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, words.get(0)))));
    }

    @BeforeAll
    static void takesTheLineFromTheHelpText() throws Exception {
        Launcher.Result help = check(BrokerFolder.make(), "--help");
        assertThat(help.exitCode()).isZero();
        line = LINE.matcher(help.out())
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    @BeforeEach
    void makesAFolder() throws Exception {
        pulsar = BrokerFolder.make();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aBrokerWhosePodsWillBeHardenedStarts(List<String> shell) throws Exception {
        Launcher.Result run = run(shell);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(out -> out.startsWith("pulsar-security-customizer: pods are hardened: mode enforce")
                        && out.contains("podSecurityContext.runAsUser=10000"))
                .endsWith("started");
        assertThat(run.err()).isEmpty();
        // The chart's own run of the script changes nothing more.
        assertThat(pulsar.resolve("conf/functions_worker.yml"))
                .hasSameTextualContentAs(pulsar.resolve("conf/checked.yml"))
                .content()
                .contains("workerPort: 6750");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aBrokerWhoseVariablesCouldNotBeWrittenDoesNotStart(List<String> shell) throws Exception {
        environment.put("PF_tlsKeyStore_password", SECRET);

        Launcher.Result run = run(shell);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(checksOwn(run.err()))
                .contains("bin/gen-yml-from-env.py has ended with 1")
                .contains("PF_tlsKeyStore_password sets a key below tlsKeyStore")
                .contains("functionRuntimeFactoryClassName is "
                        + "org.apache.pulsar.functions.runtime.process.ProcessRuntimeFactory")
                .contains("runtimeCustomizerClassName is not set")
                .doesNotContain(SECRET);
    }

    /** Such as a reader takes them: YAML of the values, with the line as Helm hands it to the shell. */
    @Test
    void theValuesInTheReadmeHardenPodsAndRunTheLine() throws Exception {
        String readme =
                Files.readString(Path.of(System.getProperty("pulsar.cdc.root"), "security-customizer", "README.md"));
        JsonNode broker = YAML_BLOCK
                .matcher(readme)
                .results()
                .map(block -> block.group(1).stripIndent())
                .filter(block -> block.contains("additionalCommand"))
                .map(StartupCheckIT::yaml)
                .findFirst()
                .orElseThrow()
                .path("broker");
        environment.keySet().removeIf(name -> name.startsWith("PF_runtimeCustomizer"));
        broker.path("configData")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        environment.put("authenticationEnabled", "true");

        assertThat(broker.path("additionalCommand").asText()).isEqualTo(line);
        Launcher.Result run = run(List.of("sh"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("pods are hardened: ")
                .doesNotContain("advice")
                .endsWith("started\n");
    }

    @Test
    void aScriptThatEndsWellWithoutWritingIsNoticed() throws Exception {
        pulsar.script("exit 0");

        Launcher.Result run = run(List.of("sh"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("PF_ variables are not in the file: ").doesNotContain("has ended with");
    }

    @Test
    void anImageWithoutTheScriptIsNoticed() throws Exception {
        Files.delete(pulsar.resolve("bin/gen-yml-from-env.py"));

        Launcher.Result run = run(List.of("sh"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("has ended with 127");
    }

    @Test
    void aBrokerWithoutTheJarDoesNotStart() throws Exception {
        Files.delete(pulsar.resolve("lib/pulsar-security-customizer-1.0.0.jar"));

        Launcher.Result run = run(List.of("sh"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("com.custom.pulsar.StartupCheck");
    }

    @Test
    void aBrokerWithSettingsThatAreRefusedDoesNotStart() throws Exception {
        environment.put("PF_runtimeCustomizerConfig_podSecurityContext_runAsUsr", "10000");
        environment.put("PF_runtimeCustomizerConfig_containerSecurityContext_readOnlyRootFilesystem", "perhaps");

        Launcher.Result run = run(List.of("sh"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("did you mean").contains("runAsUsr").contains("readOnlyRootFilesystem");
    }

    @Test
    void aBrokerThatAuthenticatesNeedsTheAuthProvider() throws Exception {
        environment.put("authenticationEnabled", "true");
        environment.put("brokerClientAuthenticationParameters", "token:" + SECRET);

        Launcher.Result without = run(List.of("sh"));
        environment.put(AUTH_PROVIDER, "com.custom.pulsar.SecurityEnabledKubernetesSecretsTokenAuthProvider");
        Launcher.Result with = run(List.of("sh"));

        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.out()).isEmpty();
        assertThat(without.err()).contains("set " + AUTH_PROVIDER).doesNotContain(SECRET);
        assertThat(with.exitCode()).as(with.err()).isZero();
        assertThat(with.out()).endsWith("started\n").doesNotContain(SECRET);
    }

    @Test
    void inAuditModeTheBrokerStartsAndIsToldThatNothingIsHardened() throws Exception {
        environment.put("PF_runtimeCustomizerConfig_mode", "audit");

        Launcher.Result run = run(List.of("sh"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("pods are NOT hardened: mode audit").endsWith("started\n");
    }

    @Test
    void wrongUsageEndsWithTwo() throws Exception {
        Launcher.Result run = check(pulsar, "--quiet", "conf/functions_worker.yml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("unknown option --quiet").contains("Usage:");
    }

    @Test
    void aFileThatIsNotThereEndsWithOne() throws Exception {
        Launcher.Result run = check(pulsar, "conf/absent.yml");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("does not exist");
    }

    /** As the chart's template puts it: the additional command first, then its own lines, each ended by a semicolon. */
    private Launcher.Result run(List<String> shell) throws IOException, InterruptedException {
        String script = String.join(
                "\n",
                line,
                "cp conf/functions_worker.yml conf/checked.yml;",
                "bin/gen-yml-from-env.py conf/functions_worker.yml;",
                "echo started;");
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        return pulsar.run(
                variables,
                Stream.concat(shell.stream(), Stream.of("-c", script)).toList());
    }

    private static Launcher.Result check(BrokerFolder folder, String... arguments)
            throws IOException, InterruptedException {
        return folder.run(
                Map.of(),
                Stream.concat(
                                Stream.of(
                                        "java",
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        "lib/*",
                                        "com.custom.pulsar.StartupCheck"),
                                Stream.of(arguments))
                        .toList());
    }

    private static JsonNode yaml(String text) {
        try {
            return new YAMLMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what the script itself has written. */
    private static String checksOwn(String err) {
        return err.substring(err.indexOf("pulsar-security-customizer: "));
    }
}
