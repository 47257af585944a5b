package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.operations.TableProgress;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SnapshotViewTest {
    private final Printed lines = new Printed();
    private final Printed data = new Printed();

    @Test
    void withoutATerminalEachQuarterIsALine() {
        SnapshotView view = view(OutputFormat.text);
        for (long rows = 100; rows <= 1_000; rows += 100) {
            view.show(new TableProgress("public.orders", rows, OptionalLong.of(1_000), false, ""));
        }
        view.show(new TableProgress("public.orders", 1_004, OptionalLong.empty(), true, ""));

        assertThat(lines.lines())
                .containsExactly(
                        "public.orders: 300 of about 1,000 rows",
                        "public.orders: 500 of about 1,000 rows",
                        "public.orders: 800 of about 1,000 rows",
                        "public.orders: 1,000 of about 1,000 rows",
                        "public.orders: 1,004 rows, done");
    }

    @Test
    void aTableThatWasNotReadSaysWhyAndMovesNoCursor() {
        view(OutputFormat.text)
                .show(new TableProgress("public.orders", 0, OptionalLong.empty(), true, "it was \u001b[2Jstopped"));

        assertThat(lines.lines()).containsExactly("public.orders: not read to its end: it was \\u001b[2Jstopped");
    }

    @Test
    void asJsonEachStepIsALineOfData() {
        SnapshotView view = view(OutputFormat.json);
        view.show(new TableProgress("public.orders", 100, OptionalLong.of(250), false, ""));
        view.show(new TableProgress("public.orders", 250, OptionalLong.empty(), true, "stopped"));

        assertThat(data.lines())
                .containsExactly(
                        "{\"table\":\"public.orders\",\"rows\":100,\"total\":250,\"done\":false}",
                        "{\"table\":\"public.orders\",\"rows\":250,\"done\":true,\"problem\":\"stopped\"}");
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void whoeverStopsWaitingIsToldThatItGoesOn() {
        view(OutputFormat.text).leave();

        assertThat(lines.lines())
                .containsExactly("The snapshot goes on without this command; pulsar-cdc snapshot --stop ends it.");
    }

    private SnapshotView view(OutputFormat format) {
        return new SnapshotView(new Terminal(lines.stream(), false), format, data.stream());
    }
}
