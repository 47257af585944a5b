package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.pipeline.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final TableName CUSTOMERS = TableName.parse("public.customers");
    private static final String FUNCTION = "cdc-enrichment";
    private static final String KEY = "{\"id\":4}";
    private static final String INSERTED = "{\"id\":4,\"name\":\"Dahlia\",\"price\":10.50,\"at\":\"2026-01-01\"}";
    private static final String UPDATED = "{\"id\":4,\"name\":\"Erica\",\"price\":10.50,\"at\":\"2026-01-01\"}";

    private final List<ExpectedChange> changes = changes(List.of(), List.of(INSERTED), List.of(UPDATED), List.of());

    /** As Debezium writes them: a numeric as text, a date as days, and of a delete no more than the key. */
    private final List<EnrichedEvent> events = List.of(
            event(KEY, "c", "null", "{\"id\":4,\"name\":\"Dahlia\",\"price\":\"10.50\",\"at\":20454}"),
            event(KEY, "u", "null", "{\"id\":4,\"name\":\"Erica\",\"price\":\"10.50\",\"at\":20454}"),
            event(KEY, "d", "{\"id\":4,\"name\":\"\",\"price\":\"\",\"at\":0}", "null"),
            tombstone(KEY));

    @Test
    void eachChangeWithItsEventIsComplete() {
        Reconciliation result = Reconciliation.of(changes, events, 0, FUNCTION);

        assertThat(result).isEqualTo(new Reconciliation(3, 3, 0, 0, 0, List.of()));
        assertThat(result.isComplete()).isTrue();
    }

    @Test
    void aWithheldEventIsMissing() {
        for (int withheld = 0; withheld < 3; withheld++) {
            List<EnrichedEvent> seen = new ArrayList<>(events);
            seen.remove(withheld);

            Reconciliation result = Reconciliation.of(changes, seen, 0, FUNCTION);

            assertThat(result)
                    .isEqualTo(new Reconciliation(
                            3, 2, 1, 0, 0, List.of("missing: public.customers {\"id\":4} " + "cud".charAt(withheld))));
            assertThat(result.isComplete()).isFalse();
        }
    }

    @Test
    void aRepeatedEventIsUnexpected() {
        Reconciliation result = Reconciliation.of(
                changes, List.of(events.get(0), events.get(1), events.get(1), events.get(2)), 0, FUNCTION);

        assertThat(result)
                .isEqualTo(new Reconciliation(3, 3, 0, 1, 0, List.of("unexpected: public.customers {\"id\":4} u")));
        assertThat(result.isComplete()).isFalse();
    }

    @Test
    void anotherValueIsADifference() {
        EnrichedEvent other =
                event(KEY, "u", "null", "{\"id\":4,\"name\":\"canary\",\"price\":\"10.50\",\"at\":20454}");

        Reconciliation result = Reconciliation.of(changes, with(1, other), 0, FUNCTION);

        assertThat(result)
                .isEqualTo(new Reconciliation(
                        3,
                        2,
                        1,
                        1,
                        0,
                        List.of("different: public.customers {\"id\":4} u: the value of name is another")));
    }

    @Test
    void anotherScaleOfANumberIsADifference() {
        EnrichedEvent other = event(KEY, "u", "null", "{\"id\":4,\"name\":\"Erica\",\"price\":\"10.5\",\"at\":20454}");

        assertThat(Reconciliation.of(changes, with(1, other), 0, FUNCTION).differences())
                .containsExactly("different: public.customers {\"id\":4} u: the value of price is another");
    }

    @Test
    void aColumnThatIsNotThereIsADifference() {
        EnrichedEvent other = event(KEY, "u", "null", "{\"id\":4,\"name\":\"Erica\",\"price\":\"10.50\"}");

        assertThat(Reconciliation.of(changes, with(1, other), 0, FUNCTION).differences())
                .containsExactly("different: public.customers {\"id\":4} u: it has no column at");
    }

    @Test
    void anotherOperationIsADifference() {
        EnrichedEvent other = event(KEY, "r", "null", "{\"id\":4,\"name\":\"Erica\",\"price\":\"10.50\",\"at\":20454}");

        assertThat(Reconciliation.of(changes, with(1, other), 0, FUNCTION))
                .isEqualTo(new Reconciliation(
                        3,
                        2,
                        1,
                        1,
                        0,
                        List.of(
                                "missing: public.customers {\"id\":4} u",
                                "unexpected: public.customers {\"id\":4} r")));
    }

    @Test
    void anotherOrderIsADifference() {
        Reconciliation result =
                Reconciliation.of(changes, List.of(events.get(1), events.get(0), events.get(2)), 0, FUNCTION);

        assertThat(result.enriched()).isEqualTo(2);
        assertThat(result.missing()).isEqualTo(1);
        assertThat(result.unexpected()).isEqualTo(1);
        assertThat(result.isComplete()).isFalse();
    }

    @Test
    void anotherKeyIsADifference() {
        EnrichedEvent other = event("{\"id\":5}", "d", "{\"id\":4,\"name\":\"\"}", "null");

        assertThat(Reconciliation.of(changes, with(2, other), 0, FUNCTION).differences())
                .containsExactly("missing: public.customers {\"id\":4} d", "unexpected: public.customers {\"id\":5} d");
    }

    @Test
    void anEventThatIsNotEnrichedIsADifference() {
        assertThat(Reconciliation.of(changes, events, 0, "another-function").differences())
                .hasSize(3)
                .allSatisfy(difference -> assertThat(difference).endsWith("its metadata is not the function's"));
    }

    @Test
    void whatIsNoEventIsUnexpected() {
        EnrichedEvent other = new EnrichedEvent("t", KEY, new byte[] {1}, 0, 0, "1:2:-1:0", Map.of());
        List<EnrichedEvent> seen = new ArrayList<>(events);
        seen.add(other);

        assertThat(Reconciliation.of(changes, seen, 0, FUNCTION))
                .isEqualTo(new Reconciliation(3, 3, 0, 1, 0, List.of("unexpected: t 1:2:-1:0 is no JSON object")));
    }

    @Test
    void deadLettersAreNotComplete() {
        assertThat(Reconciliation.of(changes, events, 1, FUNCTION).isComplete()).isFalse();
    }

    @Test
    void theOrderOfAKeysColumnsDoesNotCount() {
        ExpectedChange change = new ExpectedChange(
                CUSTOMERS,
                RowKey.of(List.of("b", "a"), row("{\"a\":1,\"b\":2}")),
                "c",
                row("{\"a\":1,\"b\":2}"),
                List.of("a", "b"));

        assertThat(Reconciliation.of(
                                List.of(change),
                                List.of(event("{\"b\":2,\"a\":1}", "c", "null", "{\"a\":1,\"b\":2}")),
                                0,
                                FUNCTION)
                        .isComplete())
                .isTrue();
    }

    @Test
    void rowsOfDifferentKeysMayComeInAnyOrder() {
        List<ExpectedChange> two = changes(List.of(), List.of(INSERTED, INSERTED.replace("4", "5")));
        EnrichedEvent five =
                event("{\"id\":5}", "c", "null", "{\"id\":5,\"name\":\"Dahlia\",\"price\":\"10.50\",\"at\":1}");

        assertThat(Reconciliation.of(two, List.of(five, events.get(0)), 0, FUNCTION)
                        .isComplete())
                .isTrue();
    }

    @Test
    void eventsPlayedFromTheBeginningGiveTheRows() {
        EnrichedEvent read = event("{\"id\":1}", "r", "null", "{\"id\":1,\"name\":\"Aster\",\"price\":\"1\",\"at\":1}");
        List<EnrichedEvent> all = new ArrayList<>(List.of(read));
        all.addAll(events);
        TableRows rows = rows(List.of("{\"id\":1,\"name\":\"Aster\",\"price\":1,\"at\":\"x\"}"));

        assertThat(Reconciliation.rowDifferences(rows, all, FUNCTION)).isEmpty();
        assertThat(Reconciliation.rowDifferences(rows, events, FUNCTION))
                .containsExactly("missing: public.customers {\"id\":1} is in the table but not in the events");
        assertThat(Reconciliation.rowDifferences(rows(List.of()), List.of(read), FUNCTION))
                .containsExactly("unexpected: public.customers {\"id\":1} is in the events but not in the table");
        assertThat(Reconciliation.rowDifferences(
                        rows(List.of("{\"id\":1,\"name\":\"Birch\",\"price\":1,\"at\":\"x\"}")), all, FUNCTION))
                .containsExactly("different: public.customers {\"id\":1}: the value of name is another");
    }

    @Test
    void aTableWithoutAComparableKeyCannotBeChecked() {
        assertThatThrownBy(() -> new TableRows(CUSTOMERS, List.of("at"), List.of("id"), new TreeMap<>()))
                .hasMessage("the events of public.customers cannot be checked: it has no primary key of integers, text,"
                        + " booleans, uuids or numerics");
    }

    private List<EnrichedEvent> with(int index, EnrichedEvent event) {
        List<EnrichedEvent> changed = new ArrayList<>(events);
        changed.set(index, event);
        return changed;
    }

    @SafeVarargs
    private static List<ExpectedChange> changes(List<String>... moments) {
        List<ExpectedChange> changes = new ArrayList<>();
        for (int i = 1; i < moments.length; i++) {
            changes.addAll(ExpectedChange.between(rows(moments[i - 1]), rows(moments[i])));
        }
        return changes;
    }

    private static TableRows rows(List<String> rows) {
        TreeMap<RowKey, Map<String, JsonNode>> byKey = new TreeMap<>();
        rows.forEach(row -> byKey.put(RowKey.of(List.of("id"), row(row)), row(row)));
        return new TableRows(CUSTOMERS, List.of("id"), List.of("id", "name", "price"), byKey);
    }

    private static Map<String, JsonNode> row(String json) {
        return Json.fields(Json.object(json).orElseThrow());
    }

    private static EnrichedEvent event(String key, String op, String before, String after) {
        return message(
                key,
                "{\"before\":" + before + ",\"after\":" + after
                        + ",\"source\":{\"schema\":\"public\",\"table\":\"customers\"},\"op\":\"" + op
                        + "\",\"metadata\":{\"processed_at\":1,\"enriched\":true,\"function_name\":\"cdc-enrichment\"}}");
    }

    private static EnrichedEvent tombstone(String key) {
        return message(key, null);
    }

    private static EnrichedEvent message(String key, @Nullable String value) {
        return new EnrichedEvent(
                "persistent://public/default/dbserver1.public.customers-enriched",
                key,
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                0,
                0,
                "1:1:-1:0",
                Map.of());
    }
}
