package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PublishedPrefixTest {

    private final PublishedPrefix prefix = new PublishedPrefix();

    @Test
    void thereIsNoPositionBeforeTheFirstEventIsPublished() {
        long first = prefix.add(at(1));
        assertThat(prefix.last()).isNull();
        prefix.published(first);
        assertThat(prefix.last()).isEqualTo(at(1));
    }

    @Test
    void anAcknowledgementThatOvertakesWaitsForThoseBeforeIt() {
        long first = prefix.add(at(1));
        long second = prefix.add(at(2));
        long third = prefix.add(at(3));
        prefix.published(third);
        prefix.published(second);
        assertThat(prefix.last()).isNull();
        prefix.published(first);
        assertThat(prefix.last()).isEqualTo(at(3));
        assertThat(prefix.inFlight()).isZero();
    }

    @Test
    void anEventWithoutPositionHoldsBackWhatIsBehindItAndMovesNothing() {
        prefix.published(prefix.add(at(1)));
        long delete = prefix.add(null);
        long tombstone = prefix.add(at(2));
        prefix.published(tombstone);
        assertThat(prefix.last()).isEqualTo(at(1));
        prefix.published(delete);
        assertThat(prefix.last()).isEqualTo(at(2));
    }

    @Test
    void aFailedEventIsNeverPassed() {
        prefix.published(prefix.add(at(1)));
        prefix.add(at(2));
        long third = prefix.add(at(3));
        assertThat(prefix.hasFailed()).isFalse();
        prefix.failed();
        prefix.published(third);
        assertThat(prefix.last()).isEqualTo(at(1));
        assertThat(prefix.hasFailed()).isTrue();
    }

    @Test
    void aSecondAcknowledgementOfOneEventChangesNothing() {
        long first = prefix.add(at(1));
        prefix.published(first);
        prefix.add(at(2));
        prefix.published(first);
        assertThat(prefix.last()).isEqualTo(at(1));
        assertThat(prefix.inFlight()).isEqualTo(1);
    }

    @Test
    void inAnyOrderOfAcknowledgementsThePositionIsTheEndOfTheGaplessPart() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Long> open = new ArrayList<>();
        boolean[] done = new boolean[20_000];
        int gapless = 0;
        for (int next = 0; next < done.length; next++) {
            assertThat(prefix.add(at(next))).isEqualTo(next);
            open.add((long) next);
            // More is added than acknowledged at first, so that the window grows while it is in use.
            while (!open.isEmpty() && (open.size() > 9_000 || random.nextInt(4) == 0)) {
                int pick = random.nextInt(open.size());
                Collections.swap(open, pick, open.size() - 1);
                long sequence = open.remove(open.size() - 1);
                prefix.published(sequence);
                done[(int) sequence] = true;
            }
            while (gapless < done.length && done[gapless]) {
                gapless++;
            }
            assertThat(prefix.last()).as("seed %d", seed).isEqualTo(gapless == 0 ? null : at(gapless - 1));
        }
    }

    @Test
    void waitingForQuietEndsWhenTheLastOneIsAcknowledged() throws InterruptedException {
        long first = prefix.add(at(1));
        Thread client = new Thread(() -> prefix.published(first));
        client.start();
        assertThat(prefix.awaitQuiet(60_000)).isTrue();
        client.join();
    }

    @Test
    void waitingForQuietGivesUpAfterAFailureOrTheTime() throws InterruptedException {
        prefix.add(at(1));
        assertThat(prefix.awaitQuiet(1)).isFalse();
        prefix.failed();
        assertThat(prefix.awaitQuiet(60_000)).isFalse();
    }

    private static Progress at(long lsn) {
        return new Progress(new SourcePosition(Map.of("server", "s"), Map.of("lsn", lsn)), lsn, 0);
    }
}
