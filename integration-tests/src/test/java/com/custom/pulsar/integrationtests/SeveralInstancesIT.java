package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.pulsar.client.api.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One pipeline whose function has one instance, then three, then one again; the steps of one run, in their order. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SeveralInstancesIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String TOPICS = "persistent://public/default/dbserver1.public.";
    private static final String FUNCTION = "cdc-enrichment";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEYS = 200;
    private static final int ROUNDS = 10;

    /** One enriched event or tombstone. */
    private record Stored(String key, int round, String producer) {
        static final int TOMBSTONE = -1;
    }

    private static Path folder;
    private static DetachedRun run;

    @BeforeAll
    static void startsAPipelineWithOneInstance() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "instances");
        configure(1);
        Files.writeString(folder.resolve("database.sql"), """
                CREATE TABLE orders (id int PRIMARY KEY, round int NOT NULL);
                CREATE TABLE notes (round int NOT NULL);
                INSERT INTO orders SELECT i, 0 FROM generate_series(1, 200) i;
                """);
        run = new DetachedRun(folder, Map.of());
    }

    private static void configure(int parallelism) throws IOException {
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: instances
                source: { tables: [ public.orders, public.notes ] }
                enrichment: { parallelism: %d }
                """.formatted(parallelism));
    }

    private static void change(int parallelism) throws IOException {
        run.down();
        configure(parallelism);
        run.restart();
    }

    @AfterAll
    static void stopsIt() {
        run.down();
    }

    @Test
    @Order(1)
    void oneInstanceStoresEachEventOnce() throws Exception {
        rounds(1, ROUNDS);

        List<Stored> stored = enriched((ROUNDS + 1) * KEYS);
        assertThat(stored).hasSize((ROUNDS + 1) * KEYS);
        byKey(stored).values().forEach(events -> assertThat(events).isEqualTo(upTo(ROUNDS)));
        assertThat(producers(stored)).containsExactly(FUNCTION);
    }

    @Test
    @Order(2)
    void threeInstancesShareTheKeysAndTheLossOfOneLosesNothing() throws Exception {
        change(3);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(run.status().path("function").path("instances").asInt()).isEqualTo(3);
            assertThat(run.status().path("function").path("running").asBoolean())
                    .isTrue();
        });
        List<Long> before = functions();
        assertThat(before).hasSize(3);
        // One that subscribes later has no share of what is read before.
        await().atMost(SOON).untilAsserted(() -> assertThat(consumers()).isEqualTo(3));

        rounds(ROUNDS + 1, 2 * ROUNDS);
        // One that is killed before it has stored anything has taken no part.
        List<Stored> halfWay = enriched((2 * ROUNDS + 1) * KEYS);
        assertThat(producers(halfWay.subList((ROUNDS + 1) * KEYS, halfWay.size())))
                .containsExactly(FUNCTION + "-0", FUNCTION + "-1", FUNCTION + "-2");
        rounds(2 * ROUNDS + 1, 2 * ROUNDS + 5);
        Processes.kill(before.get(1));
        rounds(2 * ROUNDS + 6, 3 * ROUNDS);
        run.sql("DELETE FROM orders WHERE id <= 50");

        await().atMost(SOON).untilAsserted(() -> assertThat(lag()).isZero());
        List<Stored> all = enriched((3 * ROUNDS + 1) * KEYS + 100);
        Map<String, List<Integer>> byKey = byKey(all);
        assertThat(byKey).hasSize(KEYS);
        byKey.forEach((key, events) -> {
            List<Integer> expected = new ArrayList<>(upTo(3 * ROUNDS));
            if (id(key) <= 50) {
                // The delete has the key only, and a round of 0 for a column that may not be null.
                expected.add(-2);
                expected.add(Stored.TOMBSTONE);
            }
            assertThat(firsts(events)).as("where each comes first, of " + key).isEqualTo(expected);
            assertThat(lasts(events)).as("where each comes last, of " + key).isEqualTo(expected);
        });
        assertThat(functions()).doesNotContain(before.get(1));
    }

    private static int consumers() throws Exception {
        return Objects.requireNonNull(run.admin()
                        .topics()
                        .getStats(TOPICS + "orders")
                        .getSubscriptions()
                        .get(FUNCTION))
                .getConsumers()
                .size();
    }

    @Test
    @Order(3)
    void eventsWithoutAKeyArriveToo() throws Exception {
        run.sql("INSERT INTO notes SELECT i FROM generate_series(1, 500) i");

        List<Integer> rounds = new ArrayList<>();
        for (Message<byte[]> message : run.messages(TOPICS + "notes-enriched", 500, SOON)) {
            assertThat(message.hasKey()).isFalse();
            rounds.add(JSON.readTree(message.getData()).at("/after/round").asInt());
        }
        assertThat(rounds)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 500).boxed().toList());
    }

    @Test
    @Order(4)
    void oneInstanceGoesOnWhereTheThreeEnded() throws Exception {
        int before = enriched(1).size();
        change(1);
        run.sql("UPDATE orders SET round = 1000 WHERE id > 50");

        List<Stored> all = enriched(before + 150);
        List<Stored> last = all.subList(all.size() - 150, all.size());
        assertThat(last).extracting(Stored::round).containsOnly(1000);
        assertThat(producers(last)).containsExactly(FUNCTION);
        assertThat(byKey(last)).hasSize(150);
        await().atMost(SOON).untilAsserted(() -> assertThat(lag()).isZero());
    }

    private static void rounds(int first, int last) throws SQLException {
        try (Connection connection = run.postgres();
                Statement statement = connection.createStatement()) {
            for (int round = first; round <= last; round++) {
                statement.execute("UPDATE orders SET round = " + round);
            }
        }
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(0, last).boxed().toList();
    }

    private static int id(String key) {
        return Integer.parseInt(key.replaceAll("\\D", ""));
    }

    private static List<Stored> enriched(int atLeast) throws IOException {
        List<Stored> stored = new ArrayList<>();
        for (Message<byte[]> message : run.messages(TOPICS + "orders-enriched", atLeast, SOON)) {
            stored.add(new Stored(message.getKey(), round(message), message.getProducerName()));
        }
        return stored;
    }

    private static int round(Message<byte[]> message) throws IOException {
        if (message.getData() == null || message.getData().length == 0) {
            return Stored.TOMBSTONE;
        }
        JsonNode event = JSON.readTree(message.getData());
        return event.path("op").asText().equals("d")
                ? -2
                : event.at("/after/round").asInt();
    }

    private static Map<String, List<Integer>> byKey(List<Stored> stored) {
        Map<String, List<Integer>> byKey = new TreeMap<>();
        stored.forEach(event ->
                byKey.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event.round()));
        return byKey;
    }

    private static Set<String> producers(List<Stored> stored) {
        Set<String> producers = new TreeSet<>();
        stored.forEach(event -> producers.add(event.producer()));
        return producers;
    }

    private static List<Integer> firsts(List<Integer> rounds) {
        return List.copyOf(new LinkedHashSet<>(rounds));
    }

    private static List<Integer> lasts(List<Integer> rounds) {
        List<Integer> backwards = new ArrayList<>(rounds);
        Collections.reverse(backwards);
        List<Integer> lasts = new ArrayList<>(firsts(backwards));
        Collections.reverse(lasts);
        return lasts;
    }

    private static int lag() {
        return run.status().path("lag").asInt();
    }

    private static List<Long> functions() {
        return Processes.mentioning("\"name\":\"" + FUNCTION + "\"").stream()
                .filter(pid -> Processes.commandLine(pid).contains(folder.toString()))
                .toList();
    }
}
