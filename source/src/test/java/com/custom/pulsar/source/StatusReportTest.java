package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private final IllegalStateException failure = new IllegalStateException("gone");

    @Test
    void aFailureIsGivenToTheCountersBehindTheContext() {
        ContextAsInPulsar context = new ContextAsInPulsar();
        assertThat(StatusReport.of(context).show(failure)).isTrue();
        assertThat(context.statsManager.shown).containsExactly(failure);
    }

    @Test
    void withoutTheCountersNothingIsShownAndNothingBreaks() {
        assertThat(StatusReport.of(new Object()).show(failure)).isFalse();
    }

    private static final class ContextAsInPulsar {
        private final Counters statsManager = new Counters();
    }

    /** Public, as Pulsar's is: its method is called by reflection. */
    public static final class Counters {
        private final List<Throwable> shown = new ArrayList<>();

        public void incrSourceExceptions(Throwable failure) {
            shown.add(failure);
        }
    }
}
