package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.pipeline.PulsarAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told before any cluster is asked. */
class DeployTest {
    private static final String PULSAR = "pulsar: { serviceUrl: 'pulsar://a:6650', adminUrl: 'http://a:8080' }\n";
    private static final String SECRET = "{ secret: db, key: password }";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aFileWithoutPulsarIsRefusedWithWhatToGive() throws IOException {
        assertThat(run("deploy", file("", SECRET, ""))).isEqualTo(1);
        assertThat(err.toString()).contains("names no Pulsar; give pulsar.serviceUrl and pulsar.adminUrl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{ env: PGPASSWORD } | {env: PGPASSWORD}", "{ file: /a/b } | {file: /a/b}"})
    void aPasswordThatAPodDoesNotHaveIsRefused(String password, String shown) throws IOException {
        assertThat(run("deploy", file(PULSAR, password, ""), "--dry-run")).isEqualTo(1);
        assertThat(err.toString())
                .contains("source.postgres.password is " + shown + ", which a pod does not have; make a Secret");
    }

    @Test
    void theConnectorThatPulsarShipsIsRefused() throws IOException {
        assertThat(run("deploy", file(PULSAR, SECRET, "connector: builtin"))).isEqualTo(1);
        assertThat(err.toString()).contains("connector: builtin", "pulsar-cdc render");
    }

    @Test
    void withoutATerminalUndeployHasToBeToldWhatBecomesOfTheSlot() throws IOException {
        assertThat(run("undeploy", file(PULSAR, SECRET, ""))).isEqualTo(2);
        assertThat(err.toString()).contains("There is no terminal to ask on: say --drop-slot or --keep-slot.");
        assertThat(run("undeploy", file(PULSAR, SECRET, ""), "--drop-slot", "--keep-slot"))
                .isEqualTo(2);
    }

    @Test
    void aTimeoutOfNothingIsWrongUsage() throws IOException {
        assertThat(run("deploy", file(PULSAR, SECRET, ""), "--timeout", "0")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "pulsar://pulsar-proxy.pulsar.svc.cluster.local:6650, pulsar",
        "pulsar://proxy.my-pulsar.svc:6650/, my-pulsar",
        "pulsar+ssl://proxy.a.svc.cluster.local:6651, a",
        "pulsar://broker.example.com:6650, ''",
        "pulsar://localhost:6650, ''"
    })
    void theNamespaceOfAServiceIsInItsName(String url, String namespace) {
        assertThat(ClusterPulsar.namespace(new PulsarAddress(url, "http://a", Optional.empty()))
                        .orElse(""))
                .isEqualTo(namespace);
    }

    private String file(String pulsar, String password, String source) throws IOException {
        return Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: shop
                %ssource:
                  postgres: { hostname: h, database: d, user: u, password: %s }
                  tables: [ public.orders ]
                  %s
                """.formatted(pulsar, password, source))
                .toString();
    }

    private int run(String... arguments) {
        return PulsarCdc.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
