package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private final IllegalStateException failure = new IllegalStateException("gone");
    private final ContextAsInPulsar context = new ContextAsInPulsar();

    @Test
    void aFailureIsShownByTheCountersBehindTheContextUntilItIsCleared() {
        StatusReport report = StatusReport.of(context);
        report.show(failure);
        assertThat(context.statsManager.shown).containsExactly(failure);
        report.clear();
        assertThat(context.statsManager.shown).isEmpty();
    }

    @Test
    void eventsAreCountedByTheCountersBehindTheContext() {
        StatusReport report = StatusReport.of(context);
        report.received();
        report.received();
        report.published();
        assertThat(context.statsManager.received).isEqualTo(2);
        assertThat(context.statsManager.processed).isEqualTo(1);
    }

    @Test
    void withoutTheCountersNothingIsShownAndNothingBreaks() {
        StatusReport report = StatusReport.of(new Object());
        report.show(failure);
        report.clear();
        report.received();
        report.published();
        assertThat(context.statsManager.shown).isEmpty();
    }

    private static final class ContextAsInPulsar {
        private final Counters statsManager = new Counters();
    }

    /** Public, as Pulsar's is: its methods are called by reflection. */
    public static final class Counters {
        private final List<Throwable> shown = new ArrayList<>();
        private int received;
        private int processed;

        public void incrSourceExceptions(Throwable failure) {
            shown.add(failure);
        }

        public Collection<Throwable> getLatestSourceExceptions() {
            return shown;
        }

        public void incrTotalReceived() {
            received++;
        }

        public void incrTotalProcessedSuccessfully() {
            processed++;
        }
    }
}
