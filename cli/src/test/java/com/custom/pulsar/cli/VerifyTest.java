package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class VerifyTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: { name: orders, namespace: pulsar }
            spec:
              automountServiceAccountToken: false
              securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
              containers:
                - name: a
                  image: a:1
                  resources: { limits: { cpu: 1, memory: 1Gi } }
                  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ ALL ] } }
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aHardenedPodPasses() throws IOException {
        assertThat(verify(POD)).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        folder.resolve("a.yaml") + ": Pod pulsar/orders: passed",
                        "Passed: 1 workloads, 0 violations, 0 warnings");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aViolationFailsAndIsTableAndFix() throws IOException {
        assertThat(verify(POD.replace("runAsNonRoot: true", "runAsNonRoot: false")))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "Pod pulsar/orders: failed",
                        "  violation  runAsNonRoot  spec.securityContext.runAsNonRoot  false  allowed: true",
                        "Failed: 1 workloads, 1 violations, 0 warnings");
    }

    @Test
    void jsonHasTheShapeThatIsDocumented() throws IOException {
        String text = POD.replace("runAsNonRoot: true, ", "").replace("image: a:1", "image: a");

        assertThat(verify(text, "--output", "json")).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(out.toString())).isEqualTo(new ObjectMapper().readTree("""
                {"workloads":[{"file":"FILE","kind":"Pod","namespace":"pulsar","name":"orders",
                  "violations":[{"control":"runAsNonRoot","path":"spec.containers[0].securityContext.runAsNonRoot","found":null}],
                  "warnings":["imagePinned: spec.containers[0].image is \\"a\\"; name a digest (NAME@sha256:…) or a tag other than latest"]}],
                 "passed":false}
                """.replace(
                                "FILE", folder.resolve("a.yaml").toString())));
        assertThat(out.toString().lines()).hasSize(1);
    }

    @Test
    void aSecretFailsAndIsNotShown() throws IOException {
        String text = POD.replace("image: a:1", "image: a:1\n      args: [ --password, hunter2 ]");

        assertThat(verify(text)).isEqualTo(1);
        assertThat(out.toString())
                .contains("secretsInClear", "spec.containers[0].args[1]")
                .doesNotContain("hunter2");
        assertThat(verify(text, "--warn", "secretsInClear")).isZero();
        assertThat(verify(text, "--output", "json")).isEqualTo(1);
        assertThat(out.toString()).doesNotContain("hunter2");
    }

    @Test
    void whatWarnsFailsWhereItIsRequired() throws IOException {
        String text = POD.replace("readOnlyRootFilesystem: true, ", "");

        assertThat(verify(text)).isZero();
        assertThat(verify(text, "--require", "readOnlyRootFilesystem")).isEqualTo(1);
        assertThat(verify(text, "--require", "all")).isEqualTo(1);
        assertThat(verify(text, "--require", "imagePinned,resourceLimits")).isZero();
    }

    @Test
    void levelAndVersionAreTheOnesAskedFor() throws IOException {
        String text = POD.replace("capabilities: { drop: [ ALL ] }", "capabilities: {}");

        assertThat(verify(text)).isEqualTo(1);
        assertThat(verify(text, "--level", "baseline")).isZero();
        assertThat(verify(text, "--level", "restricted", "--version", "v1.21")).isZero();
        assertThat(verify(text, "--version", "latest")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--level=privileged, --level: privileged allows everything: use baseline or restricted.",
        "--level=strict, --level: Pod Security level 'strict' is not one of",
        "--version=v1.99, --version: Pod Security version",
        "--version=1, --version: Pod Security version '1' is not 'latest'",
        "--require=rootless, --require: \"rootless\" is not one of readOnlyRootFilesystem",
        "--context=kind, '-f is about files, --context and namespaces are about a cluster: use one.'"
    })
    void wrongUsageIsTold(String option, String message) throws IOException {
        assertThat(verify(POD, option)).isEqualTo(2);
        assertThat(err.toString()).startsWith(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNoVerdict() throws IOException {
        assertThat(verify("kind: [")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("pulsar-cdc: " + folder.resolve("a.yaml") + ":")
                .contains(":1:");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void hostileTextCommandsNoTerminal() throws IOException {
        assertThat(verify(POD.replace("image: a:1", "image: \"a\\e[2J\""))).isZero();
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    private int verify(String manifest, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), manifest);
        String[] arguments = new String[options.length + 3];
        arguments[0] = "verify";
        arguments[1] = "-f";
        arguments[2] = file.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return PulsarCdc.commandLine()
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
