package com.custom.pulsar.integrationtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The oracle of the fault tests, which must be able to fail. */
final class CompletenessTest {
    private static final RowChange A1 = new RowChange(10, "c", "1", "version=1");
    private static final RowChange B2 = new RowChange(11, "c", "2", "version=2");
    private static final RowChange A3 = new RowChange(12, "u", "1", "version=3");
    private static final RowChange DELETE = new RowChange(13, "d", "2", "");
    private static final RowChange C4 = new RowChange(14, "c", "3", "version=4");
    private static final List<RowChange> COMMITTED = List.of(A1, B2, A3, DELETE, DELETE.tombstone(), C4);

    @Test
    void theSameChangesInTheSameOrderAreComplete() {
        assertThat(firstDifference(0, COMMITTED)).isEmpty();
    }

    @Test
    void theRowsBeforeTheFirstStreamedChangeMayComeWithTheSnapshot() {
        assertThat(firstDifference(0, row(A1), row(B2), row(B2), A3, DELETE, DELETE.tombstone(), C4))
                .isEmpty();
        assertThat(firstDifference(0, row(A3), row(C4))).isEmpty();
    }

    @Test
    void aLostChangeIsFound() {
        for (int lost = 1; lost < COMMITTED.size(); lost++) {
            List<RowChange> published = new ArrayList<>(COMMITTED);
            published.remove(lost);
            assertThat(firstDifference(0, published))
                    .as("without change " + lost)
                    .isPresent();
        }
        assertThat(firstDifference(0, B2, A3, DELETE, DELETE.tombstone(), C4))
                .hasValueSatisfying(problem -> assertThat(problem).contains("1 came with no snapshot"));
    }

    @Test
    void aRepeatedChangeIsFound() {
        for (int repeated = 0; repeated < COMMITTED.size(); repeated++) {
            List<RowChange> published = new ArrayList<>(COMMITTED);
            published.add(repeated, COMMITTED.get(repeated));
            assertThat(firstDifference(0, published))
                    .as("twice change " + repeated)
                    .isPresent();
        }
    }

    @Test
    void twoChangesInTheWrongOrderAreFound() {
        assertThat(firstDifference(0, A1, A3, B2, DELETE, DELETE.tombstone(), C4))
                .hasValueSatisfying(problem -> assertThat(problem).contains("but is change 2 (1 lost)"));
    }

    @Test
    void aRowThatNobodyCommittedIsFound() {
        assertThat(firstDifference(
                        0, row(new RowChange(0, "c", "9", "version=9")), A1, B2, A3, DELETE, DELETE.tombstone(), C4))
                .isPresent();
    }

    @Test
    void aGapIsForgivenOnlyWhereANewSnapshotCoversIt() {
        assertThat(firstDifference(1, A1, row(A3), row(B2), DELETE, DELETE.tombstone(), C4))
                .isEmpty();
        assertThat(firstDifference(0, A1, row(A3), row(B2), DELETE, DELETE.tombstone(), C4))
                .isPresent();
        assertThat(firstDifference(1, A1, row(B2), DELETE, DELETE.tombstone(), C4))
                .isPresent();
        assertThat(firstDifference(1, A1, DELETE, DELETE.tombstone(), C4)).isPresent();
    }

    @Test
    void enrichedEventsAreThoseOfTheRawTopicAsOftenAndInThatOrder() {
        List<RowChange> raw = List.of(row(B2), A1, row(B2), A3);
        assertThat(enrichedDifference(raw, row(B2), A1, row(B2), A3)).isEmpty();
        assertThat(enrichedDifference(raw, row(B2), A1, A3))
                .as("a row that came twice, once")
                .isPresent();
        assertThat(enrichedDifference(raw, row(B2), A1, row(B2))).isPresent();
        assertThat(enrichedDifference(raw, row(B2), row(B2), A1, A3)).isPresent();
        assertThat(enrichedDifference(raw, row(B2), A1, row(B2), row(B2), A3)).isPresent();
        assertThat(enrichedDifference(raw, row(B2), A1, row(B2), A3, A3))
                .hasValueSatisfying(problem -> assertThat(problem).contains("event 4 of 5", "the raw topic's 3"));
    }

    private static Optional<String> enrichedDifference(List<RowChange> raw, RowChange... enriched) {
        return Completeness.outputDifference("t", raw, List.of(enriched), index -> "somewhere");
    }

    @Test
    void aNoteThatWasLeftOutIsTheLastOneOfItsRowOrStaysLeftOut() {
        RowChange first = new RowChange(1, "c", "1", "version=1 note=long");
        RowChange left = new RowChange(2, "u", "1", "version=2 note=(unchanged)");
        List<RowChange> filled = LastKnownNotes.filledIn(List.of(first, left));
        RowChange known = new RowChange(2, "u", "1", "version=2 note=long");
        RowChange wrong = new RowChange(2, "u", "1", "version=2 note=other");

        assertThat(filled).containsExactly(first, known);
        assertThat(enrichedDifference(filled, first, known)).isEmpty();
        assertThat(enrichedDifference(filled, first, left)).isEmpty();
        assertThat(enrichedDifference(filled, first, wrong)).isPresent();
        assertThat(enrichedDifference(List.of(first), new RowChange(1, "c", "1", "version=1 note=(unchanged)")))
                .isPresent();
    }

    @Test
    void aNewSnapshotAtTheEndStandsForWhatWasToBeStreamedBeforeIt() {
        assertThat(firstDifference(1, A1, B2, row(A3), row(C4))).isEmpty();
        assertThat(firstDifference(0, A1, B2, row(A3), row(C4))).isPresent();
        assertThat(firstDifference(1, A1, B2, row(A3))).isPresent();
    }

    @Test
    void afterAFailoverTheStreamMayGoBackOnceButNotLeaveAnythingOut() {
        Completeness again = new Completeness(
                "t", COMMITTED, List.of(A1, B2, A3, B2, A3, DELETE, DELETE.tombstone(), C4), index -> "somewhere");
        assertThat(again.firstDifference(0, 1)).isEmpty();
        assertThat(again.firstDifference(0, 0)).isPresent();
        Completeness gap = new Completeness(
                "t", COMMITTED, List.of(A1, B2, A3, B2, DELETE, DELETE.tombstone(), C4), index -> "somewhere");
        assertThat(gap.firstDifference(0, 1)).isPresent();
    }

    private static RowChange row(RowChange change) {
        return new RowChange(0, "r", change.key(), change.row());
    }

    private static Optional<String> firstDifference(int gaps, RowChange... published) {
        return firstDifference(gaps, Arrays.asList(published));
    }

    private static Optional<String> firstDifference(int gaps, List<RowChange> published) {
        return new Completeness("t", COMMITTED, published, index -> "somewhere").firstDifference(gaps, 0);
    }
}
