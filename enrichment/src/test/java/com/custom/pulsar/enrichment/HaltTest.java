package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HaltTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> told = new ArrayList<>();
    private final Halt halt = new Halt(clock, new Halt.Listener() {
        @Override
        public void halted(String place, Throwable cause) {
            told.add("halted at " + place + " by " + cause.getClass().getSimpleName());
        }

        @Override
        public void resumed(String place) {
            told.add("resumed at " + place);
        }
    });

    @Test
    void haltsAtTheFirstFailureAndSaysSoOnce() {
        halt.failed("a", new IOException());
        halt.failed("a", new IOException());
        halt.failed("b", new IOException());

        assertThat(halt.state()).isEqualTo(Halt.State.HALTED);
        assertThat(halt.place()).isEqualTo("a");
        assertThat(told).containsExactly("halted at a by IOException");
    }

    @Test
    void waitsTwiceAsLongAfterEachTryUpToTheLongestPause() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            halt.failed("a", new IOException());
            pauses.add(halt.untilRetry());
            clock.advance(halt.untilRetry());
            assertThat(halt.untilRetry()).isZero();
            halt.retrying();
        }

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(told).hasSize(1);
    }

    @Test
    void isMendedOnlyWhenThePlaceThatFailedStoresAgain() {
        halt.failed("a", new IOException());
        halt.retrying();

        halt.stored("b");
        assertThat(halt.state()).isEqualTo(Halt.State.RETRYING);
        halt.stored("a");

        assertThat(halt.state()).isEqualTo(Halt.State.RUNNING);
        assertThat(told).containsExactly("halted at a by IOException", "resumed at a");
    }

    @Test
    void isNotMendedByWhatWasUnderWayWhenItFailed() {
        halt.failed("a", new IOException());

        halt.stored("a");

        assertThat(halt.state()).isEqualTo(Halt.State.HALTED);
    }

    @Test
    void startsWithAShortPauseAgainOnceMended() {
        halt.failed("a", new IOException());
        halt.retrying();
        halt.failed("a", new IOException());
        halt.retrying();
        halt.stored("a");

        halt.failed("a", new IOException());

        assertThat(halt.untilRetry()).isEqualTo(Halt.FIRST_PAUSE);
        assertThat(told).hasSize(3);
    }

    @Test
    void saysWhatIsWrongNowWhenARetryFailsInAnotherWay() {
        halt.failed("a", new IOException());
        halt.retrying();
        halt.failed("a", new IllegalStateException());
        halt.retrying();
        halt.failed("b", new IllegalStateException());

        assertThat(told)
                .containsExactly(
                        "halted at a by IOException",
                        "halted at a by IllegalStateException",
                        "halted at b by IllegalStateException");
    }

    @Test
    void endsARetryInWhichNothingFailedForAWhile() {
        halt.failed("a", new IOException());
        clock.advance(Duration.ofMinutes(5));
        halt.retrying();

        halt.endProbation();
        assertThat(halt.state()).isEqualTo(Halt.State.RETRYING);
        clock.advance(Halt.PROBATION);
        halt.endProbation();

        assertThat(halt.state()).isEqualTo(Halt.State.RUNNING);
    }
}
