package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesRenderTest {
    private static final String IMAGE = "registry.example.com/pulsar-cdc@sha256:" + "1".repeat(64);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whatItWritesPassesVerifyAndIsTheSameEachTime() throws IOException {
        assertThat(render("--namespace", "pulsar-functions", "--image", IMAGE)).isZero();
        Map<String, String> first = files();
        assertThat(render("--namespace", "pulsar-functions", "--image", IMAGE)).isZero();

        assertThat(files()).isEqualTo(first).hasSize(9);
        assertThat(err.toString()).isEmpty();
        assertThat(run("verify", "-f", target().toString())).as(out.toString()).isZero();
        assertThat(out.toString()).contains("Passed: 1 workloads, 0 violations");
    }

    @Test
    void itSaysWhatIsToBeThereBefore() throws IOException {
        assertThat(render("--namespace", "pulsar-functions", "--image", "pulsar-cdc:1.0.0"))
                .isZero();

        assertThat(out.toString())
                .contains(
                        "wrote   " + target().resolve("job.yaml"),
                        "  kubectl apply -n pulsar-functions -f deploy/manifests/deploy-rbac.yaml",
                        "  kubectl apply -n pulsar -f deploy/manifests/verify-role.yaml",
                        "Secrets that are to be in the namespace pulsar-functions: db with the key password,"
                                + " pulsar-token with the key token",
                        "  kubectl apply -k " + target());
        assertThat(err.toString())
                .contains("Warning: the image pulsar-cdc:1.0.0 is named by a tag, which can be moved to another");
    }

    @Test
    void anObjectThatThePipelineHasNoMoreLeavesTheFolder() throws IOException {
        assertThat(render("--namespace", "pulsar", "--image", IMAGE)).isZero();
        assertThat(target().resolve("networkpolicy.yaml")).exists();

        Files.writeString(file(), Files.readString(file()).replaceFirst("(?m)^ *networks:.*\\R", ""));
        assertThat(run(
                        "render",
                        file().toString(),
                        "--kubernetes",
                        target().toString(),
                        "-n",
                        "pulsar",
                        "--image",
                        IMAGE))
                .isZero();

        assertThat(out.toString()).contains("removed " + target().resolve("networkpolicy.yaml"));
        assertThat(target().resolve("networkpolicy.yaml")).doesNotExist();
        assertThat(files().get("kustomization.yaml")).doesNotContain("\"networkpolicy.yaml\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--image a:1 | 2 | Missing required argument(s): --namespace=NS",
                "-n pulsar --output-dir . | 2 | leave --output-dir out",
                "-n Pulsar --image a:1 | 1 | --namespace: Pulsar is no name of a namespace",
                "-n pulsar --broker-namespace a.b --image a:1 | 1 | --broker-namespace: a.b is no name",
                "-n pulsar --image a:b:c | 1 | no image has the name a:b:c"
            })
    void wrongUsageIsToldAndNothingIsWritten(String options, int code, String message) throws IOException {
        assertThat(render(options.split(" "))).isEqualTo(code);
        assertThat(err.toString()).contains(message);
        assertThat(target()).doesNotExist();
    }

    @Test
    void optionsOfTheJobWithoutAFolderAreWrongUsage() throws IOException {
        write();

        assertThat(run("render", file().toString(), "--image", "a:1")).isEqualTo(2);
        assertThat(err.toString()).contains("--kubernetes=DIR");
    }

    @Test
    void aPipelineThatCannotRunInPodsIsRefused() throws IOException {
        write();
        Files.writeString(file(), Files.readString(file()).replace("{ secret: db, key: password }", "{ env: A }"));

        assertThat(run("render", file().toString(), "--kubernetes", target().toString(), "-n", "pulsar"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("source.postgres.password is {env: A}, which a pod does not have");
        assertThat(target()).doesNotExist();
    }

    private Path file() {
        return folder.resolve("pipeline.yaml");
    }

    private Path target() {
        return folder.resolve("cluster/shop");
    }

    private void write() throws IOException {
        Files.writeString(file(), """
                apiVersion: pulsar-cdc/v1
                name: shop
                pulsar:
                  serviceUrl: pulsar://pulsar-proxy.pulsar.svc.cluster.local:6650
                  adminUrl: http://pulsar-proxy.pulsar.svc.cluster.local:80
                  auth: { token: { secret: pulsar-token, key: token } }
                source:
                  postgres:
                    hostname: h
                    database: d
                    user: u
                    password: { secret: db, key: password }
                    networks: [ 10.0.0.0/8 ]
                  tables: [ public.orders ]
                """);
    }

    private int render(String... options) throws IOException {
        write();
        return run(Stream.concat(
                        Stream.of("render", file().toString(), "--kubernetes", target().toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private int run(String... arguments) {
        return PulsarCdc.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(target())) {
            files.forEach(file -> {
                try {
                    contents.put(file.getFileName().toString(), Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return contents;
    }
}
