package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes again, held against what an output has at its end. Numbers are entries of the raw topic. */
final class StoredRunTest {
    @Test
    void passesOverWhatIsStoredAndSendsTheRest() {
        assertThat(sent(List.of(3, 4, 5), 4, 5, 6, 7)).containsExactly(6, 7);
    }

    @Test
    void sendsEverythingWhereNothingIsStored() {
        assertThat(sent(List.of(), 4, 5)).containsExactly(4, 5);
        assertThat(sent(List.of(1, 2, 3), 4, 5)).containsExactly(4, 5);
    }

    @Test
    void sendsEverythingFromTheFirstOnThatIsMissing() {
        assertThat(sent(List.of(3, 4, 6, 7), 4, 5, 6, 7, 8)).containsExactly(5, 6, 7, 8);
        assertThat(sent(List.of(5, 6), 4, 5, 6)).containsExactly(4, 5, 6);
    }

    @Test
    void passesOverAlsoWhereOthersInBetweenWentElsewhere() {
        assertThat(sent(List.of(2, 4, 6), 4, 6, 7)).containsExactly(7);
        assertThat(sent(List.of(4, 5, 6), 4, 6, 7)).as("5 is filtered by now").containsExactly(7);
    }

    @Test
    void countsOnlyWhatIsBehindTheLastPlaceWhereTheOutputWentBack() {
        assertThat(sent(List.of(1, 2, 3, 4, 5, 6, 2, 3), 2, 3, 4, 5, 6)).containsExactly(4, 5, 6);
        assertThat(sent(List.of(1, 2, 3, 4, 5, 1), 2, 3, 4)).containsExactly(2, 3, 4);
    }

    @Test
    void sendsWhatAnotherTopicOfTheSameNameHeldAtOtherPlaces() {
        StoredRun run = new StoredRun(new RawPosition(2, 0, -1, -1));
        run.add(new RawPosition(90, 0, -1, -1));
        run.add(new RawPosition(90, 1, -1, -1));

        assertThat(run.holds(new FakeBroker.Id(0))).isFalse();
        assertThat(run.holds(new FakeBroker.Id(1))).isFalse();
    }

    @Test
    void looksAtItsOwnPartitionOnly() {
        StoredRun run = new StoredRun(new RawPosition(7, 4, -1, -1));
        run.add(new RawPosition(7, 4, 0, -1));
        assertThat(run.isComplete()).isFalse();
        run.add(new RawPosition(7, 3, 1, -1));
        assertThat(run.isComplete()).isFalse();

        assertThat(run.holds(new FakeBroker.Id(4))).isFalse();
    }

    @Test
    void isCompleteOnceItReachesBackBeforeTheFirstOrGoesBack() {
        StoredRun back = new StoredRun(new RawPosition(7, 4, -1, -1));
        assertThat(back.isComplete()).isFalse();
        back.add(new RawPosition(7, 5, -1, -1));
        assertThat(back.isComplete()).isFalse();
        back.add(new RawPosition(7, 5, -1, -1));
        assertThat(back.isComplete()).isTrue();
        StoredRun before = new StoredRun(new RawPosition(7, 4, -1, 2));
        before.add(new RawPosition(7, 4, -1, 1));
        assertThat(before.isComplete()).isTrue();
    }

    private static List<Integer> sent(List<Integer> stored, int... events) {
        StoredRun run = new StoredRun(new RawPosition(7, events[0], -1, -1));
        stored.forEach(entry -> run.add(new RawPosition(7, entry, -1, -1)));
        return IntStream.of(events)
                .filter(event -> !run.holds(new FakeBroker.Id(event)))
                .boxed()
                .toList();
    }
}
