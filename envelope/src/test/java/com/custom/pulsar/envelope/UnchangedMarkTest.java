package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms are those of the README; that they are what the source writes is tested there. */
final class UnchangedMarkTest {
    private static final String TEXT = "\"__debezium_unavailable_value\"";
    private static final String BYTES = "\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                TEXT,
                BYTES,
                "{\"wkb\":" + BYTES + ",\"srid\":null}",
                "{\"x\":0.0,\"y\":0.0,\"wkb\":" + BYTES + ",\"srid\":null}",
                "{" + TEXT + ":" + TEXT + "}",
                "\"{\\\"__debezium_unavailable_value\\\":\\\"__debezium_unavailable_value\\\"}\"",
                "[" + TEXT + "]",
                "[" + BYTES + "]",
                "[{\"wkb\":" + BYTES + ",\"srid\":null}]",
                "[\"b68a35a7-17ad-35b3-af2a-ae46edb4545a\"]",
                "[95,95,100,101,98,101,122,105,117,109,95,117,110,97,118,97,105,108,97,98,108,101,95,118,97,108,117,101]",
                "[95.0,95.0,100.0,101.0,98.0,101.0,122.0,105.0,117.0,109.0,95.0,117.0,110.0,97.0,118.0,97.0,105.0,108.0,97.0,98.0,108.0,101.0,95.0,118.0,97.0,108.0,117.0,101.0]"
            })
    void isKnownInEachForm(String form) {
        assertThat(UnchangedMark.is(view(form))).isTrue();
    }

    @Test
    void isKnownAsBits() {
        StringBuilder bits = new StringBuilder();
        for (byte octet : "__debezium_unavailable_value".getBytes(UTF_8)) {
            String eight = String.format("%8s", Integer.toBinaryString(octet)).replace(' ', '0');
            eight.chars().forEach(bit -> bits.append(bits.isEmpty() ? "[" : ",").append(bit == '1'));
        }

        assertThat(UnchangedMark.is(view(bits + "]"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "\"\"",
                "\"x__debezium_unavailable_value\"",
                "[]",
                "[" + TEXT + "," + TEXT + "]",
                "[[" + TEXT + "]]",
                "[95,95]",
                "{}",
                "{" + TEXT + ":1}",
                "{\"wkb\":" + TEXT + "}",
                "{\"a\":" + TEXT + "}"
            })
    void aValueIsNone(String value) {
        assertThat(UnchangedMark.is(view(value))).isFalse();
    }

    @Test
    void aLongValueIsNone() {
        assertThat(UnchangedMark.is(view(Collections.nCopies(10_000, TEXT).toString())))
                .isFalse();
    }

    private static JsonView view(String json) {
        return Objects.requireNonNull(new EnvelopeScanner().read(json.getBytes(UTF_8)));
    }
}
