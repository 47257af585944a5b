package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.operations.EnrichedEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventLineTest {
    private static final String ROW = "{\"id\":1,\"name\":\"Ada\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({"c,insert", "u,update", "r,snapshot", "t,truncate", "x,x"})
    void aChangeIsOperationTableKeyRowAndMetadata(String op, String shown) {
        assertThat(EventLine.text(Events.of(Events.KEY, Events.envelope(op, "null", ROW))))
                .isEqualTo(
                        "%-9s  public.customers  {\"id\":1}  {\"id\":1,\"name\":\"Ada\"}  metadata {\"enriched\":true}"
                                .formatted(shown));
    }

    @Test
    void anUpdateShowsTheRowAsItIsNow() {
        assertThat(EventLine.text(Events.of(Events.KEY, Events.envelope("u", "{\"id\":1,\"name\":\"Eve\"}", ROW))))
                .contains("Ada")
                .doesNotContain("Eve");
    }

    @Test
    void aDeleteShowsTheRowAsItWas() {
        assertThat(EventLine.text(Events.of(Events.KEY, Events.envelope("d", "{\"id\":1}", "null"))))
                .isEqualTo("delete     public.customers  {\"id\":1}  {\"id\":1}  metadata {\"enriched\":true}");
    }

    @Test
    void aTombstoneHasATopicAndAKeyOnly() {
        assertThat(EventLine.text(Events.of(Events.KEY, (byte[]) null)))
                .isEqualTo("tombstone  dbserver1.public.customers-enriched  {\"id\":1}");
    }

    @Test
    void anEventOfATableWithoutPrimaryKeySaysSo() {
        assertThat(EventLine.text(Events.of(null, Events.envelope("c", "null", ROW))))
                .startsWith("insert     public.customers  (no key)  ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{\"op\":\"c\"", "{} {}", "42", "null", "[{\"op\":\"c\"}]"})
    void aValueThatIsNoEnvelopeIsNotShown(String value) {
        assertThat(EventLine.text(Events.of(Events.KEY, value)))
                .isEqualTo("foreign    dbserver1.public.customers-enriched  {\"id\":1}  no JSON object");
    }

    @Test
    void bytesThatAreNoTextAreNotShown() {
        assertThat(EventLine.text(Events.of(Events.KEY, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})))
                .startsWith("foreign ");
    }

    @Test
    void aHostileRowMovesNoCursorAndReordersNoText() throws Exception {
        String text = JSON.writeValueAsString(Events.HOSTILE);
        String raw = "\"" + Events.HOSTILE.replaceAll("[\u0000-\u001f]", "") + "\"";
        String row = "{\"name\":%s,\"raw\":%s,%s:1}".formatted(text, raw, raw);
        String value = """
                {"before":null,"after":%s,"source":{"schema":%s,"table":%s},"op":%s,"metadata":{"team":%s}}""".formatted(row, text, raw, text, raw);
        EnrichedEvent event = new EnrichedEvent(
                "persistent://a/b/" + Events.HOSTILE,
                Events.HOSTILE,
                value.getBytes(StandardCharsets.UTF_8),
                0,
                0,
                "1:2:-1:-1",
                Map.of());

        assertThat(EventLine.text(event)).matches(EventLineTest::isHarmless);
        assertThat(EventLine.text(new EnrichedEvent(
                        "persistent://a/b/" + Events.HOSTILE, Events.HOSTILE, null, 0, 0, "1:2:-1:-1", Map.of())))
                .matches(EventLineTest::isHarmless);
    }

    @Test
    void aRowOfFiveMegabytesStaysOneShortLine() {
        String large = "x".repeat(5_000_000);
        String line = EventLine.text(
                Events.of("{\"id\":\"" + large + "\"}", Events.envelope("c", "null", "{\"a\":\"" + large + "\"}")));

        assertThat(line)
                .hasSizeLessThan(500)
                .contains("… (4,999,929 more)  {\"a\":\"xxx")
                .endsWith("metadata {\"enriched\":true}");
    }

    @Test
    void numbersKeepTheirDigits() {
        String row = "{\"amount\":12345678901234567890.10,\"rate\":1.50}";

        assertThat(EventLine.text(Events.of(Events.KEY, Events.envelope("c", "null", row))))
                .contains(row);
    }

    private static boolean isHarmless(String line) {
        return line.codePoints().allMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        });
    }
}
