package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.envelope.EnvelopeScanner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules say of events. */
final class EventRulesTest {
    private static final String TOPIC = "persistent://public/default/dbserver1.public.orders";
    private static final String UPDATE = """
            {"before":null,
             "after":{"id":7,"email":"ann@example.com","total":12.5,"count":9223372036854775807,"huge":92233720368547758080,
                      "note":null,"paid":true,"tags":["a","b",null],"place":{"x":1,"y":null},"escaped":"a\\u0040b\\n\\"",
                      "größe":3,"exact":"12.50"},
             "source":{"schema":"public","table":"orders","lsn":42},"op":"u","ts_ms":1700000000000}""";
    private static final String DELETE =
            "{\"before\":{\"id\":7},\"after\":null,\"source\":{\"table\":\"orders\"},\"op\":\"d\"}";

    private static final RuleCompiler COMPILER = new RuleCompiler();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "op == 'u'",
                "op in ['c', 'u']",
                "after.id == 7",
                "after.id == 7.0",
                "after.id < 7.5",
                "after.total > 12",
                "after.count > 9.0e18",
                "after.huge > after.count",
                "after.email.startsWith('ann@')",
                "after.email.split('@')[1] == 'example.com'",
                "after.email.matches('^[a-z]+@example[.]com$')",
                "after['email'] == 'ann@example.com'",
                "after['größe'] == 3",
                "after.escaped == 'a@b\\n\"'",
                "after.paid",
                "!has(after.note)",
                "!has(after.nothing)",
                "has(after.id)",
                "!has(before.id)",
                "has(after.place.x) && !has(after.place.y)",
                "'a' in after.tags",
                "after.tags.exists(tag, tag == 'b')",
                "after.tags.size() == 3",
                "'id' in after",
                "after.exists(column, column == 'paid')",
                "source.table == 'orders'",
                "key.id == 7",
                "topic.endsWith('.orders')",
                "ts_ms > 1600000000000",
                "double(after.exact) == 12.5",
                "op == 'u' || after.note == 'x'",
                "after.note == 'x' || op == 'u'",
            })
    void keepsTheUpdate(String filter) {
        assertThat(judge(filter, Map.of(), UPDATE)).isInstanceOf(Verdict.Kept.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "op == 'd'",
                "after.note == 'x'",
                "after.note != 'x'",
                "!(after.note == 'x')",
                "after.note > 3",
                "before.id == 7",
                "before.id == 7 && op == 'u'",
                "before.size() > 0",
                "after.place.y == 1",
                "after.note",
            })
    void dropsTheUpdateSinceTheRuleIsFalseOrReadsANullOrNoImage(String filter) {
        assertThat(judge(filter, Map.of(), UPDATE)).isEqualTo(new Verdict.Dropped("enrichment.filter"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "after.id + 1                             | 8",
                "after.total * 2.0                        | 25.0",
                "after.email.split('@')[1]                | \"example.com\"",
                "after.note                               | null",
                "before.id                                | null",
                "after.note + 'x'                         | null",
                "has(after.note) ? after.note : 'none'    | \"none\"",
                "after.paid                               | true",
                "after.tags                               | [\"a\",\"b\",null]",
                "after.place                              | {\"x\":1,\"y\":null}",
                "{'id': after.id, 'of': source.table}     | {\"id\":7,\"of\":\"orders\"}",
                "[after.id, 2]                            | [7,2]",
                "after.tags.filter(tag, tag == 'a')       | [\"a\"]",
                "[1, 2].map(n, n + 1)                     | [2,3]",
                "after.escaped                            | \"a@b\\u000a\\\"\"",
                "after.huge                               | 9.223372036854776E19",
                "after.email.replace('@', ' at ')         | \"ann at example.com\"",
                "after.email.split('@', 1)                | [\"ann@example.com\"]",
                "'abc'.split('')                          | [\"a\",\"b\",\"c\"]",
                "['a', 'b'].join('-')                     | \"a-b\"",
                "after.email.upperAscii().substring(0, 3) | \"ANN\"",
                "string(after.id)                         | \"7\"",
                "[]                                       | []",
                "{}                                       | {}",
            })
    void computesFields(String rule, String json) {
        assertThat(computed(rule, UPDATE)).isEqualTo(",\"field\":" + json);
    }

    @Test
    void computesInTheOrderOfTheFieldsAndNothingWithoutThem() {
        Map<String, String> compute = new LinkedHashMap<>();
        compute.put("b", "op");
        compute.put("a", "after.id");

        assertThat(members(judge("true", compute, UPDATE))).isEqualTo(",\"b\":\"u\",\"a\":7");
        assertThat(members(judge("true", Map.of(), UPDATE))).isEmpty();
    }

    @Test
    void readsBothImagesOfADelete() {
        assertThat(judge("before.id == 7", Map.of(), DELETE)).isInstanceOf(Verdict.Kept.class);
        assertThat(judge("after.id == 7", Map.of(), DELETE)).isEqualTo(new Verdict.Dropped("enrichment.filter"));
        assertThat(judge("ts_ms > 0", Map.of(), DELETE)).isEqualTo(new Verdict.Dropped("enrichment.filter"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "after.nothing == 1                | the event does not have a field",
                "after.email > 3                   | does not take a value of this type",
                "int(after.email) > 3              | the form that a conversion wants",
                "after.id / 0 == 1                 | a division by zero",
                "after.email.split('@')[2] == 'x'  | shorter than the place",
                "after.count + 1 > 0               | out of range",
                "after.id                          | neither true nor false",
            })
    void failsByNameAndWithoutAnyValue(String filter, String problem) {
        Verdict verdict = judge(filter, Map.of(), UPDATE);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Failed.class, failed -> {
            assertThat(failed.rule()).isEqualTo("enrichment.filter");
            assertThat(failed.problem()).contains(problem).doesNotContain("ann", "922337");
        });
    }

    @Test
    void namesTheFieldWhoseRuleFails() {
        assertThat(judge("true", Map.of("domain", "after.nothing"), UPDATE))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.rule()).isEqualTo("enrichment.compute.domain"));
    }

    @Test
    void failsWhereARuleAsksForTheKeyOfAMessageThatHasNone() {
        assertThat(judge("key.id == 7", UPDATE, null)).isEqualTo(new Verdict.Dropped("enrichment.filter"));
        assertThat(judge("key.id == 7", UPDATE, "7"))
                .isEqualTo(new Verdict.Failed(
                        DeadLetterReason.RULE_FAILED, "enrichment.filter", "the event's key is no JSON object"));
        assertThat(judge("op == 'u'", UPDATE, "no JSON")).isInstanceOf(Verdict.Kept.class);
    }

    @Test
    void readsAKeyThatIsWrappedWithItsSchemaAsTheEventIs() {
        String event = "{\"schema\":{},\"payload\":{\"after\":{\"id\":7},\"source\":{},\"op\":\"c\"}}";

        assertThat(judge("key.id == 7 && after.id == 7", event, "{\"schema\":{},\"payload\":{\"id\":7}}"))
                .isInstanceOf(Verdict.Kept.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "after.long.contains('b')                                        | a text is longer",
                "(after.t + after.t).size() > 0                                  | a text is longer",
                "after.t.replace('a', 'aaaaaaaaaa').size() > 0                   | a text is longer",
                "[after.t, after.t].join().size() > 0                            | a text is longer",
                "after.t.contains(after.t)                                       | searched for is longer",
                "after.t.split(after.t).size() > 0                               | searched for is longer",
                "after.t.split('').size() > 0                                    | a list has more",
                "after.list.size() > 0                                           | a list has more",
                "after.n.all(a, after.n.all(b, a <= b))                          | iterations",
                "(after.n + after.n + after.n + after.n + after.n + after.n).size() > 0 | a list has more",
            })
    void stopsARuleThatAsksForTooMuch(String filter, String problem) {
        String event = "{\"after\":{\"long\":\"" + "a".repeat(65_537) + "\",\"t\":\"" + "a".repeat(60_000)
                + "\",\"list\":[" + "1,".repeat(10_000) + "1],\"n\":[" + "1,".repeat(1_999)
                + "1]},\"source\":{},\"op\":\"c\"}";

        assertThat(judge(filter, Map.of(), event))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.problem()).contains(problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"after", "[after.t, after.t]", "{'a': after.t, 'b': after.t}"})
    void stopsARuleThatGivesTooMuch(String rule) {
        String event = "{\"after\":{\"t\":\"" + "a".repeat(40_000) + "\",\"u\":\"" + "a".repeat(40_000)
                + "\"},\"source\":{},\"op\":\"c\"}";

        assertThat(judge("true", Map.of("field", rule), event))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.problem()).contains("65536 characters of JSON"));
    }

    @Test
    void refusesWhatJsonDoesNotHave() {
        assertThat(judge("true", Map.of("field", "after.total / 0.0"), UPDATE))
                .isEqualTo(new Verdict.Failed(
                        DeadLetterReason.RULE_FAILED,
                        "enrichment.compute.field",
                        "it gives a number that is not finite, which JSON does not have"));
        assertThat(judge("true", Map.of("field", "[timestamp(ts_ms)]"), UPDATE)).isInstanceOf(Verdict.Failed.class);
        assertThat(judge("true", Map.of("field", "{1: 2}"), UPDATE)).isInstanceOf(Verdict.Failed.class);
    }

    private static String computed(String rule, String event) {
        return members(judge("true", Map.of("field", rule), event));
    }

    private static String members(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Kept.class);
        return new String(((Verdict.Kept) verdict).members(), UTF_8);
    }

    private static Verdict judge(String filter, String event, @Nullable String key) {
        return judge(filter, Map.of(), event, key);
    }

    private static Verdict judge(String filter, Map<String, String> compute, String event) {
        return judge(filter, compute, event, "{\"id\":7}");
    }

    private static Verdict judge(String filter, Map<String, String> compute, String event, @Nullable String key) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        compute.forEach((name, rule) -> rules.put(name, COMPILER.value("enrichment.compute." + name, rule)));
        EnvelopeScanner scanner = new EnvelopeScanner();
        assertThat(scanner.scan(event.getBytes(UTF_8))).isTrue();
        return new EventRules(
                        Optional.of(COMPILER.condition("enrichment.filter", filter)),
                        Validation.NONE,
                        rules,
                        Routes.NONE)
                .judge(scanner, key == null ? null : key.getBytes(UTF_8), TOPIC, EventSchema.NONE);
    }
}
