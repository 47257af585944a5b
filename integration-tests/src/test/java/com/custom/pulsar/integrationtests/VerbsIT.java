package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Launcher;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What tells about a pipeline, asked of one local run as a user asks. */
final class VerbsIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String RAW = "persistent://public/default/dbserver1.public.notes";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path folder;
    private static DetachedRun run;

    @BeforeAll
    static void startsAPipeline() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "verbs");
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: verbs
                source: { tables: [ public.notes, public.log ] }
                """);
        Files.writeString(folder.resolve("database.sql"), """
                CREATE TABLE notes (id int PRIMARY KEY, body text NOT NULL);
                CREATE TABLE log (line text NOT NULL);
                INSERT INTO notes VALUES (1, 'first');
                """);
        run = new DetachedRun(folder, Map.of());
        run.messages(RAW, 1, SOON);
    }

    @AfterAll
    static void stopsIt() {
        run.down();
    }

    @Test
    void doctorTellsOfTheLocalRunWhatIsWellAndWhatIsNotWithTheFix() throws Exception {
        Launcher.Result text = verb("doctor");

        assertThat(text.exitCode()).as(text.out() + text.err()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out())
                .contains("  ok       wal_level is logical")
                .contains("  ok       the role cdc may read the tables: public.log, public.notes")
                .contains("  ok       the publication pulsar_cdc_verbs covers the tables")
                .contains("  ok       the replication slot pulsar_cdc_verbs is in use")
                .contains("  ok       Pulsar 4.0.8 at http://127.0.0.1:")
                .contains("  ok       maxMessageSize is 5,242,880 bytes")
                .contains("  ok       deduplication is on for the pipeline's topics")
                .contains("  ok       retention is 7d or longer on the pipeline's topics")
                .contains("  ok       the schema compatibility is ALWAYS_COMPATIBLE on the pipeline's topics")
                .endsWith("0 errors, 4 warnings\n");

        Launcher.Result json = verb("doctor", "--output", "json");
        assertThat(json.exitCode()).isZero();
        JsonNode report = JSON.readTree(json.out());
        assertThat(report.path("pipeline").asText()).isEqualTo("verbs");
        assertThat(fixes(report, "warning"))
                .containsExactly(
                        "as an administrator, with more than is written in the longest pause: ALTER SYSTEM SET"
                                + " max_slot_wal_keep_size = '50GB'; SELECT pg_reload_conf();",
                        "add a primary key, or as its owner: ALTER TABLE \"public\".\"log\" REPLICA IDENTITY FULL;",
                        "as its owner: ALTER TABLE \"public\".\"log\" ADD PRIMARY KEY (…);",
                        "where that matters, as its owner: ALTER TABLE \"public\".\"notes\" REPLICA IDENTITY FULL;"
                                + " (PostgreSQL then logs whole old rows)");
    }

    @Test
    void doctorTellsErrorsOfAFileBeforeAnythingWasStarted() throws Exception {
        JsonNode postgres = run.status().path("postgres");
        Path file = Files.writeString(folder.resolve("other.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: other
                pulsar: { serviceUrl: pulsar://127.0.0.1:1, adminUrl: http://127.0.0.1:1 }
                source:
                  tables: [ public.notes ]
                  postgres:
                    hostname: 127.0.0.1
                    port: %d
                    database: inventory
                    user: reader
                    password: { env: READER_PASSWORD }
                """.formatted(
                        postgres.path("port").asInt()));
        run.sql("CREATE ROLE reader LOGIN PASSWORD 'canary-1b9c'");
        try {
            Launcher.Result result = run.launcher("doctor", "--pipeline", file, "--output", "json")
                    .environment("READER_PASSWORD", "canary-1b9c")
                    .run(LIMIT);

            assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
            assertThat(result.out() + result.err()).doesNotContain("canary-1b9c");
            assertThat(fixes(JSON.readTree(result.out()), "error"))
                    .containsExactly(
                            "as an administrator: ALTER ROLE \"reader\" REPLICATION; (on Amazon RDS: GRANT rds_replication"
                                    + " TO \"reader\";)",
                            "as its owner: GRANT USAGE ON SCHEMA \"public\" TO \"reader\"; GRANT SELECT ON"
                                    + " \"public\".\"notes\" TO \"reader\";",
                            "as the tables' owner or an administrator: CREATE PUBLICATION \"pulsar_cdc_other\" FOR TABLE"
                                    + " \"public\".\"notes\" WITH (publish_via_partition_root = true);",
                            "check that it runs and that pulsar.adminUrl is its address");

            Launcher.Result wrong = run.launcher("doctor", "--pipeline", file)
                    .environment("READER_PASSWORD", "canary-wrong")
                    .run(LIMIT);
            assertThat(wrong.exitCode()).isEqualTo(1);
            assertThat(wrong.out())
                    .contains("  error    cannot get into PostgreSQL at reader@127.0.0.1:")
                    .contains("           fix: correct source.postgres.user or password")
                    .doesNotContain("canary-wrong");
        } finally {
            run.sql("DROP ROLE reader");
        }
    }

    private static Launcher.Result verb(Object... arguments) {
        return run.launcher(arguments).with("--data-dir", run.dataDirectory()).run(LIMIT);
    }

    private static List<String> fixes(JsonNode report, String severity) {
        List<String> fixes = new ArrayList<>();
        for (JsonNode finding : report.path("findings")) {
            if (finding.path("severity").asText().equals(severity)) {
                fixes.add(finding.path("fix").asText());
            }
        }
        return fixes;
    }
}
