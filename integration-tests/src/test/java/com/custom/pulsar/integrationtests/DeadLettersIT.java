package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Launcher;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dead letters of a local run, looked at and dealt with as a user does. */
@Tag("slow")
final class DeadLettersIT {
    private static final String RAW = "persistent://public/default/dbserver1.public.notes";
    private static final String LETTERS = RAW + "-dlq";
    private static final String REPLAY = "persistent://public/default/cdc-enrichment-replay";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void areListedByReasonAndKeyShownWholeAndPurgedOnlyWhereMeant() throws Exception {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "dead-letters");
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: letters
                source: { tables: [ public.notes, public.quiet ] }
                enrichment: { compute: { number: "int(after.body)" } }
                """);
        Files.writeString(folder.resolve("database.sql"), """
                CREATE TABLE notes (id int PRIMARY KEY, body text NOT NULL);
                CREATE TABLE quiet (id int PRIMARY KEY);
                """);
        try (DetachedRun run = new DetachedRun(folder, Map.of())) {
            run.sql("INSERT INTO notes VALUES (1, '1'), (2, 'two'), (3, 'three'), (4, '4')");
            run.messages(LETTERS, 2, LIMIT);
            try (Producer<byte[]> producer =
                    run.client().newProducer(Schema.BYTES).topic(RAW).create()) {
                producer.send("no event".getBytes(StandardCharsets.UTF_8));
            }
            run.messages(LETTERS, 3, LIMIT);

            listsThem(run);
            showsOne(run);
            purgesWhatIsMeant(run);
            refusesToWorkBesideAnother(run);
            newLettersComeWhileOthersAreDealtWith(run);

            Launcher.Result rest = verb(run, "dlq", "purge", "--table", "public.notes", "--yes");
            assertThat(rest.out()).endsWith("2 dead letters: 200-RULE_FAILED 2\nPurged 2.\n");
            assertThat(verb(run, "dlq", "list", "--table", "public.notes").out())
                    .isEqualTo("No dead letters.\n");
            assertThat(backlog(run)).isZero();
        }
    }

    @Test
    void areReplayedOnceUnderMendedRulesAndNoForgedOneIsTaken() throws Exception {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "replay");
        Path file = folder.resolve("pipeline.yaml");
        String pipeline = """
                apiVersion: pulsar-cdc/v1
                name: letters
                source: { tables: [ public.notes ] }
                enrichment: { compute: { number: "int(after.body)" } }
                """;
        Files.writeString(file, pipeline);
        Files.writeString(
                folder.resolve("database.sql"), "CREATE TABLE notes (id int PRIMARY KEY, body text NOT NULL);");
        try (DetachedRun run = new DetachedRun(folder, Map.of())) {
            run.sql("INSERT INTO notes VALUES (1, '1'), (2, 'two'), (3, 'three'), (4, 'two')");
            List<Message<byte[]>> letters = run.messages(LETTERS, 3, LIMIT);
            run.down();
            Files.writeString(file, pipeline.replace("int(after.body)", "after.body == 'two' ? 2 : int(after.body)"));
            run.restart();

            Launcher.Result dry = verb(run, "dlq", "replay", "--table", "public.notes", "--dry-run");
            assertThat(dry.out()).endsWith("3 dead letters: 200-RULE_FAILED 3\nNothing was changed.\n");
            Launcher.Result unasked = verb(run, "dlq", "replay");
            assertThat(unasked.exitCode()).isEqualTo(2);
            assertThat(run.admin().topics().getList("public/default")).doesNotContain(REPLAY);

            run.admin().functions().stopFunction("public", "default", "cdc-enrichment");
            Launcher.Result replayed = verb(run, "dlq", "replay", "--yes");
            assertThat(replayed.exitCode()).as(replayed.err()).isZero();
            assertThat(replayed.out()).endsWith("Replayed 3.\n");
            assertThat(run.admin().topics().getStats(REPLAY).getSubscriptions())
                    .as("kept for a function that is away")
                    .hasEntrySatisfying(
                            "cdc-enrichment",
                            waiting -> assertThat(waiting.getMsgBacklog()).isEqualTo(3));
            run.admin().functions().startFunction("public", "default", "cdc-enrichment");

            List<Message<byte[]>> enriched = run.messages(RAW + "-enriched", 3, LIMIT);
            assertThat(enriched).extracting(Message::getKey).containsExactly("{\"id\":1}", "{\"id\":2}", "{\"id\":4}");
            JsonNode event = JSON.readTree(enriched.get(1).getValue());
            assertThat(event.at("/metadata/number").asInt()).isEqualTo(2);
            assertThat(enriched.get(1).getProperties())
                    .containsEntry("cdc.message_id", letters.get(0).getProperty("cdc.message_id"))
                    .containsKey("cdc.lsn")
                    .doesNotContainKeys("cdc.reason", "cdc.rule", "cdc.letter");
            assertThat(letters.get(0).getProperties()).containsEntry("cdc.attempt", "1");
            Message<byte[]> again = run.messages(LETTERS, 4, LIMIT).get(3);
            assertThat(again.getProperties())
                    .containsEntry("cdc.attempt", "2")
                    .containsEntry("cdc.topic", RAW)
                    .containsEntry("cdc.message_id", letters.get(1).getProperty("cdc.message_id"));
            assertThat(verb(run, "dlq", "list").out()).endsWith("1 dead letters: 200-RULE_FAILED 1\n");

            aReplayThatWasCutOffRepeatsNothing(run, again);
            refusesAForgedLetter(run);
        }
    }

    /** As if a replay had been killed between its sending the letter and its dealing with it. */
    private static void aReplayThatWasCutOffRepeatsNothing(DetachedRun run, Message<byte[]> letter) throws Exception {
        String id = JSON.readTree(verb(run, "dlq", "list", "--output", "json").out())
                .path("id")
                .asText();
        String name = LETTERS + " " + id;
        try (Producer<byte[]> cutOff =
                run.client().newProducer(Schema.BYTES).topic(REPLAY).create()) {
            cutOff.newMessage()
                    .key(letter.getKey())
                    .value(letter.getValue())
                    .properties(letter.getProperties())
                    .property("cdc.letter", name)
                    .send();
        }
        run.messages(LETTERS, 5, LIMIT);

        Launcher.Result replayed = verb(run, "dlq", "replay", "--id", id, "--yes");
        assertThat(replayed.exitCode()).as(replayed.err()).isZero();
        assertThat(replayed.out()).endsWith("Replayed 1.\n");
        assertThat(run.messages(REPLAY, 4, LIMIT))
                .extracting(message -> message.getProperty("cdc.letter"))
                .contains(name)
                .doesNotHaveDuplicates();
    }

    private static void refusesAForgedLetter(DetachedRun run) throws Exception {
        try (Producer<byte[]> forger =
                run.client().newProducer(Schema.BYTES).topic(REPLAY).create()) {
            forger.newMessage()
                    .value("{\"op\":\"c\",\"source\":{},\"after\":{\"body\":\"1\"}}".getBytes(StandardCharsets.UTF_8))
                    .property("cdc.topic", "persistent://public/default/stranger.public.notes")
                    .send();
        }
        run.messages(REPLAY + "-dlq", 1, LIMIT);
        assertThat(verb(run, "dlq", "list", "--reason", "REPLAY_REFUSED").out())
                .contains("106-REPLAY_REFUSED  cdc-enrichment-replay")
                .endsWith("1 dead letters: 106-REPLAY_REFUSED 1\n");
        assertThat(verb(run, "dlq", "replay", "--reason", "REPLAY_REFUSED", "--yes")
                        .out())
                .contains("1 more cannot be replayed, since their events are cut or not of this pipeline.")
                .endsWith("Nothing was changed.\n");
        assertThat(run.admin().topics().getList("public/default")).noneMatch(topic -> topic.contains("stranger"));
    }

    private static void listsThem(DetachedRun run) throws Exception {
        Launcher.Result all = verb(run, "dlq", "list");
        assertThat(all.err()).isEmpty();
        List<String> lines = all.out().lines().toList();
        assertThat(lines).hasSize(4);
        String id = "\\d+:\\d+  \\d{4}-[^ ]+Z  ";
        assertThat(lines.get(0))
                .matches(id + "200-RULE_FAILED  dbserver1\\.public\\.notes  \\{\"id\":2}"
                        + "  enrichment\\.compute\\.number: a text does not have the form that a conversion wants");
        assertThat(lines.get(1)).contains("{\"id\":3}").doesNotContain("three");
        assertThat(lines.get(2)).matches(id + "100-NOT_JSON  dbserver1\\.public\\.notes  \\(no key\\)  .+");
        assertThat(lines.get(3)).isEqualTo("3 dead letters: 100-NOT_JSON 1, 200-RULE_FAILED 2");

        assertThat(verb(run, "dlq", "list", "--limit", "1").out().lines().skip(1))
                .containsExactly(
                        "… and 2 more; --limit shows them", "3 dead letters: 100-NOT_JSON 1, 200-RULE_FAILED 2");
        assertThat(verb(run, "dlq", "list", "--table", "public.quiet").out()).isEqualTo("No dead letters.\n");
        assertThat(verb(run, "dlq", "list", "--to", "1h").out()).isEqualTo("No dead letters.\n");
        Launcher.Result wrong = verb(run, "dlq", "list", "--reason", "20");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("--reason: \"20\" is no reason; there are 100-NOT_JSON, ");

        Launcher.Result json =
                verb(run, "dlq", "list", "--reason", "200", "--key", "{ \"id\": 3 }", "--output", "json");
        assertThat(json.out().lines()).hasSize(1);
        JsonNode letter = JSON.readTree(json.out());
        assertThat(letter.path("topic").asText()).isEqualTo(RAW);
        assertThat(letter.path("rule").asText()).isEqualTo("enrichment.compute.number");
        assertThat(letter.path("open").asBoolean()).isTrue();
        assertThat(letter.path("properties").path("cdc.topic").asText()).isEqualTo(RAW);
    }

    private static void showsOne(DetachedRun run) throws Exception {
        String id = JSON.readTree(verb(run, "dlq", "list", "--key", "{\"id\":3}", "--output", "json")
                        .out())
                .path("id")
                .asText();

        Launcher.Result shown = verb(run, "dlq", "show", id);

        assertThat(shown.out().lines()).hasSize(1);
        JsonNode letter = JSON.readTree(shown.out());
        assertThat(letter.at("/event/after/body").asText()).isEqualTo("three");
        assertThat(letter.path("event").has("metadata")).isFalse();
        assertThat(letter.path("properties").path("cdc.reason").asText()).isEqualTo("200-RULE_FAILED");

        Launcher.Result none = verb(run, "dlq", "show", id, "9999999:1");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.out()).as("those that there are").isEqualTo(shown.out());
        assertThat(none.err())
                .isEqualTo("pulsar-cdc: There is no dead letter 9999999:1 in the pipeline letters;"
                        + " dlq list --all shows those that there are.\n");
    }

    private static void purgesWhatIsMeant(DetachedRun run) throws Exception {
        Launcher.Result dry = verb(run, "dlq", "purge", "--reason", "NOT_JSON", "--dry-run");
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out()).endsWith("1 dead letters: 100-NOT_JSON 1\nNothing was changed.\n");
        Launcher.Result unasked = verb(run, "dlq", "purge", "--reason", "NOT_JSON");
        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(unasked.err()).startsWith("There is no terminal to ask on: say --yes to purge them, or --dry-run.");
        assertThat(backlog(run)).isEqualTo(3);

        Launcher.Result purged = verb(run, "dlq", "purge", "--reason", "NOT_JSON", "--yes");

        assertThat(purged.exitCode()).as(purged.err()).isZero();
        assertThat(purged.out()).endsWith("1 dead letters: 100-NOT_JSON 1\nPurged 1.\n");
        assertThat(backlog(run)).isEqualTo(2);
        assertThat(verb(run, "dlq", "list").out()).endsWith("2 dead letters: 200-RULE_FAILED 2\n");
        assertThat(verb(run, "dlq", "list", "--all").out())
                .contains("100-NOT_JSON  dbserver1.public.notes")
                .containsPattern("(?m)  \\(dealt with\\)$")
                .endsWith("3 dead letters: 100-NOT_JSON 1, 200-RULE_FAILED 2\n");
    }

    private static void refusesToWorkBesideAnother(DetachedRun run) throws Exception {
        try (Consumer<byte[]> another = run.client()
                .newConsumer(Schema.BYTES)
                .topic(LETTERS)
                .subscriptionName("pulsar-cdc-guard")
                .subscriptionType(SubscriptionType.Exclusive)
                .subscribe()) {
            Launcher.Result busy = verb(run, "dlq", "purge", "--yes");
            assertThat(busy.exitCode()).isEqualTo(1);
            assertThat(busy.out()).endsWith("Purged 0.\n");
            assertThat(busy.err())
                    .isEqualTo("pulsar-cdc: another replay or purge works on " + LETTERS
                            + " now; wait for its end and run this again\n");
            assertThat(another.isConnected()).isTrue();
        }
        assertThat(backlog(run)).isEqualTo(2);
    }

    private static void newLettersComeWhileOthersAreDealtWith(DetachedRun run) throws Exception {
        String letters = LETTERS.replace("notes", "quiet");
        try (Consumer<byte[]> dealing = run.client()
                .newConsumer(Schema.BYTES)
                .topic(letters)
                .subscriptionName("pulsar-cdc-guard")
                .subscriptionType(SubscriptionType.Exclusive)
                .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                .subscribe()) {
            run.sql("INSERT INTO quiet VALUES (1)");

            assertThat(run.messages(letters, 1, LIMIT).get(0).getProperties())
                    .containsEntry("cdc.reason", "200-RULE_FAILED");
            assertThat(dealing.isConnected()).isTrue();
        }
    }

    private static long backlog(DetachedRun run) throws Exception {
        return Objects.requireNonNull(run.admin()
                        .topics()
                        .getStats(LETTERS, true)
                        .getSubscriptions()
                        .get("pulsar-cdc-guard"))
                .getMsgBacklog();
    }

    private static Launcher.Result verb(DetachedRun run, Object... arguments) {
        return run.launcher(arguments).with("--data-dir", run.dataDirectory()).run(LIMIT);
    }
}
