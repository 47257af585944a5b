package com.custom.pulsar.source.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.relational.TableId;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalRulesTest {

    private static final Set<TableId> TABLES = Set.of(
            new TableId(null, "public", "orders"),
            new TableId(null, "public", "order lines"),
            new TableId(null, "public", "a.b"),
            new TableId(null, "public", "a(b"));
    private static final String REQUEST =
            "{'id':'s1','type':'execute-snapshot','data':{'data-collections':['public.orders']%s}}";

    private final SignalRules rules = new SignalRules(TABLES::contains, false);
    private final SignalRules withSql = new SignalRules(TABLES::contains, true);

    @Test
    void aSnapshotOfATableOfThePipelineIsAccepted() {
        assertThat(read(REQUEST.formatted("")))
                .isEqualTo(new SignalReading.Accepted(
                        "s1",
                        SignalType.EXECUTE_SNAPSHOT,
                        "{\"type\":\"incremental\",\"data-collections\":[\"public.orders\"]}"));
    }

    @Test
    void whatHasNoIdIsCalledByItsMessage() {
        assertThat(read("{'type':'pause-snapshot'}"))
                .isEqualTo(
                        new SignalReading.Accepted("7:0:-1", SignalType.PAUSE_SNAPSHOT, "{\"type\":\"incremental\"}"));
    }

    @ParameterizedTest
    @CsvSource({"stop-snapshot, STOP_SNAPSHOT", "pause-snapshot, PAUSE_SNAPSHOT", "resume-snapshot, RESUME_SNAPSHOT"})
    void whatSteersASnapshotNeedsNoTable(String type, SignalType expected) {
        assertThat(read("{'id':'s','type':'" + type + "','data':{}}"))
                .isInstanceOfSatisfying(
                        SignalReading.Accepted.class,
                        signal -> assertThat(signal.type()).isEqualTo(expected));
    }

    @Test
    void namesThatAreNotPlainAreQuotedForDebezium() {
        assertThat(read("{'type':'execute-snapshot','data':{'data-collections':['public.order lines','public.a.b']}}"))
                .isInstanceOfSatisfying(
                        SignalReading.Accepted.class,
                        signal -> assertThat(signal.data())
                                .contains("[\"\\\"public\\\".\\\"order lines\\\"\",\"\\\"public\\\".\\\"a.b\\\"\"]"));
        assertThat(reason("{'type':'execute-snapshot','data':{'data-collections':['public.a(b']}}"))
                .isEqualTo("data.data-collections names a table whose name Debezium cannot read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"log", "schema-changes", "snapshot-window-open", "snapshot-window-close", "EXECUTE-SNAPSHOT", ""
            })
    void otherTypesAreRefused(String type) {
        assertThat(reason("{'type':'" + type + "','data':{}}"))
                .isEqualTo("type must be one of execute-snapshot, stop-snapshot, pause-snapshot, resume-snapshot");
    }

    @Test
    void aBlockingSnapshotIsRefused() {
        assertThat(reason(REQUEST.formatted(",'type':'blocking'")))
                .isEqualTo("data.type must be incremental: a blocking snapshot stops the stream");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public.secrets",
                "public.*",
                "public\\\\.orders",
                "(public)+.orders",
                "PUBLIC.ORDERS",
                "pg_catalog.pg_authid"
            })
    void whatIsNoTableOfThePipelineIsRefusedAndNotRepeated(String table) {
        assertThat(reason("{'type':'execute-snapshot','data':{'data-collections':['" + table + "']}}"))
                .isEqualTo("data.data-collections names what is no table of the pipeline;"
                        + " it takes names of its tables, no expressions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'orders'", "'.orders'", "'public.'", "7", "null", "['public.orders']"})
    void whatIsNoNameIsRefused(String name) {
        assertThat(reason("{'type':'execute-snapshot','data':{'data-collections':[" + name + "]}}"))
                .isEqualTo("data.data-collections must name tables as schema.table");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'data-collections':[]}", "{'data-collections':'public.orders'}"})
    void aSnapshotWithoutTablesIsRefused(String data) {
        assertThat(reason("{'type':'execute-snapshot','data':" + data + "}"))
                .isEqualTo("data.data-collections must be a list of 1 to 1000 tables");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",'additional-conditions':[{'data-collection':'public.orders','filter':'1=1) OR (SELECT 1)=(1'}]",
                ",'additional-conditions':[]",
                ",'surrogate-key':'id; DROP TABLE orders'"
            })
    void sqlIsRefusedUnlessItIsEnabled(String sql) {
        assertThat(reason(REQUEST.formatted(sql)))
                .contains("brings SQL")
                .endsWith("cdc.signals.conditions = true")
                .doesNotContain("DROP", "SELECT");
        assertThat(withSql.read(json(REQUEST.formatted(sql)), "m")).isInstanceOf(SignalReading.Accepted.class);
    }

    @Test
    void anEnabledConditionIsForATableOfThePipeline() {
        String condition = ",'additional-conditions':[{'data-collection':'public.secrets','filter':'true'}]";
        assertThat(withSql.read(json(REQUEST.formatted(condition)), "m"))
                .isInstanceOfSatisfying(
                        SignalReading.Refused.class,
                        refused ->
                                assertThat(refused.reason()).startsWith("data.additional-conditions.data-collection"));
    }

    @Test
    void fieldsThatNobodyKnowsAreRefused() {
        assertThat(reason("{'type':'pause-snapshot','sql':'x'}")).isEqualTo("it has a field other than data, id, type");
        assertThat(reason(REQUEST.formatted(",'additional-condition':'x'")))
                .startsWith("it has a field other than data.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "'a b'", "'\\u001b[2J'", "7", "null", "{}"})
    void anIdThatCannotBePrintedIsRefusedUnderThatOfItsMessage(String id) {
        assertThat(read("{'id':" + id + ",'type':'pause-snapshot'}"))
                .isEqualTo(new SignalReading.Refused(
                        "7:0:-1", "id must be a text of up to 100 letters, digits, and . _ : -"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{'type':'pause-snapshot'} {}",
                "{'type':'pause-snapshot','type':'log'}",
                "{\"type\":\"pause-\nsnapshot\"}",
                "{'data':[[[[[[[[[[1]]]]]]]]]]}"
            })
    void whatIsNoJsonIsRefusedAndNotRepeated(String text) {
        assertThat(reason(text)).isEqualTo("it is no JSON, or nested deeper than 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "null", "'text'"})
    void whatIsNoObjectIsRefused(String text) {
        assertThat(reason(text)).isEqualTo("it is no JSON object");
    }

    @Test
    void nothingAndTooMuchAreRefused() {
        assertThat(rules.read(null, "m"))
                .isEqualTo(new SignalReading.Refused("m", "it is empty; a signal is a JSON object"));
        assertThat(rules.read(new byte[0], "m"))
                .isEqualTo(new SignalReading.Refused("m", "it is empty; a signal is a JSON object"));
        byte[] padded = (new String(json(REQUEST.formatted("")), StandardCharsets.UTF_8) + " ".repeat(64 * 1024))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(rules.read(padded, "m"))
                .isEqualTo(new SignalReading.Refused(
                        "m", "it has " + padded.length + " bytes; a signal has 65536 at most"));
    }

    @Test
    void noBytesMakeItFail() {
        Random random = new Random(4);
        byte[] signal = json(REQUEST.formatted(",'type':'incremental'"));
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = signal.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            assertThat(rules.read(mutated, "m")).isNotNull();
        }
    }

    private String reason(String signal) {
        return ((SignalReading.Refused) read(signal)).reason();
    }

    private SignalReading read(String signal) {
        return rules.read(json(signal), "7:0:-1");
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
