package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DownloadProgressTest {
    private static final String CLEAR = "\r\u001b[K";

    private final Printed printed = new Printed();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

    @Test
    void theFirstCallTellsNameAndSize() {
        DownloadProgress progress = progress(false);

        progress.advanced(0, 200_000_000);
        progress.advanced(1, 200_000_000);

        assertThat(printed.lines()).containsExactly("Fetching Pulsar (200.0 MB)");
    }

    @Test
    void withoutATerminalThereIsALineForEveryQuarter() {
        DownloadProgress progress = progress(false);

        for (int done = 0; done <= 4_000; done++) {
            progress.advanced(done * 1_000L, 4_000_000);
        }
        progress.finished();

        assertThat(printed.lines())
                .containsExactly(
                        "Fetching Pulsar (4.0 MB)",
                        "  25 % of 4.0 MB",
                        "  50 % of 4.0 MB",
                        "  75 % of 4.0 MB",
                        "  100 % of 4.0 MB");
    }

    @Test
    void withoutATerminalAnUnknownSizeIsTheNameOnly() {
        DownloadProgress progress = progress(false);

        progress.advanced(1_000_000, 0);
        progress.advanced(2_000_000, -1);

        assertThat(printed.lines()).containsExactly("Fetching Pulsar");
    }

    @Test
    void aTerminalShowsABar() {
        progress(true).advanced(50_000_000, 200_000_000);

        assertThat(printed.text()).contains("  [#######.......................]  25 %  50.0 MB");
    }

    @Test
    void theBarIsDrawnTenTimesASecondAtMostAndOnceMoreWhenItIsFull() {
        DownloadProgress progress = progress(true);

        for (int done = 1; done <= 1_000; done++) {
            progress.advanced(done, 1_000);
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        }

        assertThat(bars()).isEqualTo(11);
        assertThat(printed.text()).contains("[##############################] 100 %");
    }

    @Test
    void aCountOfUnknownSizeIsDrawnTenTimesASecondAtMost() {
        DownloadProgress progress = progress(true);

        for (int done = 1; done <= 1_000; done++) {
            progress.advanced(done * 1_000_000L, -1);
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        }

        assertThat(bars()).isEqualTo(10);
        assertThat(printed.text()).contains("  1.0 MB", "  901.0 MB").doesNotContain("[#", "%");
    }

    @Test
    void moreThanTheServerSaidIsNotMoreThanAll() {
        progress(true).advanced(300, 200);
        progress(false).advanced(300, 200);

        assertThat(printed.text()).contains("] 100 %", "  100 % of").doesNotContain("150 %", "125 %");
    }

    @Test
    void theBarGoesWhenTheDownloadIsFinished() {
        DownloadProgress progress = progress(true);
        progress.advanced(1, 2);
        printed.clear();

        progress.finished();

        assertThat(printed.text()).isEqualTo(CLEAR);
    }

    private DownloadProgress progress(boolean interactive) {
        return new DownloadProgress(new Terminal(printed.stream(), interactive), "Pulsar", nanos::get);
    }

    private int bars() {
        return printed.text().split(Pattern.quote(CLEAR), -1).length - 1;
    }
}
