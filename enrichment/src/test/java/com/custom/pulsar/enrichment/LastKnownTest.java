package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.envelope.EventProperty;
import com.custom.pulsar.rules.EventSchema;
import com.custom.pulsar.rules.RuleSettings;
import com.custom.pulsar.rules.RuleTexts;
import com.custom.pulsar.rules.Unchanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The memory by itself: each event is given to it, and what is to be remembered is stored in the broker in memory. */
final class LastKnownTest {
    private static final String TOPIC = "persistent://public/default/cdc-enrichment-last-known";
    private static final String RAW = "persistent://public/default/p.public.t";
    private static final String MARK = "\"__debezium_unavailable_value\"";
    private static final String LONG = text('x');
    private static final String OTHER = text('y');
    private static final TableSchema SCHEMA = schema("{\"name\":\"doc\",\"type\":\"string\"}");

    private final FakeBroker broker = new FakeBroker();
    private final Map<String, Double> metrics = new HashMap<>();
    private final Counters counters = new Counters((metric, amount) -> metrics.merge(metric, amount, Double::sum));
    private LastKnown lastKnown = lastKnown(Unchanged.LAST_KNOWN, LastKnown.MOST_BYTES);
    private int position;
    private long lsn;

    @Test
    void anUpdateGetsTheValueOfTheLastEventThatHadIt() throws PulsarClientException {
        give("c", "1", "{\"id\":1,\"n\":1,\"doc\":" + LONG + "}");
        give("c", "2", "{\"id\":2,\"n\":1,\"doc\":" + OTHER + "}");

        Recalled first = give("u", "1", "{\"id\":1,\"n\":2,\"doc\":" + MARK + "}");
        give("u", "1", "{\"id\":1,\"n\":2,\"doc\":" + OTHER + "}");
        Recalled second = give("u", "1", "{\"id\":1,\"n\":3,\"doc\":" + MARK + "}");

        assertThat(text(first)).isEqualTo(event("u", "{\"id\":1,\"n\":2,\"doc\":" + LONG + "}"));
        assertThat(text(second)).isEqualTo(event("u", "{\"id\":1,\"n\":3,\"doc\":" + OTHER + "}"));
        assertThat(second.properties()).doesNotContainKey(EventProperty.NOT_KNOWN);
        counters.flush();
        assertThat(metrics)
                .containsEntry("pulsar_cdc_unchanged_filled_in", 2.0)
                .containsEntry("pulsar_cdc_unchanged_not_known", 0.0);
    }

    @Test
    void aMarkStaysAndIsToldWhereTheValueIsNotKnown() throws PulsarClientException {
        Recalled recalled = give("u", "1", "{\"id\":1,\"doc\":" + MARK + ",\"a\\\"b\":[" + MARK + "]}");

        assertThat(text(recalled)).contains(MARK);
        assertThat(recalled.properties()).containsEntry(EventProperty.NOT_KNOWN, "[\"doc\",\"a\\\"b\"]");
        counters.flush();
        assertThat(metrics).containsEntry("pulsar_cdc_unchanged_not_known", 2.0);
    }

    @Test
    void severalColumnsOfOneEventAreFilledInWhereTheyStand() throws PulsarClientException {
        give("c", "1", "{ \"a\": " + LONG + ", \"n\": 1, \"b\": [" + OTHER + "], \"c\": {\"x\":" + LONG + "} }");

        Recalled recalled =
                give("u", "1", "{ \"b\": [" + MARK + "], \"n\": 2, \"a\": " + MARK + ", \"c\":" + MARK + "}");

        assertThat(text(recalled))
                .isEqualTo(event(
                        "u", "{ \"b\": [" + OTHER + "], \"n\": 2, \"a\": " + LONG + ", \"c\":{\"x\":" + LONG + "}}"));
    }

    @Test
    void anUpdateOfOtherColumnsStoresNothing() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        int before = stored();

        give("u", "1", "{\"n\":2,\"doc\":" + MARK + "}");
        give("u", "1", "{\"n\":3,\"doc\":" + LONG + "}");
        give("u", "9", "{\"n\":3,\"short\":\"open\"}");

        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aValueThatBecomesShortIsForgotten() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        give("u", "1", "{\"doc\":\"short\"}");

