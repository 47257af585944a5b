package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void plainTextStaysAsItIs() {
        assertThat(TerminalText.of("Dahlia & Söhne 日本 😀 \\", 100)).isEqualTo("Dahlia & Söhne 日本 😀 \\");
    }

    @Test
    void whatATerminalWouldObeyIsShownInstead() {
        assertThat(TerminalText.of("\u001b[31mred\u0007\b\u007f\u009b2J", 100))
                .isEqualTo("\\u001b[31mred\\u0007\\u0008\\u007f\\u009b2J");
        assertThat(TerminalText.of("a\nb\r\tc\u0085\u2028\u2029", 100)).isEqualTo("a\\nb\\r\\tc\\u0085\\u2028\\u2029");
    }

    @Test
    void whatWouldReorderOrHideTextIsShownInstead() {
        assertThat(TerminalText.of("a\u202eb\u2066c\u200f\u200b\ufeff", 100))
                .isEqualTo("a\\u202eb\\u2066c\\u200f\\u200b\\ufeff");
        assertThat(TerminalText.of("\ud800 \udb40\udc41", 100)).isEqualTo("\\ud800 \\udb40\\udc41");
    }

    @Test
    void longTextEndsWithAnEllipsisWithinTheLimit() {
        assertThat(TerminalText.of("abcd", 4)).isEqualTo("abcd");
        assertThat(TerminalText.of("abcde", 4)).isEqualTo("abcd… (1 more)");
        assertThat(TerminalText.of("a\u001bb", 4)).isEqualTo("a… (2 more)");
        assertThat(TerminalText.of("x".repeat(5_000_000), 10)).isEqualTo("xxxxxxxxxx… (4,999,990 more)");
        assertThat(TerminalText.of("", 1)).isEmpty();
        assertThatThrownBy(() -> TerminalText.of("a", 0)).hasMessage("0 is not a length of text");
    }

    @Test
    void widthIsCountedInColumns() {
        assertThat(TerminalText.of("日本語", 4)).isEqualTo("日本… (1 more)");
        assertThat(TerminalText.of("😀😀😀", 3)).isEqualTo("😀… (2 more)");
        assertThat(TerminalText.of("e\u0301e\u0301e", 3)).isEqualTo("e\u0301e\u0301e");
        assertThat(TerminalText.padded("日本", 6)).isEqualTo("日本  ");
        assertThat(TerminalText.padded("e\u0301", 3)).isEqualTo("e\u0301  ");
        assertThat(TerminalText.padded("insert", 3)).isEqualTo("ins… (3 more)");
    }

    @Test
    void marksNeitherPileUpNorChangeWhatStandsBefore() {
        assertThat(TerminalText.of("a" + "\u0301".repeat(5), 100)).isEqualTo("a\u0301\u0301\u0301" + "\\u0301\\u0301");
        assertThat(TerminalText.of("\u0338a", 100)).isEqualTo("\\u0338a");
    }

    @Test
    void whatDrawsNothingIsEscaped() {
        assertThat(TerminalText.of("a\u200b\u2060\u034f\u115f\u3164\u061c\u00ad", 100))
                .isEqualTo("a\\u200b\\u2060\\u034f\\u115f\\u3164\\u061c\\u00ad");
    }
}
