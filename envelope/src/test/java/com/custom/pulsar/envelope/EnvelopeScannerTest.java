package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeScannerTest {
    private static final String UPDATE =
            "{\"before\":{\"id\":1},\"after\":{\"id\":1,\"name\":\"Ayşe\"},\"source\":{\"schema\":\"public\","
                    + "\"table\":\"customers\",\"lsn\":24023128,\"ts_ms\":1732233600000},\"op\":\"u\",\"ts_ms\":1732233600123}";

    private final EnvelopeScanner scanner = new EnvelopeScanner();
    private final Span span = new Span();
    private byte[] scanned = new byte[0];

    @Test
    void findsTheMembersOfAnEnvelope() {
        assertThat(scan(UPDATE)).isTrue();

        assertThat(scanner.operation()).isEqualTo('u');
        assertThat(scanner.hasSchema()).isFalse();
        assertThat(text(EnvelopeField.BEFORE)).isEqualTo("{\"id\":1}");
        assertThat(text(EnvelopeField.AFTER)).isEqualTo("{\"id\":1,\"name\":\"Ayşe\"}");
        assertThat(text(EnvelopeField.OP)).isEqualTo("\"u\"");
        assertThat(text(EnvelopeField.TS_MS)).isEqualTo("1732233600123");
        assertThat(scanner.find(EnvelopeField.METADATA, span)).isFalse();
    }

    @Test
    void findsTheMembersInsideAPayloadWithSchema() {
        String event = "{\"schema\":{\"op\":1,\"fields\":[{\"payload\":{\"op\":\"c\"}}]},\"payload\":" + UPDATE + "}";

        assertThat(scan(event)).isTrue();

        assertThat(scanner.hasSchema()).isTrue();
        assertThat(scanner.operation()).isEqualTo('u');
        assertThat(text(EnvelopeField.BEFORE)).isEqualTo("{\"id\":1}");
    }

    @Test
    void findsMembersOfSourceOnDemand() {
        assertThat(scan(UPDATE)).isTrue();

        assertThat(scanner.find(SourceField.TABLE, span)).isTrue();
        assertThat(text()).isEqualTo("\"customers\"");
        assertThat(scanner.number(SourceField.LSN, span, -1)).isEqualTo(24_023_128);
        assertThat(scanner.number(SourceField.TS_MS, span, -1)).isEqualTo(1_732_233_600_000L);
        assertThat(scanner.number(SourceField.SCHEMA, span, -1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775808, -7",
        "-9223372036854775809, -7",
        "99999999999999999999, -7",
        "1.0, -7",
        "1e3, -7",
        "null, -7",
        "-0, 0"
    })
    void readsWholeNumbersOfSourceUpToALong(String json, long expected) {
        assertThat(scan("{\"op\":\"t\",\"source\":{ \"lsn\" : " + json + " , \"x\":[{}]}}"))
                .isTrue();

        assertThat(scanner.number(SourceField.LSN, span, -7)).isEqualTo(expected);
    }

    @Test
    void takesTheLastOfSeveralMembersOfSourceWithOneName() {
        assertThat(scan("{\"op\":\"t\",\"source\":{\"lsn\":1,\"a\\\"}\":\"]\\\\\",\"l\\u0073n\":2}}"))
                .isTrue();

        assertThat(scanner.number(SourceField.LSN, span, -1)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"op\":\"c\",\"source\":{},\"after\":{}}",
                "{\"op\":\"r\",\"source\":{},\"before\":null,\"after\":{}}",
                "{\"op\":\"u\",\"source\":{},\"before\":{},\"after\":{}}",
                "{\"op\":\"u\",\"source\":{},\"before\":null,\"after\":{}}",
                "{\"op\":\"d\",\"source\":{},\"before\":{},\"after\":null}",
                "{\"op\":\"d\",\"source\":{},\"before\":null}",
                "{\"op\":\"t\",\"source\":{},\"before\":null,\"after\":null}",
                "{\"op\":\"m\",\"source\":{},\"message\":{\"prefix\":\"p\",\"content\":\"eA==\"}}",
                "{\"\\u006Fp\":\"\\u0063\",\"source\":{},\"after\":{}}",
                " \r\n\t{ \"op\" : \"c\" , \"source\" : { } , \"after\" : { } } \n"
            })
    void acceptsWhatEachOperationNeeds(String event) {
        assertThat(scan(event)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                       | NOT_AN_ENVELOPE   | 0
            null                                                     | NOT_AN_ENVELOPE   | 0
            {}                                                       | NOT_AN_ENVELOPE   | 0
            {"payload":{"op":"c","source":{},"after":{}}}            | NOT_AN_ENVELOPE   | 0
            {"schema":null,"payload":null}                           | NOT_AN_ENVELOPE   | 25
            {"schema":1,"payload":[{"op":"c"}]}                      | NOT_AN_ENVELOPE   | 22
            {"op":1,"source":{},"after":{}}                          | NOT_AN_ENVELOPE   | 6
            {"op":"x","source":{},"after":{}}                        | UNKNOWN_OPERATION | 6
            {"op":"","source":{},"after":{}}                         | UNKNOWN_OPERATION | 6
            {"op":"C","source":{},"after":{}}                        | UNKNOWN_OPERATION | 6
            {"op":"c","after":{}}                                    | NOT_AN_ENVELOPE   | 0
            {"op":"c","source":null,"after":{}}                      | NOT_AN_ENVELOPE   | 19
            {"op":"c","source":{}}                                   | NOT_AN_ENVELOPE   | 0
            {"op":"c","source":{},"after":null}                      | NOT_AN_ENVELOPE   | 30
            {"op":"u","source":{},"after":"{}"}                      | NOT_AN_ENVELOPE   | 30
            {"op":"u","source":{},"after":{},"before":[]}            | NOT_AN_ENVELOPE   | 42
            {"op":"d","source":{}}                                   | NOT_AN_ENVELOPE   | 0
            {"op":"d","source":{},"before":{},"after":{}}            | NOT_AN_ENVELOPE   | 42
            {"op":"c","op":"c","source":{},"after":{}}               | NOT_AN_ENVELOPE   | 11
            {"op":"c","source":{},"after":{},"metadata":1,"metad\\u0061ta":2} | NOT_AN_ENVELOPE | 47
            {"schema":0,"payload":{},"payload":{"op":"t","source":{}}}        | NOT_AN_ENVELOPE | 26
            {"op":"c" "source":{}}                                   | NOT_JSON          | 10
            {"op":"c",}                                              | NOT_JSON          | 10
            {"op":"c"}}                                              | NOT_JSON          | 10
            {"op":"c"                                                | NOT_JSON          | 9
            {"op":tru}                                               | NOT_JSON          | 9
            [1,]                                                     | NOT_JSON          | 3
            [01]                                                     | NOT_JSON          | 2
            [1.]                                                     | NOT_JSON          | 3
            ["\\x"]                                                  | NOT_JSON          | 2
            ["\\u12g4"]                                              | NOT_JSON          | 6
            """)
    void rejectsEverythingElseWithReasonAndPlace(String event, DeadLetterReason reason, int offset) {
        assertThat(scan(event)).isFalse();

        assertThat(scanner.rejection().reason()).isEqualTo(reason);
        assertThat(scanner.rejection().offset()).isEqualTo(offset);
    }

    @Test
    void rejectsAnEmptyValueAsNotJson() {
        assertThat(scan("")).isFalse();
        assertThat(scanner.rejection().reason()).isEqualTo(DeadLetterReason.NOT_JSON);
        assertThat(scan(" \n ")).isFalse();
        assertThat(scanner.rejection().reason()).isEqualTo(DeadLetterReason.NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00C0\u0080", // overlong NUL
                "\u00C1\u00BF", // overlong ASCII
                "\u00E0\u0080\u0080", // overlong in three bytes
                "\u00F0\u0080\u0080\u0080", // overlong in four bytes
                "\u00ED\u00A0\u0080", // a surrogate
                "\u00F4\u0090\u0080\u0080", // above U+10FFFF
                "\u00F5\u0080\u0080\u0080",
                "\u0080", // a follower without its lead
                "\u00C3", // a lead without its follower
                "\u00E2\u0082"
            })
    void rejectsEveryFormThatIsNotUtf8(String latin1) {
        byte[] event = ("[\"12345678" + latin1 + "\"]").getBytes(ISO_8859_1);

        assertThat(scanner.scan(event)).isFalse();

        assertThat(scanner.rejection().reason()).isEqualTo(DeadLetterReason.NOT_UTF8);
        assertThat(scanner.rejection().offset()).isEqualTo(10);
    }

    @Test
    void acceptsAnEscapedSurrogateWithoutItsPartnerAsJacksonDoes() {
        assertThat(scan("{\"op\":\"c\",\"source\":{},\"after\":{\"name\":\"\\uD800\"}}"))
                .isTrue();
    }

    @Test
    void readsNestingUpToTheLimitAndNoFurther() {
        assertThat(scan(nested(EnvelopeScanner.MAX_DEPTH - 2))).isTrue();

        assertThat(scan(nested(EnvelopeScanner.MAX_DEPTH - 1))).isFalse();
        assertThat(scanner.rejection().reason()).isEqualTo(DeadLetterReason.TOO_DEEP);
    }

    @Test
    void judgesAHundredThousandLevelsWithoutAStackOverflow() {
        assertThat(scan("[".repeat(100_000))).isFalse();
        assertThat(scanner.rejection())
                .isEqualTo(
                        new Rejection(DeadLetterReason.TOO_DEEP, 1_000, "nested deeper than 1000 objects and arrays"));
        assertThat(scan("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000))).isFalse();
        assertThat(scanner.rejection().reason()).isEqualTo(DeadLetterReason.TOO_DEEP);
    }

    @Test
    void saysNothingOfTheRowInARejection() {
        assertThat(scan("{\"op\":\"c\",\"source\":{},\"after\":{\"card\":\"4111\"},\"before\":\"4111\"}"))
                .isFalse();

        assertThat(scanner.rejection().detail()).doesNotContain("4111");
    }

    @Test
    void hasNoRejectionForAnEnvelope() {
        assertThat(scan(UPDATE)).isTrue();

        assertThatThrownBy(scanner::rejection).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void forgetsTheEventBefore() {
        assertThat(scan("{\"schema\":0,\"payload\":" + UPDATE + "}")).isTrue();

        assertThat(scan("{\"op\":\"t\",\"source\":{}}")).isTrue();

        assertThat(scanner.hasSchema()).isFalse();
        assertThat(scanner.find(EnvelopeField.AFTER, span)).isFalse();
        assertThat(scanner.find(SourceField.LSN, span)).isFalse();
    }

    private static String nested(int arrays) {
        return "{\"op\":\"c\",\"source\":{},\"after\":{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}}";
    }

    private boolean scan(String event) {
        scanned = event.getBytes(UTF_8);
        return scanner.scan(scanned);
    }

    private String text(EnvelopeField field) {
        assertThat(scanner.find(field, span)).isTrue();
        return text();
    }

    private String text() {
        return new String(scanned, span.start(), span.length(), UTF_8);
    }
}
