package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong with a pipeline file or a command line is told before anything is started, also before there is a data directory. */
final class BadInputIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Path folder;
    private Path file;

    @BeforeEach
    void makesAFolder() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "input");
        file = folder.resolve("pipeline.yaml");
    }

    @AfterEach
    void hasStartedNothing() {
        assertThat(Processes.below(folder.toString())).isEmpty();
        assertThat(folder.resolve(".pulsar-cdc")).doesNotExist();
    }

    @Test
    void allMistakesOfAFileAreToldAtOnceEachWithItsPlace() throws Exception {
        Files.writeString(file, """
                apiVersion: pulsar-cdc/v1
                name: Web Shop
                topics: { prefix: db.1, retension: 7d }
                source:
                  tables: [ public.orders, public.orders, orders ]
                  postgres: { hostname: h, port: 70000, database: d, user: u, password: canary-secret }
                  properties: { slot.name: x }
                """);

        Launcher.Result result = up(file);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("pulsar-cdc: " + file + ":2:7 name: \"Web Shop\" is not"),
                        line -> assertThat(line).startsWith(file + ":3:19 topics.prefix: \"db.1\" is not"),
                        line -> assertThat(line)
                                .isEqualTo(file + ":3:25 topics.retension: unknown key; did you mean retention?"),
                        line -> assertThat(line)
                                .startsWith(file + ":5:28 source.tables[1]: \"public.orders\" is there"),
                        line -> assertThat(line).startsWith(file + ":5:43 source.tables[2]: \"orders\" is not a table"),
                        line -> assertThat(line).startsWith(file + ":6:34 source.postgres.port: 70000 is not a port"),
                        line -> assertThat(line)
                                .startsWith(
                                        file + ":6:73 source.postgres.password: a secret is never written into this")
                                .doesNotContain("canary"),
                        line -> assertThat(line)
                                .startsWith(file + ":7:28 source.properties.slot.name: is set by the key"));
        assertThat(result.out()).isEmpty();
    }

    @Test
    void whatIsNoFileOrNoYamlIsNamed() throws Exception {
        assertFailed(up(file), file + ": does not exist; name a pipeline file");
        assertFailed(up(folder), folder + ": is not a file; name a pipeline file");
        Files.write(file, "name: x".getBytes(StandardCharsets.UTF_16));
        assertFailed(up(file), file + ": is UTF-16 text; save it as UTF-8");
        Files.writeString(file, "apiVersion: [\n");
        assertFailed(up(file), file + ":2:1: is not YAML: expected the node content, but found '<stream end>'");
    }

    @Test
    void aPasswordThatIsNowhereIsNamedAndTwoFilesWithOneSlotAreRefused() throws Exception {
        String text = """
                apiVersion: pulsar-cdc/v1
                name: %s
                source:
                  tables: [ public.orders ]
                  postgres: { hostname: h, database: d, user: u, slot: shared, password: { env: NO_SUCH_PASSWORD } }
                """;
        Files.writeString(file, text.formatted("shop"));
        assertFailed(
                up(file), "{env: NO_SUCH_PASSWORD} cannot be found: the variable NO_SUCH_PASSWORD is not set; set it");

        Files.writeString(folder.resolve("second.yaml"), text.formatted("crm"));
        Launcher.Result result =
                new Launcher.Command(folder).with("check", folder).run(LIMIT);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("\"shared\" is also the replication slot in " + file
                        + ", on the same PostgreSQL; choose another");
    }

    @Test
    void aWrongCommandLineIsToldWithTheUsage() {
        Launcher.Result result = up(file, "--admin-port", "70000");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("--admin-port: 70000 is no port; use a number between 1 and 65535.\nUsage: pulsar-cdc up ");
        Launcher.Result unknown = new Launcher.Command(folder).with("upp").run(LIMIT);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("'upp'", "pulsar-cdc up?");
    }

    private Launcher.Result up(Path pipeline, Object... options) {
        return new Launcher.Command(folder).with("up", pipeline).with(options).run(LIMIT);
    }

    private static void assertFailed(Launcher.Result result, String message) {
        assertThat(result.err()).isEqualTo("pulsar-cdc: " + message + "\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
    }
}
