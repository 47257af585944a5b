package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetadataSplicerTest {
    private static final String METADATA =
            "{\"processed_at\":1732233600123,\"enriched\":true,\"function_name\":\"cdc-enrichment\"}";

    private final EnvelopeScanner scanner = new EnvelopeScanner();
    private final MetadataSplicer splicer = new MetadataSplicer("cdc-enrichment", Map.of());

    @Test
    void appendsMetadataAsTheLastMemberAndLeavesEveryOtherByte() {
        String event = " {\"op\" : \"c\", \"source\":{}, \"after\":{\"n\":1.50, \"é\":\"\\u00e9\"} }\n";

        assertThat(splice(event)).isEqualTo(event.replace(" }\n", " ,\"metadata\":" + METADATA + "}\n"));
    }

    @Test
    void replacesMetadataThatIsThereInItsPlace() {
        String event = "{\"op\":\"d\",\"metadata\" : {\"old\":[1]} ,\"source\":{},\"before\":null}";

        assertThat(splice(event)).isEqualTo(event.replace("{\"old\":[1]}", METADATA));
    }

    @Test
    void putsMetadataIntoThePayloadOfAnEventWithSchema() {
        String event = "{\"schema\":{\"fields\":[]},\"payload\":{\"op\":\"t\",\"source\":{}}}";

        assertThat(splice(event)).isEqualTo(event.replace("{}}}", "{},\"metadata\":" + METADATA + "}}"));
    }

    @Test
    void leavesMetadataBesideThePayloadAlone() {
        String event = "{\"schema\":0,\"metadata\":1,\"payload\":{\"op\":\"t\",\"source\":{}},\"z\":{}}";

        assertThat(splice(event)).isEqualTo(event.replace("{}},", "{},\"metadata\":" + METADATA + "},"));
    }

    @Test
    void copiesOnlyTheScannedPartOfAnArray() {
        byte[] bytes = "xx{\"op\":\"t\",\"source\":{}}yy".getBytes(UTF_8);
        assertThat(scanner.scan(bytes, 2, bytes.length - 4)).isTrue();

        assertThat(splicer.splice(scanner, 1_732_233_600_123L, new Span()))
                .isEqualTo(("{\"op\":\"t\",\"source\":{},\"metadata\":" + METADATA + "}").getBytes(UTF_8));
    }

    @Test
    void writesFurtherMembersBehindTheConstants() {
        byte[] bytes = "{\"op\":\"t\",\"source\":{}}".getBytes(UTF_8);
        assertThat(scanner.scan(bytes)).isTrue();

        assertThat(new String(
                        splicer.splice(scanner, 1_732_233_600_123L, new Span(), ",\"a\":[1]".getBytes(UTF_8)), UTF_8))
                .isEqualTo("{\"op\":\"t\",\"source\":{},\"metadata\":" + METADATA.substring(0, METADATA.length() - 1)
                        + ",\"a\":[1]}}");
    }

    @Test
    void writesConstantsInTheirOrderEscapedAsJson() {
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("team", "c\"r\\m\n\uD83D\uDE00");
        constants.put("stage", 3.0);
        constants.put("share", 0.25);
        constants.put("limit", 12345678901L);
        constants.put("exact", new BigDecimal("1.10"));
        constants.put("live", true);

        String json = splice("{\"op\":\"t\",\"source\":{}}", new MetadataSplicer("f", constants), 0);

        assertThat(json)
                .isEqualTo("{\"op\":\"t\",\"source\":{},\"metadata\":{\"processed_at\":0,\"enriched\":true,"
                        + "\"function_name\":\"f\",\"team\":\"c\\\"r\\\\m\\u000a\\ud83d\\ude00\",\"stage\":3,\"share\":0.25,"
                        + "\"limit\":12345678901,\"exact\":1.10,\"live\":true}}");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 1_732_233_600_123L, Long.MAX_VALUE})
    void writesEveryTime(long processedAt) {
        assertThat(splice("{\"op\":\"t\",\"source\":{}}", splicer, processedAt))
                .contains("{\"processed_at\":" + processedAt + ",\"enriched\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"processed_at", "enriched", "function_name"})
    void refusesAConstantThatWouldHideAMemberOfItsOwn(String name) {
        assertThatThrownBy(() -> new MetadataSplicer("f", Map.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metadata." + name);
    }

    @Test
    void refusesConstantsThatAreNoScalars() {
        assertThatThrownBy(() -> new MetadataSplicer("f", Map.of("team", List.of())))
                .hasMessage("metadata.team: is neither a string, a number nor true or false");
        assertThatThrownBy(() -> new MetadataSplicer("f", Map.of("share", Double.NaN)))
                .hasMessage("metadata.share: is not a finite number");
    }

    private String splice(String event) {
        return splice(event, splicer, 1_732_233_600_123L);
    }

    private String splice(String event, MetadataSplicer with, long processedAt) {
        assertThat(scanner.scan(event.getBytes(UTF_8))).isTrue();
        return new String(with.splice(scanner, processedAt, new Span()), UTF_8);
    }
}
