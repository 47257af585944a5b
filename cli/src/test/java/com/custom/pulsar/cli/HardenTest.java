package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HardenTest {
    private static final String POD = """
            ---
            # Source: a.yaml
            apiVersion: v1
            kind: Pod
            metadata: {name: a, namespace: shop}
            spec:
              containers:
              - name: a
                image: a   # the image
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aPodComesOutHardenedAndTheReportGoesToStandardError() {
        assertThat(harden(POD)).isZero();

        assertThat(out.toString()).isEqualTo("""
                ---
                # Source: a.yaml
                apiVersion: v1
                kind: Pod
                metadata: {name: a, namespace: shop}
                spec:
                  securityContext:
                    runAsNonRoot: true
                    seccompProfile:
                      type: RuntimeDefault
                  containers:
                  - name: a
                    securityContext:
                      runAsNonRoot: true
                      capabilities:
                        drop:
                        - ALL
                      allowPrivilegeEscalation: false
                      seccompProfile:
                        type: RuntimeDefault
                    image: a   # the image
                """);
        assertThat(err.toString())
                .startsWith("Pod shop/a (line 1): passes restricted, ")
                .contains(
                        " values changed, profile other\n  left out: containerSecurityContext.readOnlyRootFilesystem. ")
                .endsWith("Every pod passes restricted of every version.\n");
    }

    @Test
    void aPodThatStillFailsIsNamedAndTheExitCodeIsOne() throws IOException {
        assertThat(harden(POD + "  hostPID: true\n", "--output", "json")).isEqualTo(1);

        JsonNode report = new ObjectMapper().readTree(err.toString());
        assertThat(report.path("passed").asBoolean()).isFalse();
        assertThat(report.at("/workloads/0/kind").asText()).isEqualTo("Pod");
        assertThat(report.at("/workloads/0/namespace").asText()).isEqualTo("shop");
        assertThat(report.at("/workloads/0/violations").toString())
                .isEqualTo("[{\"control\":\"hostNamespaces\",\"path\":\"spec.hostPID\",\"found\":true}]");
        assertThat(out.toString()).contains("hostPID: true");
    }

    @Test
    void theStandardProfileMakesTheRootReadOnly() {
        assertThat(harden(POD, "--profile", "standard")).isZero();
        assertThat(out.toString()).contains("readOnlyRootFilesystem: true", "mountPath: /tmp");
    }

    @Test
    void whatIsNoYamlIsToldWithLineAndColumnAndWritesNothing() {
        assertThat(harden(POD + "a: [\n")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("pulsar-cdc: standard input:").contains(": this is no YAML: ");
    }

    @Test
    void anUnknownProfileIsWrongUsage() {
        assertThat(harden(POD, "--profile", "none")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void nothingBecomesNothing() {
        assertThat(harden("")).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEqualTo("No pods.\n");
    }

    private int harden(String input, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "harden";
        System.arraycopy(options, 0, arguments, 1, options.length);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return PulsarCdc.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute(arguments);
        } finally {
            System.setIn(before);
        }
    }
}
