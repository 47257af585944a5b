package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** At a database in memory, one look after the other. */
final class SlotWatchTest {
    private static final String RETAINED = "pulsar_cdc_slot_retained_bytes";
    private static final String SAFE = "pulsar_cdc_slot_safe_wal_bytes";
    private static final String IN_FLIGHT = "pulsar_cdc_in_flight_events";

    private final Map<String, Double> sums = new HashMap<>();
    private final Figures figures = new Figures((metric, amount) -> sums.merge(metric, amount, Double::sum));
    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();
    private @Nullable SlotFacts slot = slot(100, null);
    private @Nullable String untold;
    private boolean isAway;
    private int open;
    private final SlotWatch watch = new SlotWatch(figures, this::open);

    @AfterEach
    void leavesNoConnection() throws InterruptedException {
        watch.close();
        assertThat(open).isZero();
    }

    @Test
    void whereNobodyHasSaidWhichDatabaseItIsNothingIsKnown() {
        watch.look();
        assertThat(sums).containsEntry(RETAINED, -1.0).containsEntry(SAFE, -2.0);
        assertThat(opened).isEmpty();
    }

    @Test
    void aSlotThatGrowsWhileNothingIsCapturedIsTold() {
        lookAt("d");
        assertThat(sums).containsEntry(RETAINED, 100.0).containsEntry(SAFE, -1.0);
        watch.began(new PublishedPrefix(), failures::add);
        watch.ended();
        slot = slot(5_000, null);
        watch.look();
        assertThat(sums).containsEntry(RETAINED, 5_000.0);
        assertThat(opened).as("one connection for all").containsExactly("d");
    }

    @Test
    void aDatabaseThatCannotBeAskedLeavesNoOldFigure() {
        lookAt("d");
        isAway = true;
        watch.look();
        assertThat(sums).containsEntry(RETAINED, -1.0).containsEntry(SAFE, -2.0);
        isAway = false;
        watch.look();
        assertThat(sums).containsEntry(RETAINED, 100.0);
        slot = null;
        watch.look();
        assertThat(sums).as("no slot").containsEntry(RETAINED, -1.0);
    }

    @Test
    void whatIsLostOrLeftOutFailsWhatIsCapturedAndNothingElse() {
        slot = slot(100, "wal_removed");
        untold = "a table is left out";
        lookAt("d");
        assertThat(failures).isEmpty();
        watch.began(new PublishedPrefix(), failures::add);
        watch.look();
        assertThat(failures)
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "PostgreSQL has given up the slot s while it was read (wal_removed)", "a table is left out");
        watch.ended();
        watch.look();
        assertThat(failures).hasSize(2);
    }

    @Test
    void whatIsInFlightIsThatOfWhatIsCaptured() {
        PublishedPrefix prefix = new PublishedPrefix();
        prefix.add(null);
        watch.began(prefix, failures::add);
        watch.look();
        assertThat(sums).containsEntry(IN_FLIGHT, 1.0);
        watch.ended();
        assertThat(sums).containsEntry(IN_FLIGHT, 0.0);
    }

    @Test
    void otherSettingsAreAnotherDatabase() {
        lookAt("d");
        lookAt("e");
        assertThat(opened).containsExactly("d", "e");
        assertThat(open).isOne();
    }

    // The watch's own look comes on its thread; this one waits for none.
    private void lookAt(String database) {
        watch.settings(Map.of("database.dbname", database));
        watch.look();
    }

    private SlotWatch.Database open(Map<String, String> settings) throws CaptureException {
        requireThere();
        opened.add(settings.getOrDefault("database.dbname", ""));
        open++;
        return new SlotWatch.Database() {
            @Override
            public Optional<SlotFacts> slot() throws CaptureException {
                requireThere();
                return Optional.ofNullable(slot);
            }

            @Override
            public Optional<String> untold() {
                return Optional.ofNullable(untold);
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    private void requireThere() throws CaptureException {
        if (isAway) {
            throw new CaptureException("no answer");
        }
    }

    private static SlotFacts slot(long retained, @Nullable String lossReason) {
        return new SlotFacts("s", "pgoutput", "d", OptionalLong.empty(), 0, lossReason, retained, OptionalLong.empty());
    }
}
