package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.EventProperty;
import com.custom.pulsar.envelope.JsonView;
import com.custom.pulsar.rules.EventSchema;
import com.custom.pulsar.rules.RuleSettings;
import com.custom.pulsar.rules.RuleTexts;
import com.custom.pulsar.rules.Unchanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Made-up changes of a made-up table, with restarts of the function behind whatever was acknowledged, compactions, changes that the source sends
 * once more and events that are too large: a value that is filled in is always the one that the row had at the change.
 */
final class LastKnownAgreesWithTheTableTest {
    private static final String TOPIC = "persistent://public/default/cdc-enrichment-last-known";
    private static final String RAW = "persistent://public/default/p.public.t";
    private static final String MARK = "__debezium_unavailable_value";
    private static final TableSchema SCHEMA = new TableSchema("{}".getBytes(UTF_8), EventSchema.NONE, null);
    private static final int STEPS = 3_000;
    private static final int KEYS = 8;

    /** An event, and what its row held. */
    private record Change(RawEvent event, Map<String, String> row) {}

    private final FakeBroker broker = new FakeBroker();
    private final Map<Integer, Map<String, String>> table = new HashMap<>();
    private final List<Change> stream = new ArrayList<>();
    private final List<Integer> oversized = new ArrayList<>();
    private Random random = new Random(0);
    private LastKnown lastKnown = lastKnown();
    private int values;
    private long lsn;
    private int filledIn;
    private int notKnown;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aValueIsThatOfTheRowOrItIsNotKnown(long seed) throws PulsarClientException {
        random = new Random(seed);
        int done = 0;
        for (int step = 0; step < STEPS; step++) {
            change();
            if (random.nextInt(100) == 0) {
                sendOnceMore();
            }
            while (done < stream.size()) {
                process(stream.get(done));
                done++;
            }
            if (random.nextInt(25) == 0) {
                done = restart(done);
            }
        }

        assertThat(filledIn).isGreaterThan(notKnown / 2);
    }

    private void change() {
        int key = random.nextInt(KEYS);
        @Nullable Map<String, String> before = table.get(key);
        int what = random.nextInt(100);
        if (what == 0) {
            table.clear();
            send("t", null, Map.of(), Map.of());
        } else if (before == null) {
            // In an order of its own, so that a seed always gives the same.
            Map<String, String> row = new LinkedHashMap<>();
            row.put("a", value());
            row.put("b", value());
            table.put(key, row);
            send("c", key, row, row);
        } else if (what < 4) {
            table.remove(key);
            send("d", key, null, Map.of());
        } else if (what < 8) {
            move(key, before);
        } else {
            update(key, before, what < 11);
        }
    }

    /** To another key, which comes as a delete and an insert; the insert has marks. */
    private void move(int key, Map<String, String> row) {
        int to = random.nextInt(KEYS);
        if (!table.containsKey(to)) {
            table.remove(key);
            table.put(to, row);
            Map<String, String> sent = new LinkedHashMap<>();
            row.forEach((column, value) -> sent.put(column, value.length() > 60 ? MARK : value));
            send("d", key, null, Map.of());
            send("c", to, sent, row);
        }
    }

    private void update(int key, Map<String, String> before, boolean isTooLarge) {
        Map<String, String> row = new LinkedHashMap<>(before);
        Map<String, String> sent = new LinkedHashMap<>();
        row.forEach((column, old) -> {
            boolean changes = random.nextInt(6) == 0;
            String now = changes ? value() : old;
            row.put(column, now);
            // One that is long may be kept in the row nevertheless.
            sent.put(column, !changes && now.length() > 60 && random.nextInt(10) > 0 ? MARK : now);
        });
        table.put(key, row);
        if (isTooLarge) {
            lsn++;
            oversized.add(key);
        } else {
            send("u", key, sent, row);
        }
    }

    private String value() {
        String own = "v" + ++values;
        return random.nextInt(3) == 0 ? own : own + "x".repeat(70);
    }

    private void send(String op, @Nullable Integer key, @Nullable Map<String, String> after, Map<String, String> row) {
        Map<String, String> properties = new HashMap<>(Map.of(EventProperty.LSN, Long.toString(++lsn)));
        if (!oversized.isEmpty()) {
            List<String> keys =
                    oversized.stream().map(id -> "{\"id\":" + id + "}").toList();
            properties.put(
                    EventProperty.MISSING_BEFORE,
                    random.nextBoolean() ? EventProperty.ANY : "[" + String.join(",", keys) + "]");
            oversized.clear();
        }
        String value = "{\"before\":" + (op.equals("d") ? "{}" : "null") + ",\"after\":" + json(after)
                + ",\"source\":{},\"op\":\"" + op + "\"}";
        send(key == null ? null : ("{\"id\":" + key + "}").getBytes(UTF_8), value, properties, row);
    }

