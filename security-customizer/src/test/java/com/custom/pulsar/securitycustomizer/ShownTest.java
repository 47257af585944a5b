package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShownTest {
    @Test
    void showsPlainTextAsItIs() {
        assertThat(Shown.quoted("orders 1ü😀")).isEqualTo("\"orders 1ü😀\"");
        assertThat(Shown.quoted(null)).isEqualTo("null");
        assertThat(Shown.quoted(10_000L)).isEqualTo("\"10000\"");
    }

    @Test
    void escapesWhatWouldStartALineOrMoveACursor() {
        assertThat(Shown.quoted("a\r\nWARN forged\t\u001b[2J\u0085\u2028"))
                .isEqualTo("\"a\\u000d\\u000aWARN forged\\u0009\\u001b[2J\\u0085\\u2028\"");
    }

    @Test
    void escapesWhatReversesOrHidesText() {
        assertThat(Shown.plain("\u202Egpj\u200Bx\uD800\uE000")).isEqualTo("\\u202egpj\\u200bx\\ud800\\ue000");
    }

    @Test
    void escapesItsOwnQuotes() {
        assertThat(Shown.quoted("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }

    @Test
    void cutsLongValuesAndSaysHowLongTheyWere() {
        assertThat(Shown.quoted("x".repeat(5_000)))
                .startsWith("\"xxxxx")
                .hasSizeLessThan(200)
                .endsWith("… (5000 characters)\"");
    }
}
