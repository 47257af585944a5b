package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pulsar.client.admin.LongRunningProcessStatus;
import org.apache.pulsar.client.api.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Long values that PostgreSQL leaves out, by the function's memory; the steps of one run, in their order. Each row says which version its
 * long values are of, so that every event shows whether they are those of its time.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LastKnownIT {
    private static final String RAW = "persistent://public/default/dbserver1.public.docs";
    private static final String MEMORY = "persistent://public/default/cdc-enrichment-last-known";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = "__debezium_unavailable_value";
    private static final String LAST_KNOWN = """
            apiVersion: pulsar-cdc/v1
            name: documents
            source: { tables: [ public.docs ] }
            enrichment: { unchanged: last-known }
            """;
    private static final int ROWS = 5;
    private static final int ROUNDS = 60;

    private static Path folder;
    private static DetachedRun run;
    private static int seen;

    @BeforeAll
    static void starts() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "last-known");
        Files.writeString(folder.resolve("database.sql"), """
                CREATE FUNCTION noise(v int) RETURNS text LANGUAGE sql AS
                  'SELECT ''v'' || v || '':'' || string_agg(md5(random()::text || i), '''') FROM generate_series(1, 100) i';
                CREATE TABLE docs (
                  id int PRIMARY KEY, n int NOT NULL, version int NOT NULL, doc text, body bytea, tags text[], more jsonb);
                ALTER TABLE docs ALTER doc SET STORAGE EXTERNAL;
                CREATE PROCEDURE put(i int, v int) LANGUAGE sql AS
                  'INSERT INTO docs VALUES (i, 0, v, noise(v), convert_to(noise(v), ''UTF8''), ARRAY[noise(v), ''x''],
                     jsonb_build_object(''v'', noise(v)))
                   ON CONFLICT (id) DO UPDATE SET version = v, doc = EXCLUDED.doc, body = EXCLUDED.body, tags = EXCLUDED.tags,
                     more = EXCLUDED.more';
                CALL put(1, 1);
                CALL put(2, 1);
                """);
        Files.writeString(folder.resolve("pipeline.yaml"), LAST_KNOWN);
        run = new DetachedRun(folder, Map.of());
    }

    @AfterAll
    static void stops() {
        run.down();
        assertThat(Processes.mentioning(run.dataDirectory().toString())).isEmpty();
    }

    @Test
    @Order(1)
    void rowsOfTheSnapshotAndOfTheStreamAreKnown() throws Exception {
        run.sql(
                "UPDATE docs SET n = n + 1",
                "CALL put(3, 7)",
                "UPDATE docs SET n = n + 1 WHERE id = 3",
                "CALL put(3, 8)",
                "UPDATE docs SET n = n + 1 WHERE id = 3");

        List<JsonNode> rows = rows(2 + 2 + 4);

        rows.forEach(LastKnownIT::requireWhole);
        assertThat(new String(run.messages(RAW, 3, SOON).get(2).getData(), StandardCharsets.UTF_8))
                .as("what PostgreSQL sent")
                .contains(MARK);
    }

    private static List<String> lineages() throws IOException {
        return run.messages(RAW, seen, SOON).stream()
                .map(event -> event.getProperty("cdc.lineage"))
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    @Order(2)
    void aRestartKnowsThem() throws Exception {
        List<String> before = lineages();
        restart(LAST_KNOWN);
        run.sql("UPDATE docs SET n = n + 1");

        rows(3).forEach(LastKnownIT::requireWhole);
        assertThat(before).hasSize(1);
        assertThat(lineages()).containsExactly(before.get(0), before.get(0));
    }

    @Test
    @Order(3)
    void whatACompactionKeptIsKnown() throws Exception {
        run.sql("CALL put(4, 1)", "DELETE FROM docs WHERE id = 4");
        next(3);
        compact();
        restart(LAST_KNOWN);
        run.sql("UPDATE docs SET n = n + 1", "CALL put(2, 2)");
        rows(4).forEach(LastKnownIT::requireWhole);

        // Before the first value that it remembers the function lets go of what is compacted.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Objects.requireNonNull(run.admin()
                                        .topics()
                                        .getStats(MEMORY)
                                        .getSubscriptions()
                                        .get("pulsar-cdc-guard"))
                                .getMsgBacklog())
                        .isLessThanOrEqualTo(1));
        restart(LAST_KNOWN);
        run.sql("UPDATE docs SET n = n + 1");
        rows(3).forEach(LastKnownIT::requireWhole);
    }

    @Test
    @Order(4)
    void aMarkStaysWhereTheKeyChangesAndSaysSo() throws Exception {
        run.sql("UPDATE docs SET id = 30 WHERE id = 3", "UPDATE docs SET n = n + 1 WHERE id = 30");

        List<Message<byte[]>> messages = next(4);

        assertThat(messages)
                .extracting(message -> message.getProperty("cdc.not_known"))
                .containsExactly(
                        null, null, "[\"doc\",\"body\",\"tags\",\"more\"]", "[\"doc\",\"body\",\"tags\",\"more\"]");
        assertThat(JSON.readTree(messages.get(3).getData())
                        .path("after")
                        .path("doc")
                        .asText())
                .isEqualTo(MARK);
        run.sql("CALL put(30, 9)", "UPDATE docs SET n = n + 1 WHERE id = 30");
        rows(2).forEach(LastKnownIT::requireWhole);
    }

    @Test
    @Order(5)
    void anEventThatWasTooLargeLeavesNoOldValueBehind() throws Exception {
        run.sql(
                "UPDATE docs SET version = 3, doc = repeat('x', 6000000) WHERE id = 1",
                "UPDATE docs SET n = n + 1 WHERE id = 2",
                "UPDATE docs SET n = n + 1 WHERE id = 1");

        List<Message<byte[]>> messages = next(2);

        assertThat(run.messages(RAW + "-dlq", 1, SOON))
                .extracting(letter -> letter.getProperty("cdc.reason"))
                .containsExactly("301-TOO_LARGE");
        assertThat(messages.get(0).getProperties())
                .containsEntry("cdc.missing_before", "[{\"id\":1}]")
                .doesNotContainKey("cdc.not_known");
        assertThat(messages.get(1).getProperty("cdc.not_known")).contains("\"doc\"");
        run.sql("CALL put(1, 4)", "UPDATE docs SET n = n + 1 WHERE id = 1");
        rows(2).forEach(LastKnownIT::requireWhole);
    }

    @Test
    @Order(6)
    void aFunctionThatIsKilledUnderLoadGivesEachEventTheValuesOfItsTime() throws Exception {
        for (int id = 101; id <= 100 + ROWS; id++) {
            run.sql("CALL put(" + id + ", 1)");
        }
        next(ROWS);
        try (Connection connection = run.postgres();
                Statement statement = connection.createStatement()) {
            for (int round = 1; round <= ROUNDS; round++) {
                for (int id = 101; id <= 100 + ROWS; id++) {
                    statement.execute(
                            round % 3 == 0
                                    ? "CALL put(" + id + ", " + round + ")"
                                    : "UPDATE docs SET n = n + 1 WHERE id = " + id);
                }
                if (round % (ROUNDS / 3) == 10) {
                    Processes.kill(function());
                }
            }
        }

        List<JsonNode> rows = rows(ROUNDS * ROWS);

        rows.forEach(LastKnownIT::requireWhole);
        for (int id = 101; id <= 100 + ROWS; id++) {
            int row = id;
            List<Integer> versions = rows.stream()
                    .filter(one -> one.path("id").asInt() == row)
                    .map(one -> one.path("version").asInt())
                    .toList();
            assertThat(versions).hasSize(ROUNDS).isSorted().endsWith(ROUNDS);
        }
    }

    @Test
    @Order(7)
    void anAddedColumnChangesNothingAndARenamedOneForgetsTheTable() throws Exception {
        run.sql("ALTER TABLE docs ADD COLUMN extra text", "UPDATE docs SET n = n + 1 WHERE id = 2");
        rows(1).forEach(LastKnownIT::requireWhole);

        run.sql(
                "ALTER TABLE docs RENAME doc TO old",
                "ALTER TABLE docs RENAME extra TO doc",
                "UPDATE docs SET n = n + 1 WHERE id = 2");

        assertThat(next(1).get(0).getProperty("cdc.not_known")).isEqualTo("[\"old\",\"body\",\"tags\",\"more\"]");
        run.sql("ALTER TABLE docs DROP doc", "ALTER TABLE docs RENAME old TO doc", "CALL put(2, 5)");
        run.sql("UPDATE docs SET n = n + 1 WHERE id = 2");
        rows(2).forEach(LastKnownIT::requireWhole);
    }

    @Test
    @Order(8)
    void whatChangedWhileNothingWasRememberedIsNotKnown() throws Exception {
        restart(LAST_KNOWN.replace("last-known", "mark"));
        run.sql("CALL put(2, 6)", "UPDATE docs SET n = n + 1 WHERE id = 2");
        assertThat(JSON.readTree(next(2).get(1).getData())
                        .path("after")
                        .path("doc")
                        .asText())
                .isEqualTo(MARK);

        // Nothing is left in it.
        compact();
        restart(LAST_KNOWN);
        run.sql("UPDATE docs SET n = n + 1 WHERE id IN (1, 2)");

        assertThat(next(2))
                .allSatisfy(message -> assertThat(message.getProperty("cdc.not_known"))
                        .isEqualTo("[\"doc\",\"body\",\"tags\",\"more\"]"));
    }

    /** All long values are there, and of the version that the row says. */
    private static void requireWhole(JsonNode row) {
        String version = "v" + row.path("version").asInt() + ":";
        assertThat(row.path("doc").asText()).startsWith(version);
        assertThat(new String(Base64.getDecoder().decode(row.path("body").asText()), StandardCharsets.US_ASCII))
                .startsWith(version);
        assertThat(row.path("tags").path(0).asText()).startsWith(version);
        assertThat(row.path("more").asText()).contains("\"" + version);
    }

    /** The new rows of the next enriched events, of which each value is known. */
    private static List<JsonNode> rows(int count) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (Message<byte[]> message : next(count)) {
            assertThat(message.getProperties()).doesNotContainKey("cdc.not_known");
            rows.add(JSON.readTree(message.getData()).path("after"));
        }
        return rows;
    }

    private static List<Message<byte[]>> next(int count) throws IOException {
        List<Message<byte[]>> all = run.messages(RAW + "-enriched", seen + count, SOON);
        assertThat(all).hasSize(seen + count);
        List<Message<byte[]>> next = List.copyOf(all.subList(seen, seen + count));
        seen = all.size();
        return next;
    }

    private static long function() {
        return await().atMost(SOON)
                .until(LastKnownIT::functions, pids -> pids.size() == 1)
                .get(0);
    }

    private static List<Long> functions() {
        return Processes.mentioning("\"name\":\"cdc-enrichment\"").stream()
                .filter(pid -> Processes.commandLine(pid).contains(folder.toString()))
                .toList();
    }

    private static void compact() throws Exception {
        run.admin().topics().triggerCompaction(MEMORY);
        await().atMost(SOON)
                .until(() -> run.admin().topics().compactionStatus(MEMORY).status
                        == LongRunningProcessStatus.Status.SUCCESS);
    }

    private static void restart(String pipeline) throws IOException {
        run.down();
        Files.writeString(folder.resolve("pipeline.yaml"), pipeline);
        run.restart();
    }
}