        assertNotKnown(give("u", "1", "{\"doc\":" + MARK + "}"));
        assertThat(newest("1")).isNull();
    }

    @Test
    void deletedAndTruncatedRowsAreForgotten() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        give("c", "2", "{\"doc\":" + LONG + "}");
        give("c", "3", "{\"doc\":" + LONG + "}");
        give("d", "1", null);
        assertNotKnown(give("u", "1", "{\"doc\":" + MARK + "}"));
        assertKnown(give("u", "2", "{\"doc\":" + MARK + "}"));
        tombstone("3");
        assertNotKnown(give("u", "3", "{\"doc\":" + MARK + "}"));

        give("t", null, null);

        assertNotKnown(give("u", "2", "{\"doc\":" + MARK + "}"));
        assertThat(newest("2")).isNull();
    }

    @Test
    void anInsertWithAMarkIsOfAnotherRowThanWhatIsKnown() throws PulsarClientException {
        give("c", "2", "{\"doc\":" + LONG + "}");

        assertNotKnown(give("c", "2", "{\"doc\":" + MARK + "}"));
        assertNotKnown(give("u", "2", "{\"doc\":" + MARK + "}"));
    }

    @Test
    void aRowWhoseEventWasTooLargeIsForgottenByTheNextEventOfItsTable() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        give("c", "2", "{\"doc\":" + LONG + "}");

        give("c", "3", "{}", Map.of(EventProperty.MISSING_BEFORE, "[{\"id\":1}]"), SCHEMA);

        assertNotKnown(give("u", "1", "{\"doc\":" + MARK + "}"));
        assertKnown(give("u", "2", "{\"doc\":" + MARK + "}"));
        assertThat(newest("1")).isNull();
    }

    @Test
    void allRowsAreForgottenWhereItIsNotToldWhoseEventWasTooLarge() throws PulsarClientException {
        for (String rows : List.of("*", "", "[{")) {
            give("c", "1", "{\"doc\":" + LONG + "}");
            assertNotKnown(
                    give("u", "1", "{\"doc\":" + MARK + "}", Map.of(EventProperty.MISSING_BEFORE, rows), SCHEMA));
        }
    }

    @Test
    void anAddedColumnChangesNothingAndALostOrOtherOneForgetsTheTable() throws PulsarClientException {
        String doc = "{\"name\":\"doc\",\"type\":\"string\"}";
        String added = doc + ",{\"name\":\"doc2\",\"type\":\"string\"}";
        TableSchema wider = schema(added);
        TableSchema renamed = schema("{\"name\":\"doc\",\"type\":\"string\"},{\"name\":\"x\",\"type\":\"string\"}");
        TableSchema retyped = schema("{\"name\":\"doc\",\"type\":\"bytes\"},{\"name\":\"x\",\"type\":\"string\"}");
        give("c", "1", "{\"doc\":" + LONG + "}");

        assertKnown(give("u", "1", "{\"doc\":" + MARK + "}", Map.of(), wider));
        assertNotKnown(give("u", "1", "{\"doc\":" + MARK + "}", Map.of(), renamed));
        give("u", "1", "{\"doc\":" + LONG + "}", Map.of(), renamed);
        assertKnown(give("u", "1", "{\"doc\":" + MARK + "}", Map.of(), renamed));
        assertNotKnown(give("u", "1", "{\"doc\":" + MARK + "}", Map.of(), retyped));
    }

    @Test
    void whatChangedWhileItWasDownIsSeenByTheFirstEvent() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        restart(Unchanged.LAST_KNOWN);

        TableSchema other = schema("{\"name\":\"doc\",\"type\":\"bytes\"}");

        assertNotKnown(give("u", "1", "{\"doc\":" + MARK + "}", Map.of(), other));
    }

    @Test
    void anEventOfAnotherStreamForgetsItsTable() throws PulsarClientException {
        Map<String, String> first = Map.of(EventProperty.LINEAGE, "a");
        give("c", "1", "{\"doc\":" + LONG + "}", first, SCHEMA);
        assertKnown(give("u", "1", "{\"doc\":" + MARK + "}"));
        restart(Unchanged.LAST_KNOWN);
        assertKnown(give("u", "1", "{\"doc\":" + MARK + "}", first, SCHEMA));

        assertNotKnown(give("u", "1", "{\"doc\":" + MARK + "}", Map.of(EventProperty.LINEAGE, "b"), SCHEMA));
        restart(Unchanged.LAST_KNOWN);
        give("u", "1", "{\"doc\":" + OTHER + "}", Map.of(EventProperty.LINEAGE, "b"), SCHEMA);
        restart(Unchanged.LAST_KNOWN);

        assertThat(text(give("u", "1", "{\"doc\":" + MARK + "}", Map.of(EventProperty.LINEAGE, "b"), SCHEMA)))
                .contains(OTHER);
    }

    @Test
    void rowsOfAPartitionedTopicAreNotRemembered() throws PulsarClientException {
        String partition = RAW + "-partition-0";
        for (String doc : List.of(LONG, MARK)) {
            RawEvent event = raw("1", event("u", "{\"doc\":" + doc + "}"), Map.of(), null);
            RawEvent ofPartition = new RawEvent(
                    partition, event.id(), event.key(), event.value(), 0, 0, event.properties(), null, null);
            Recalled recalled = lastKnown.recall(ofPartition, RAW, SCHEMA);
            assertThat(text(recalled)).contains(doc);
            assertThat(recalled.properties().containsKey(EventProperty.NOT_KNOWN))
                    .isEqualTo(doc.equals(MARK));
        }
    }

    @Test
    void aRestartKnowsWhatWasStored() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + ",\"ü\":" + OTHER + "}");
        give("c", "2", "{\"doc\":" + LONG + "}");
        give("d", "2", null);
        restart(Unchanged.LAST_KNOWN);

        Recalled recalled = give("u", "1", "{\"ü\":" + MARK + ",\"doc\":" + MARK + "}");

        assertThat(text(recalled)).isEqualTo(event("u", "{\"ü\":" + OTHER + ",\"doc\":" + LONG + "}"));
        assertNotKnown(give("u", "2", "{\"doc\":" + MARK + "}"));
    }

    @Test
    void anEventThatComesAgainGetsTheValueOfItsOwnTime() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        give("u", "1", "{\"n\":2,\"doc\":" + MARK + "}");
        give("u", "1", "{\"n\":3,\"doc\":" + OTHER + "}");
        give("u", "1", "{\"n\":4,\"doc\":" + MARK + "}");
        restart(Unchanged.LAST_KNOWN);
        position = 1;
        lsn = 1;

        assertThat(text(give("u", "1", "{\"n\":2,\"doc\":" + MARK + "}"))).contains(LONG);
        give("u", "1", "{\"n\":3,\"doc\":" + OTHER + "}");
        assertThat(text(give("u", "1", "{\"n\":4,\"doc\":" + MARK + "}"))).contains(OTHER);
    }

    @Test
    void anEventThatComesAgainDoesNotGetALaterValue() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        restart(Unchanged.LAST_KNOWN);
        position = -1;

        assertNotKnown(give("u", "1", "{\"doc\":" + MARK + "}"));
    }

    @Test
    void aChangeThatTheSourceSendsOnceMoreDoesNotGetALaterValue() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        give("u", "1", "{\"n\":2,\"doc\":" + MARK + "}");
        give("u", "1", "{\"n\":3,\"doc\":" + OTHER + "}");
        lsn = 1;

        assertNotKnown(give("u", "1", "{\"n\":2,\"doc\":" + MARK + "}"));
        give("u", "1", "{\"n\":3,\"doc\":" + OTHER + "}");
        assertThat(text(give("u", "1", "{\"n\":4,\"doc\":" + MARK + "}"))).contains(OTHER);
    }

    @Test
    void whatAnotherInstanceStoredUntilTheFirstEventIsKnown() throws PulsarClientException {
        LastKnown next = lastKnown(Unchanged.LAST_KNOWN, LastKnown.MOST_BYTES);
        next.beginSession();
        give("c", "1", "{\"doc\":" + LONG + "}");
        lastKnown = next;

        assertKnown(give("u", "1", "{\"doc\":" + MARK + "}"));
    }

    @Test
    void whatIsNotStoredIsForgottenWithTheSession() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        recall("u", "1", "{\"doc\":" + OTHER + "}", Map.of(), SCHEMA, null);

        lastKnown.beginSession();

        assertThat(text(give("u", "1", "{\"doc\":" + MARK + "}"))).contains(LONG);
    }

    @Test
    void aTableThatIsNoLongerRememberedIsForgottenByItsFirstEvent() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        restart(Unchanged.MARK);

        Recalled asItCame = give("u", "1", "{\"doc\":" + MARK + "}");
        assertThat(asItCame.properties()).doesNotContainKey(EventProperty.NOT_KNOWN);
        assertThat(newest("1")).isNull();
        assertThat(give("u", "1", "{\"doc\":" + LONG + "}").toRemember()).isEmpty();
        restart(Unchanged.LAST_KNOWN);

        assertNotKnown(give("u", "1", "{\"doc\":" + MARK + "}"));
    }

    @Test
    void whoMayNotReadTheMemoryNeedsToOnlyWhereItIsAskedFor() throws PulsarClientException {
        broker.forbidden.add(TOPIC);
        restart(Unchanged.MARK);

        assertThat(give("c", "1", "{\"doc\":" + LONG + "}").toRemember()).isEmpty();
        restart(Unchanged.LAST_KNOWN);
        assertThatThrownBy(() -> give("c", "1", "{\"doc\":" + LONG + "}"))
                .isInstanceOf(PulsarClientException.AuthorizationException.class);
    }

    @Test
    void whatThereIsNoRoomForIsForgottenInTheTopicTooTheLeastUsedFirst() throws PulsarClientException {
        lastKnown = lastKnown(Unchanged.LAST_KNOWN, 3_000);
        for (int id = 1; id <= 3; id++) {
            give("c", Integer.toString(id), "{\"doc\":" + LONG + "}");
        }
        assertKnown(give("u", "1", "{\"doc\":" + MARK + "}"));
        for (int id = 4; id <= 7; id++) {
            give("c", Integer.toString(id), "{\"doc\":" + LONG + "}");
        }

        assertThat(newest("2")).isNull();
        assertThat(newest("1")).isNotNull();
        assertNotKnown(give("u", "2", "{\"doc\":" + MARK + "}"));
        assertKnown(give("u", "1", "{\"doc\":" + MARK + "}"));
    }

    @Test
    void whatTheTopicHasAndThereIsNoRoomForIsForgottenByTheFirstEvent() throws PulsarClientException {
        for (int id = 1; id <= 7; id++) {
            give("c", Integer.toString(id), "{\"doc\":" + LONG + "}");
        }
        lastKnown = lastKnown(Unchanged.LAST_KNOWN, 3_000);
        assertThat(newest("1")).isNotNull();

        give("c", "9", "{}");

        assertThat(newest("1")).isNull();
        assertThat(newest("7")).isNotNull();
        assertThat(stored()).isEqualTo(8 + 2);
    }

    @Test
    void whatTheTopicHasLaterThanWhatThereWasNoRoomForIsKnown() throws PulsarClientException {
        for (int id = 1; id <= 7; id++) {
            give("c", Integer.toString(id), "{\"doc\":" + LONG + "}");
        }
        give("u", "1", "{\"doc\":" + OTHER + "}");
        lastKnown = lastKnown(Unchanged.LAST_KNOWN, 3_000);

        assertThat(text(give("u", "1", "{\"doc\":" + MARK + "}"))).contains(OTHER);
        assertThat(newest("1")).isNotNull();
        assertThat(newest("2")).isNull();
        assertThat(newest("7")).isNotNull();
    }

    @Test
    void aRowWithTooMuchOfItIsNotRemembered() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        give("u", "1", "{\"doc\":\"" + "z".repeat(5 << 20) + "\"}");

        assertNotKnown(give("u", "1", "{\"doc\":" + MARK + "}"));
    }

    @Test
    void aReplayedLetterGetsTheValueOfItsTimeAndChangesNothing() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        give("u", "1", "{\"n\":2,\"doc\":" + MARK + "}");
        int before = stored();
        ReplayedLetter letter = new ReplayedLetter(RAW, "7:1:-1", 1);
        ReplayedLetter early = new ReplayedLetter(RAW, "6:1:-1", 1);
        ReplayedLetter forged = new ReplayedLetter(RAW, "what", 1);

        assertKnown(recall("u", "1", "{\"doc\":" + MARK + "}", Map.of(), SCHEMA, letter));
        assertNotKnown(recall("u", "1", "{\"doc\":" + MARK + "}", Map.of(), SCHEMA, early));
        assertNotKnown(recall("u", "1", "{\"doc\":" + MARK + "}", Map.of(), SCHEMA, forged));
        recall("d", "1", null, Map.of(), SCHEMA, letter);
        recall("t", null, null, Map.of(), SCHEMA, letter);
        recall("u", "1", "{\"doc\":" + OTHER + "}", Map.of(), SCHEMA, letter);

        assertThat(stored()).isEqualTo(before);
        assertThat(text(give("u", "1", "{\"doc\":" + MARK + "}"))).contains(LONG);
    }

    @Test
    void whatIsNoEventAndWhatHasNoKeyIsLeftAsItIs() throws PulsarClientException {
        RawEvent junk = raw("1", "junk", Map.of(), null);
        assertThat(lastKnown.recall(junk, RAW, SCHEMA).value()).isEqualTo(junk.value());
        give("c", null, "{\"doc\":" + LONG + "}");

        assertNotKnown(give("u", null, "{\"doc\":" + MARK + "}"));
    }

    @Test
    void rowsOfTheSameKeyInOtherTablesAreOtherRows() throws PulsarClientException {
        give("c", "1", "{\"doc\":" + LONG + "}");
        RawEvent other = new RawEvent(
                RAW + "2",
                new FakeBroker.Id(9),
                "{\"id\":1}".getBytes(UTF_8),
                event("u", "{\"doc\":" + MARK + "}").getBytes(UTF_8),
                0,
                0,
                Map.of(),
                null,
                null);

        assertNotKnown(lastKnown.recall(other, RAW + "2", SCHEMA));
    }

    private LastKnown lastKnown(Unchanged unchanged, long mostBytes) {
        RuleTexts texts = new RuleTexts(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(unchanged));
        return new LastKnown(broker, TOPIC, new RuleSettings(texts, Map.of()), counters, mostBytes);
    }

    private void restart(Unchanged unchanged) {
        lastKnown = lastKnown(unchanged, LastKnown.MOST_BYTES);
    }

    private Recalled give(String op, @Nullable String id, @Nullable String after) throws PulsarClientException {
        return give(op, id, after, Map.of(), SCHEMA);
    }

    private Recalled give(
            String op, @Nullable String id, @Nullable String after, Map<String, String> properties, TableSchema schema)
            throws PulsarClientException {
        Recalled recalled = recall(op, id, after, properties, schema, null);
        store(recalled);
        return recalled;
    }

    private void tombstone(String id) throws PulsarClientException {
        store(lastKnown.recall(raw(id, null, Map.of(), null), RAW, SCHEMA));
    }

    private void store(Recalled recalled) {
        recalled.toRemember()
                .forEach(message -> broker.answer(new FakeBroker.Sent(TOPIC, message, new CompletableFuture<>())));
    }

    private Recalled recall(
            String op,
            @Nullable String id,
            @Nullable String after,
            Map<String, String> properties,
            TableSchema schema,
            @Nullable ReplayedLetter letter)
            throws PulsarClientException {
        return lastKnown.recall(raw(id, event(op, after), properties, letter), RAW, schema);
    }

    private RawEvent raw(
            @Nullable String id,
            @Nullable String value,
            Map<String, String> properties,
            @Nullable ReplayedLetter letter) {
        Map<String, String> all = new HashMap<>(properties);
        all.put(EventProperty.LSN, Long.toString(++lsn));
        return new RawEvent(
                letter == null ? RAW : "persistent://public/default/cdc-enrichment-replay",
                new FakeBroker.Id(++position),
                id == null ? null : ("{\"id\":" + id + "}").getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                0,
                0,
                all,
                null,
                letter);
    }

    private static String event(String op, @Nullable String after) {
        return "{\"before\":" + (op.equals("d") ? "{}" : "null") + ",\"after\":" + after
                + ",\"source\":{\"table\":\"t\"},\"op\":\"" + op + "\"}";
    }

    private static TableSchema schema(String columns) {
        String avro = "{\"type\":\"record\",\"name\":\"Envelope\",\"fields\":[{\"name\":\"before\",\"type\":[\"null\","
                + "{\"type\":\"record\",\"name\":\"Value\",\"fields\":[" + columns + "]}]}]}";
        return new TableSchema(avro.getBytes(UTF_8), EventSchema.NONE, null);
    }

    private static String text(char letter) {
        return '"' + Character.toString(letter).repeat(100) + '"';
    }

    private static String text(Recalled recalled) {
        return new String(Objects.requireNonNull(recalled.value()), UTF_8);
    }

    private static void assertKnown(Recalled recalled) {
        assertThat(text(recalled)).contains("\"doc\":" + LONG);
        assertThat(recalled.properties()).doesNotContainKey(EventProperty.NOT_KNOWN);
    }

    private static void assertNotKnown(Recalled recalled) {
        assertThat(text(recalled)).contains("\"doc\":" + MARK);
        assertThat(recalled.properties()).containsEntry(EventProperty.NOT_KNOWN, "[\"doc\"]");
    }

    private int stored() {
        return broker.stored.getOrDefault(TOPIC, List.of()).size();
    }

    /** What the topic holds for a row in the end; null if it is forgotten. */
    private byte @Nullable [] newest(String id) {
        List<Outgoing> ofRow = new ArrayList<>(broker.stored.getOrDefault(TOPIC, List.of()));
        ofRow.removeIf(message ->
                !new String(Objects.requireNonNull(message.key()), UTF_8).equals(RAW + "\n{\"id\":" + id + "}"));
        return ofRow.isEmpty() ? null : ofRow.get(ofRow.size() - 1).value();
    }
}