    private static String json(@Nullable Map<String, String> row) {
        if (row == null || row.isEmpty()) {
            return "null";
        }
        List<String> members = new ArrayList<>();
        row.forEach((column, value) -> members.add("\"" + column + "\":\"" + value + "\""));
        return "{" + String.join(",", members) + "}";
    }

    private void send(
            byte @Nullable [] key, @Nullable String value, Map<String, String> properties, Map<String, String> row) {
        byte[] bytes = value == null ? null : value.getBytes(UTF_8);
        RawEvent event = new RawEvent(RAW, new FakeBroker.Id(stream.size()), key, bytes, 0, 0, properties, null, null);
        stream.add(new Change(event, row));
    }

    /** As the source does from its stored position on: the same changes behind those that are there. */
    private void sendOnceMore() {
        int from = Math.max(0, stream.size() - random.nextInt(30));
        for (Change change : List.copyOf(stream.subList(from, stream.size()))) {
            RawEvent event = change.event();
            byte[] value = Objects.requireNonNull(event.value());
            send(event.key(), new String(value, UTF_8), event.properties(), change.row());
        }
    }

    private void process(Change change) throws PulsarClientException {
        Recalled recalled = lastKnown.recall(change.event(), RAW, SCHEMA);
        recalled.toRemember()
                .forEach(message -> broker.answer(new FakeBroker.Sent(TOPIC, message, new CompletableFuture<>())));
        Map<String, String> sent = newRow(Objects.requireNonNull(change.event().value()));
        String told = recalled.properties().getOrDefault(EventProperty.NOT_KNOWN, "");
        newRow(Objects.requireNonNull(recalled.value())).forEach((column, value) -> {
            boolean isMark = value.equals(MARK);
            assertThat(told.contains("\"" + column + "\"")).isEqualTo(isMark);
            if (isMark) {
                notKnown++;
            } else {
                assertThat(value).isEqualTo(change.row().get(column));
                filledIn += MARK.equals(sent.get(column)) ? 1 : 0;
            }
        });
    }

    private static Map<String, String> newRow(byte[] event) {
        Map<String, String> row = new LinkedHashMap<>();
        JsonView after = Objects.requireNonNull(
                Objects.requireNonNull(new EnvelopeScanner().read(event)).member("after"));
        if (after.kind() == JsonView.Kind.OBJECT) {
            after.forEachMember((column, value) -> row.put(column, value.text()));
        }
        return row;
    }

    /** Of what was not acknowledged, some may be stored; and what is stored may be compacted up to some place. */
    private int restart(int done) {
        int acknowledged = Math.max(0, done - random.nextInt(40));
        List<Outgoing> stored = broker.stored.getOrDefault(TOPIC, List.of());
        int kept = stored.size();
        while (kept > 0 && number(stored.get(kept - 1)) >= acknowledged && random.nextInt(5) > 0) {
            kept--;
        }
        List<Outgoing> left = new ArrayList<>(stored.subList(0, kept));
        int horizon = random.nextBoolean() ? left.size() : random.nextInt(left.size() + 1);
        Map<String, Outgoing> compacted = new LinkedHashMap<>();
        for (Outgoing message : left.subList(0, horizon)) {
            String key = new String(Objects.requireNonNull(message.key()), UTF_8);
            compacted.remove(key);
            if (message.value() != null) {
                compacted.put(key, message);
            }
        }
        List<Outgoing> holds = new ArrayList<>(compacted.values());
        holds.addAll(left.subList(horizon, left.size()));
        broker.stored.put(TOPIC, holds);
        lastKnown = lastKnown();
        return acknowledged;
    }

    private static int number(Outgoing message) {
        return ((FakeBroker.Id) message.raw().id()).number();
    }

    private LastKnown lastKnown() {
        RuleTexts texts = new RuleTexts(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Unchanged.LAST_KNOWN));
        return new LastKnown(
                broker, TOPIC, new RuleSettings(texts, Map.of()), new Counters((metric, amount) -> {}), 1_000_000);
    }
}
