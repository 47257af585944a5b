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
        assertThat(TerminalText.of("\ud800 \udb40\udc41", 100)).isEqualTo("\\ud800 \\U000e0041");
    }

    @Test
    void longTextEndsWithAnEllipsisWithinTheLimit() {
        assertThat(TerminalText.of("abcd", 4)).isEqualTo("abcd");
        assertThat(TerminalText.of("abcde", 4)).isEqualTo("abc…");
        assertThat(TerminalText.of("😀😀😀", 2)).isEqualTo("😀…");
        assertThat(TerminalText.of("a\u001bb", 4)).isEqualTo("a…");
        assertThat(TerminalText.of("", 1)).isEmpty();
        assertThatThrownBy(() -> TerminalText.of("a", 0)).hasMessage("0 is not a length of text");
    }
}
