package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GuardedStreamTest {
    private final Printed printed = new Printed();

    @Test
    void whatCommandsATerminalIsWrittenAsEscapes() {
        PrintStream guarded = GuardedStream.over(printed.stream());

        guarded.printf("%s%n", "\u001b[2J\u009b2J\r\u202eé日😀\udb40\udc41\tend");
        guarded.println("next");

        assertThat(printed.text())
                .isEqualTo("\\u001b[2J\\u009b2J\\r\\u202eé日😀\\udb40\\udc41\tend" + System.lineSeparator() + "next"
                        + System.lineSeparator());
    }

    @Test
    void aCharacterMayComeInPieces() {
        PrintStream guarded = GuardedStream.over(printed.stream());

        for (byte b : "日\u202e😀".getBytes(StandardCharsets.UTF_8)) {
            guarded.write(b);
        }

        assertThat(printed.text()).isEqualTo("日\\u202e😀");
    }

    @Test
    void jsonStaysTheSameJson() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String written = json.writeValueAsString(Events.HOSTILE + "\udb40\udc41\u007f");

        GuardedStream.over(printed.stream()).println(written);

        assertThat(json.readValue(printed.text(), String.class)).isEqualTo(Events.HOSTILE + "\udb40\udc41\u007f");
        assertThat(printed.text().strip().codePoints()).noneMatch(c -> Character.getType(c) == Character.FORMAT);
    }
}
