package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.source.SlotCustody.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlotCustodyTest {

    private static final Optional<SlotFacts> NO_SLOT = Optional.empty();

    @Test
    void aFirstStartBegins() {
        assertThat(judge("initial", null, NO_SLOT)).isEqualTo(new Verdict.Begin(false));
    }

    @Test
    void aSlotOfWhichNoRecordKnowsHaltsWithTheChoices() {
        assertThat(judge("initial", null, slot(100, null)))
                .isInstanceOfSatisfying(
                        Verdict.Halt.class,
                        halt -> assertThat(halt.reason())
                                .contains(
                                        "The slot pulsar_cdc_customers exists",
                                        "another reader's",
                                        "pulsar-cdc offsets import",
                                        "pulsar-cdc offsets reset"));
    }

    @Test
    void anOffsetWithoutItsSlotHaltsWithTheChoices() {
        assertThat(judge("initial", inStream(0x16_0000_00FFL), NO_SLOT))
                .isInstanceOfSatisfying(
                        Verdict.Halt.class,
                        halt -> assertThat(halt.reason())
                                .contains("has read up to 16/FF", "does not exist any more", "offsets reset"));
    }

    @Test
    void aSnapshotThatWasOnlyBegunIsBegunAgainWithANewSlot() {
        assertThat(judge("initial", stored(null), NO_SLOT)).isEqualTo(new Verdict.Begin(false));
        assertThat(judge("initial", stored(null), slot(100, null))).isEqualTo(new Verdict.Begin(true));
    }

    @Test
    void aSnapshotThatWasNotFinishedIsBegunAgainWithANewSlot() {
        StoredPosition half = stored(Map.of("snapshot", "INITIAL", "snapshot_completed", false, "lsn", 100L));
        assertThat(judge("initial", half, slot(100, null))).isEqualTo(new Verdict.Begin(true));
    }

    @Test
    void aFinishedSnapshotGoesOn() {
        StoredPosition done = stored(Map.of("snapshot", "INITIAL", "snapshot_completed", true, "lsn", 100L));
        assertThat(judge("initial", done, slot(100, null))).isEqualTo(new Verdict.GoOn());
    }

    @Test
    void aSlotOfAnotherNameInTheRecordIsNotDropped() {
        StoredPosition ofAnother = new StoredPosition(Map.of("server", "s"), null, "other", 1L, null);
        assertThat(judge("initial", ofAnother, slot(100, null))).isInstanceOf(Verdict.Halt.class);
    }

    @Test
    void itGoesOnWhereTheSlotStillHasWhatComesBehindTheOffset() {
        assertThat(judge("initial", inStream(100), slot(100, null))).isEqualTo(new Verdict.GoOn());
        assertThat(judge("initial", inStream(100), slot(7, null))).isEqualTo(new Verdict.GoOn());
    }

    @Test
    void aSlotThatWasReadFurtherHalts() {
        assertThat(judge("initial", inStream(100), slot(101, null)))
                .isInstanceOfSatisfying(
                        Verdict.Halt.class,
                        halt -> assertThat(halt.reason()).contains("was read up to 0/65", "the stored offset", "0/64"));
    }

    @Test
    void aLostSlotHaltsWithItsReason() {
        assertThat(judge("initial", inStream(100), slot(100, "wal_removed")))
                .isInstanceOfSatisfying(
                        Verdict.Halt.class,
                        halt -> assertThat(halt.reason())
                                .contains("wal_removed", "max_slot_wal_keep_size", "offsets reset"));
    }

    @Test
    void aSlotOfAnotherPlugInOrDatabaseHalts() {
        SlotFacts foreign = new SlotFacts(
                "pulsar_cdc_customers", "wal2json", "sales", OptionalLong.empty(), 1, null, 0, OptionalLong.empty());
        assertThat(judge("when_needed", inStream(100), Optional.of(foreign)))
                .isInstanceOfSatisfying(
                        Verdict.Halt.class, halt -> assertThat(halt.reason()).contains("wal2json", "sales"));
    }

    @Test
    void withoutASnapshotItStreamsFromWhereTheSlotStands() {
        assertThat(judge("no_data", null, slot(100, null))).isEqualTo(new Verdict.Begin(false));
        assertThat(judge("no_data", stored(null), slot(100, null))).isEqualTo(new Verdict.Begin(false));
    }

    @Test
    void aModeThatTakesSnapshotsByItselfGoesOnWhateverIsMissing() {
        assertThat(judge("when_needed", inStream(100), NO_SLOT)).isEqualTo(new Verdict.GoOn());
        assertThat(judge("when_needed", inStream(100), slot(500, "wal_removed")))
                .isEqualTo(new Verdict.GoOn());
    }

    @Test
    void aServerThatHasAllThatWasReadGoesOnOnItsNewTimeline() {
        assertThat(judge(inStream(100), new Timeline(2, Map.of(1L, 100L)))).isEqualTo(new Verdict.GoOn());
    }

    @Test
    void aServerThatLacksTheEndOfWhatWasReadHaltsWithTheChoices() {
        assertThat(judge(inStream(100), new Timeline(2, Map.of(1L, 99L))))
                .isInstanceOfSatisfying(
                        Verdict.Halt.class,
                        halt -> assertThat(halt.reason())
                                .contains("read up to 0/64 on timeline 1", "timeline 2", "left that one at 0/63")
                                .contains("connect to that one", "offsets reset"));
    }

    @Test
    void aServerOfAnotherHistoryHalts() {
        assertThat(judge(inStream(100), Timeline.of(7)))
                .isInstanceOfSatisfying(
                        Verdict.Halt.class, halt -> assertThat(halt.reason()).contains("does not come from that one"));
    }

    @Test
    void aRecordThatDoesNotSayItsTimelineGoesOn() {
        StoredPosition old = new StoredPosition(Map.of("server", "s"), Map.of("lsn", 100L), null, null, null);
        assertThat(judge(old, Timeline.of(7))).isEqualTo(new Verdict.GoOn());
    }

    private static Verdict judge(StoredPosition stored, Timeline timeline) {
        return new SlotCustody("debezium-postgres-source", "pulsar_cdc_customers", "inventory", "initial")
                .judge(stored, slot(100, null), timeline);
    }

    private static Verdict judge(String mode, @Nullable StoredPosition stored, Optional<SlotFacts> slot) {
        return new SlotCustody("debezium-postgres-source", "pulsar_cdc_customers", "inventory", mode)
                .judge(stored, slot, Timeline.of(1));
    }

    private static StoredPosition inStream(long lsn) {
        return stored(Map.of("lsn", lsn, "lsn_proc", lsn - 5));
    }

    private static StoredPosition stored(@Nullable Map<String, Object> offset) {
        return new StoredPosition(Map.of("server", "s"), offset, "pulsar_cdc_customers", 1L, null);
    }

    private static Optional<SlotFacts> slot(long confirmedFlush, @Nullable String lossReason) {
        return Optional.of(new SlotFacts(
                "pulsar_cdc_customers",
                "pgoutput",
                "inventory",
                OptionalLong.empty(),
                confirmedFlush,
                lossReason,
                0,
                OptionalLong.empty()));
    }
}
