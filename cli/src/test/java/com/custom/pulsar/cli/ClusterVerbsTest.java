package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verbs on a pipeline in a cluster: what is told before any cluster is asked. */
class ClusterVerbsTest {
    private static final String PULSAR = "{ serviceUrl: 'pulsar://a:6650', adminUrl: 'http://a:8080' }";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "tail",
                "logs",
                "snapshot public.orders",
                "offsets show",
                "offsets export",
                "offsets reset --yes"
            })
    void aClusterNeedsAFileAndANamespaceNeedsACluster(String verb) {
        assertThat(run(verb, "--context", "kind-dev")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--context is about a pipeline in a cluster: name its file with --pipeline.");
        err.getBuffer().setLength(0);

        assertThat(run(verb, "--namespace", "shop")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--namespace and --broker-namespace are about a cluster: name it with --context.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void theServersOfAClusterAreNotThePipelines() throws IOException {
        assertThat(run("logs pulsar", "--context", "kind-dev", "--pipeline", file("pulsar: " + PULSAR)))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("In a cluster pulsar is not the pipeline's: see kubectl logs.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "tail", "logs", "offsets show", "snapshot public.orders"})
    void aFileWithoutPulsarIsRefusedWithWhatToGive(String verb) throws IOException {
        assertThat(run(verb, "--context", "kind-dev", "--pipeline", file(""))).isEqualTo(1);
        assertThat(err.toString()).contains("names no Pulsar; give pulsar.serviceUrl and pulsar.adminUrl");
    }

    @Test
    void aLineOfALogThatNeverEndsComesInPieces() throws IOException {
        String longest = "x".repeat(1024 * 1024);
        LogLines lines = new LogLines(
                new ByteArrayInputStream(("one\r\n\n" + longest + "yz\nthe é").getBytes(StandardCharsets.UTF_8)));

        assertThat(lines.next()).isEqualTo("one");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).isEqualTo(longest);
        assertThat(lines.next()).isEqualTo("yz");
        assertThat(lines.next()).isEqualTo("the é");
        assertThat(lines.next()).isNull();
    }

    private String file(String pulsar) throws IOException {
        return Files.writeString(
                        folder.resolve("pipeline.yaml"),
                        """
                apiVersion: pulsar-cdc/v1
                name: shop
                %s
                source:
                %s
                  tables: [ public.orders ]
                """.formatted(
                                        pulsar,
                                        pulsar.isEmpty()
                                                ? ""
                                                : "  postgres: { hostname: h, database: d, user: u, password: { secret: s, key: k } }"))
                .toString();
    }

    private int run(String verb, String... options) {
        return PulsarCdc.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Arrays.stream(verb.split(" ", -1)), Arrays.stream(options))
                        .toArray(String[]::new));
    }
}
