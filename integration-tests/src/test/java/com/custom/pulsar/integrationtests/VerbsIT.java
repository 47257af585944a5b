package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.FetchProgress;
import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Launcher;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What tells about a pipeline, asked of one local run as a user asks. */
@Tag("slow")
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
                .containsPattern("(?m)^  ok       pulsar-cdc \\d+\\.\\d+\\.\\d+$")
                .containsPattern("(?m)^  ok       Java \\d+.* in /")
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
                        "where that matters: enrichment.unchanged: last-known in the pipeline file; or, as its owner: ALTER"
                                + " TABLE \"public\".\"notes\" REPLICA IDENTITY FULL; (PostgreSQL then logs whole old rows)");
    }

    @Test
    void tryShowsWhatOtherRulesWouldDoWithEventsOfTheRunningPipelineAndLeavesNothing() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: rules
                source: { tables: [ public.notes, public.log, public.later ] }
                enrichment: { filter: "key.id == 1", compute: { body: after.body } }
                """);

        Launcher.Result result = verb("try", rules, "--events", "public.notes", "--limit", "1", "--output", "json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines()).hasSize(1);
        JsonNode line = JSON.readTree(result.out());
        assertThat(line.path("result").asText()).isEqualTo("enriched");
        assertThat(line.path("key").asText()).isEqualTo("{\"id\":1}");
        assertThat(line.at("/metadata/body").asText()).isEqualTo("first");
        assertThat(run.admin().topics().getSubscriptions(RAW))
                .doesNotContain("rules")
                .noneMatch(subscription -> subscription.startsWith("reader"));

        Launcher.Result none = verb("try", rules, "--events", "public.later");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err())
                .isEqualTo("pulsar-cdc: there is no topic persistent://public/default/dbserver1.public.later\n");
        assertThat(run.admin().topics().getList("public/default")).doesNotContain(RAW.replace("notes", "later"));
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

    @Test
    void tailPrintsRawEventsAsLinesOfJsonUntilCtrlCAndLeavesNothing() throws Exception {
        List<String> subscriptions = run.admin().topics().getSubscriptions(RAW);
        try (Launcher tail = start("tail", "--raw", "--from", "earliest", "--table", "public.notes")) {
            tail.awaitText("\"op\":\"r\"", LIMIT);
            run.sql("INSERT INTO notes VALUES (21, E'hostile \\x1b[2J')", "DELETE FROM notes WHERE id = 21");
            tail.awaitText("\"key\":\"{\\\"id\\\":21}\",\"event\":null", SOON);
            tail.interrupt();
            assertThat(tail.join(SOON).exitCode()).isEqualTo(130);

            assertThat(tail.out()).endsWith("}\n").doesNotContain("\u001b");
            assertThat(tail.err()).isEqualTo("Reading " + RAW + ", from earliest. Ctrl-C ends it.\n");
            List<JsonNode> lines = jsonLines(tail.out());
            assertThat(lines).allMatch(line -> line.path("topic").asText().equals(RAW));
            assertThat(lines.get(0).path("key").asText()).isEqualTo("{\"id\":1}");
            assertThat(lines.get(0).path("event").path("after").path("body").asText())
                    .isEqualTo("first");
            List<JsonNode> changes = lines.stream()
                    .filter(line -> line.path("key").asText().equals("{\"id\":21}"))
                    .toList();
            assertThat(changes).hasSize(3);
            assertThat(changes.get(0).path("event").path("after").path("body").asText())
                    .isEqualTo("hostile \u001b[2J");
            assertThat(changes.get(1).path("event").path("op").asText()).isEqualTo("d");
            assertThat(changes.get(2).path("event").isNull()).isTrue();
        }
        assertThat(run.admin().topics().getSubscriptions(RAW)).isEqualTo(subscriptions);
    }

    @Test
    void tailFromATimeLeavesOutWhatIsOlderAndPrintsEnrichedEvents() throws Exception {
        run.sql("INSERT INTO notes VALUES (31, 'before')");
        long before = run.messages(RAW + "-enriched", 1, SOON).get(0).getPublishTime();
        try (Launcher all = start("tail", "--from", "10m")) {
            all.awaitText("\"id\":31", SOON);
            all.interrupt();
            assertThat(all.join(SOON).exitCode()).isEqualTo(130);
            assertThat(jsonLines(all.out())).allSatisfy(line -> {
                assertThat(line.path("topic").asText()).endsWith("-enriched");
                assertThat(line.path("event").isNull()
                                || line.path("event")
                                        .path("metadata")
                                        .path("enriched")
                                        .asBoolean())
                        .isTrue();
            });
        }
        Instant now = Instant.now();
        assertThat(before).isLessThan(now.toEpochMilli());
        try (Launcher since = start("tail", "--from", now)) {
            since.awaitText("Ctrl-C ends it.", LIMIT);
            run.sql("INSERT INTO notes VALUES (32, 'after')", "INSERT INTO log VALUES ('no key')");
            since.awaitText("\"id\":32", SOON);
            // Its topic appears now.
            since.awaitText("dbserver1.public.log-enriched\",\"key\":null", SOON);
            since.interrupt();
            since.join(SOON);
            assertThat(since.out()).doesNotContain("\"id\":31", "\"id\":1,");
        }
    }

    @Test
    void tailOfDeadLettersShowsTheReason() throws Exception {
        try (Producer<byte[]> producer =
                run.client().newProducer(Schema.BYTES).topic(RAW).create()) {
            producer.newMessage()
                    .value("no event".getBytes(StandardCharsets.UTF_8))
                    .send();
        }
        try (Launcher tail = start("tail", "--dlq", "--from", "earliest")) {
            tail.awaitText("\"event\":\"no event\"", SOON);
            tail.interrupt();
            tail.join(SOON);
            JsonNode letter = jsonLines(tail.out()).get(0);
            assertThat(letter.path("topic").asText()).isEqualTo(RAW + "-dlq");
            assertThat(letter.path("properties").path("cdc.reason").asText()).isNotEmpty();
            assertThat(letter.path("properties").path("cdc.topic").asText()).isEqualTo(RAW);
        }
        Launcher.Result foreign = verb("tail", "--table", "public.nothing");
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.err())
                .isEqualTo("pulsar-cdc: public.nothing is no table of the pipeline verbs, whose tables are"
                        + " public.notes, public.log\n");
    }

    @Test
    void logsAreThoseOfAllFourProcessesAndAreFollowed() throws Exception {
        Launcher.Result all = verb("logs", "--lines", "3");
        assertThat(all.exitCode()).as(all.err()).isZero();
        for (String process : List.of("source", "function", "pulsar", "postgres")) {
            assertThat(all.out().lines().filter(line -> line.startsWith(String.format("%-9s", process))))
                    .as(process)
                    .hasSizeBetween(3, 4);
        }
        Launcher.Result source = verb("logs", "source", "--lines", "100000");
        assertThat(source.out()).contains("debezium").doesNotContain("\nsource   ");

        try (Launcher follow = start("logs", "postgres", "--follow", "--lines", "1")) {
            follow.awaitText("\n", LIMIT);
            run.sql("SELECT pg_reload_conf()");
            follow.awaitText("received SIGHUP", SOON);
            follow.interrupt();
            assertThat(follow.join(SOON).exitCode()).isEqualTo(130);
        }
    }

    @Test
    void whatRenderWritesIsCreatedByPulsarAdminAndRuns() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "canary-77aa");
        Path file = Files.writeString(folder.resolve("rendered.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: rendered
                topics: { prefix: rendered }
                source:
                  name: rendered-source
                  tables: [ public.notes ]
                  postgres:
                    hostname: 127.0.0.1
                    port: %d
                    database: inventory
                    user: renderer
                    password: { file: %s }
                enrichment: { name: rendered-function, metadata: { team: crm } }
                """.formatted(
                        run.status().path("postgres").path("port").asInt(), password));
        run.sql(
                "CREATE ROLE renderer LOGIN REPLICATION PASSWORD 'canary-77aa'",
                "GRANT SELECT ON notes TO renderer",
                "CREATE PUBLICATION pulsar_cdc_rendered FOR TABLE notes");
        Path rendered = folder.resolve("rendered");

        Launcher.Result result =
                run.launcher("render", file, "--output-dir", rendered).run(LIMIT);

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.out().lines()).hasSize(2);
        assertThat(Files.readString(rendered.resolve("source.yaml"))
                        + Files.readString(rendered.resolve("function.yaml")))
                .contains("${file:" + password + "}")
                .doesNotContain("canary");
        try {
            for (String command : result.out().lines().toList()) {
                assertThat(pulsarAdmin(command)).contains("Created successfully");
            }
            JsonNode event = JSON.readTree(run.messages(
                            "persistent://public/default/rendered.public.notes-enriched", 1, Duration.ofSeconds(90))
                    .get(0)
                    .getData());
            assertThat(event.path("op").asText()).isEqualTo("r");
            assertThat(event.path("metadata").path("team").asText()).isEqualTo("crm");
            assertThat(event.path("metadata").path("function_name").asText()).isEqualTo("rendered-function");
        } finally {
            run.admin().sources().deleteSource("public", "default", "rendered-source");
            run.admin().functions().deleteFunction("public", "default", "rendered-function");
            await("the slot can be dropped")
                    .atMost(SOON)
                    .ignoreExceptions()
                    .untilAsserted(() -> run.sql("SELECT pg_drop_replication_slot('pulsar_cdc_rendered')"));
            run.sql("DROP PUBLICATION pulsar_cdc_rendered", "DROP OWNED BY renderer", "DROP ROLE renderer");
        }
    }

    @Test
    void whatRenderPrintsForTheShippedConnectorIsTakenByPulsarAdminWherePulsarHasIt() throws Exception {
        Path file = Files.writeString(folder.resolve("shipped.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: shipped
                topics: { prefix: shipped }
                source:
                  name: shipped-source
                  connector: builtin
                  tables: [ public.notes ]
                  postgres:
                    hostname: 127.0.0.1
                    port: %d
                    database: inventory
                    user: nobody
                    password: { secret: postgres-credentials, key: password }
                enrichment: { name: shipped-function }
                """.formatted(
                        run.status().path("postgres").path("port").asInt()));
        Path programs = DistributionStore.ofUser().unpacked(Distribution.SHIPPED_CONNECTOR, FetchProgress.NONE);
        String nar = Distribution.SHIPPED_CONNECTOR.narName();
        Files.copy(
                programs.resolve(nar),
                run.dataDirectory().resolve("pulsar/connectors").resolve(nar));
        pulsarAdmin("pulsar-admin sources reload");

        Launcher.Result result = run.launcher("render", file, "--output-dir", folder.resolve("shipped"))
                .run(LIMIT);

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).endsWith("source.yaml --source-type debezium-postgres\n");
        for (String command : result.out().lines().toList()) {
            assertThat(pulsarAdmin(command)).contains("Created successfully");
        }
        try {
            assertThat(run.admin()
                            .sources()
                            .getSource("public", "default", "shipped-source")
                            .getArchive())
                    .isEqualTo("builtin://debezium-postgres");
        } finally {
            run.admin().sources().deleteSource("public", "default", "shipped-source");
            run.admin().functions().deleteFunction("public", "default", "shipped-function");
        }
    }

    /** The real one, of the run's own Pulsar, whose configuration has its address. */
    private static String pulsarAdmin(String command) throws Exception {
        Path out = Files.createTempFile(folder, "pulsar-admin", ".txt");
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        assertThat(words.get(0)).isEqualTo("pulsar-admin");
        words.set(0, run.dataDirectory().resolve("pulsar/bin/pulsar-admin").toString());
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String told = Files.readString(out);
        assertThat(process.exitValue()).as(told).isZero();
        return told;
    }

    @Test
    void initWritesAFileForADatabaseThatPassesTheCheck() throws Exception {
        Path file = folder.resolve("drafted.yaml");
        run.sql(
                "CREATE ROLE drafter LOGIN PASSWORD 'canary-4d4d'",
                "GRANT SELECT ON notes TO drafter",
                "CREATE SCHEMA \"/odd\"",
                "CREATE TABLE \"/odd\".\"table/\" (id int PRIMARY KEY)",
                "CREATE TABLE \"one!topic\" (id int PRIMARY KEY)",
                "CREATE TABLE \"one?topic\" (id int PRIMARY KEY)");
        try {
            Launcher.Command init = run.launcher("init", "--hostname", "127.0.0.1", "--port")
                    .with(run.status().path("postgres").path("port").asInt())
                    .with("--database", "inventory", "--user", "drafter", "--password-env", "DRAFTER_PASSWORD")
                    .with("--output", file);
            Launcher.Result missing = init.run(LIMIT);
            assertThat(missing.exitCode()).isEqualTo(1);
            assertThat(missing.err()).contains("DRAFTER_PASSWORD").doesNotContain("\tat ");
            assertThat(file).doesNotExist();

            Launcher.Result written =
                    init.environment("DRAFTER_PASSWORD", "canary-4d4d").run(LIMIT);

            assertThat(written.exitCode()).as(written.out() + written.err()).isZero();
            assertThat(written.out().lines())
                    .containsExactly(
                            "Wrote " + file + ": 2 tables, and 3 as comments that say why.",
                            "Look at it, then: pulsar-cdc doctor --pipeline " + file);
            assertThat(Files.readString(file))
                    .containsPattern("(?m)^    - public\\.notes  # .*\\d+ kB; key id$")
                    .containsPattern(
                            "(?m)^    # - public\\.log  # .*; no primary key: .*; the role may not read it yet; .*"
                                    + " REPLICA IDENTITY FULL;$")
                    .containsPattern("(?m)^    - \"public\\.one!topic\"  # ")
                    .contains(
                            "    # left out: /odd.table/; its name between slashes would be read as a regular expression",
                            "    # left out: public.one?topic; \"public.one?topic\" would share a topic with"
                                    + " \"public.one!topic\"")
                    .contains("password: { env: DRAFTER_PASSWORD }")
                    .doesNotContain("canary");
            Launcher.Result check = run.launcher("check", file).run(LIMIT);
            assertThat(check.out()).isEqualTo(file + ": the pipeline inventory is right\n");
            assertThat(check.exitCode()).isZero();

            Launcher.Result again = init.run(LIMIT);
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.err()).contains("is there already");
            assertThat(init.with("--force").run(LIMIT).exitCode()).isZero();
        } finally {
            run.sql(
                    "DROP OWNED BY drafter",
                    "DROP ROLE drafter",
                    "DROP SCHEMA \"/odd\" CASCADE",
                    "DROP TABLE \"one!topic\", \"one?topic\"");
        }
    }

    private static Launcher start(Object... arguments) {
        return run.launcher(arguments).with("--data-dir", run.dataDirectory()).start();
    }

    private static List<JsonNode> jsonLines(String out) {
        return out.lines()
                .map(line -> {
                    try {
                        return JSON.readTree(line);
                    } catch (IOException e) {
                        throw new AssertionError("not a line of JSON: " + line, e);
                    }
                })
                .toList();
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
