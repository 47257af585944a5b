package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final String CLEAR = "\r\u001b[K";
    private static final String END = System.lineSeparator();

    private final Printed printed = new Printed();

    @Test
    void aLineGoesAboveTheFooterWhichIsDrawnAgain() {
        Terminal terminal = new Terminal(printed.stream(), true);
        terminal.footer("sum 1");
        printed.clear();

        terminal.line("event");

        assertThat(printed.text()).isEqualTo(CLEAR + "event" + END + unwrapped("sum 1"));
    }

    @Test
    void aFooterReplacesTheOneBeforeAndNeverWraps() {
        Terminal terminal = new Terminal(printed.stream(), true);

        terminal.footer("sum 1");
        terminal.footer("sum 2");

        assertThat(printed.text()).isEqualTo(CLEAR + unwrapped("sum 1") + CLEAR + unwrapped("sum 2"));
    }

    @Test
    void aClearedFooterDoesNotComeBack() {
        Terminal terminal = new Terminal(printed.stream(), true);
        terminal.footer("sum 1");
        printed.clear();

        terminal.clearFooter();
        terminal.clearFooter();
        terminal.line("event");

        assertThat(printed.text()).isEqualTo(CLEAR + "event" + END);
    }

    @Test
    void withoutATerminalNothingIsRewritten() {
        Terminal terminal = new Terminal(printed.stream(), false);

        terminal.footer("sum 1");
        terminal.line("event");
        terminal.clearFooter();

        assertThat(printed.text()).isEqualTo("event" + END);
    }

    @Test
    void whatALineHoldsCannotCommandTheTerminal() {
        Terminal terminal = new Terminal(printed.stream(), true);

        terminal.footer("\u001b[2J");
        terminal.clearFooter();
        terminal.line("a\u001b]0;title\u0007\n\u202eb\tc");

        assertThat(printed.text())
                .isEqualTo(CLEAR + unwrapped("\\u001b[2J") + CLEAR + "a\\u001b]0;title\\u0007\\n\\u202eb    c" + END);
    }

    @Test
    void formatsForProgramsHaveNoFooter() {
        assertThat(Terminal.forFormat(OutputFormat.json).interactive()).isFalse();
    }

    private static String unwrapped(String footer) {
        return "\u001b[?7l" + footer + "\u001b[?7h";
    }
}
