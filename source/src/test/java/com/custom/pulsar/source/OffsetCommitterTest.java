package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.PulsarClientException;
import org.junit.jupiter.api.Test;

class OffsetCommitterTest {

    private static final Map<String, String> PARTITION = Map.of("server", "s");

    private final List<String> steps = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final PublishedPrefix prefix = new PublishedPrefix();
    private final StoredOffsets offsets = new StoredOffsets();
    private boolean isBrokerGone;
    private final OffsetCommitter committer = new OffsetCommitter(
            prefix,
            this::store,
            offsets,
            () -> steps.add("commit, Debezium sees " + offsets.offset(PARTITION)),
            failures::add);

    @Test
    void debeziumIsToldAfterThePositionIsStored() {
        prefix.published(prefix.add(at(5)));
        committer.storeNewest();
        assertThat(steps).containsExactly("store {lsn=5}", "commit, Debezium sees {lsn=5}");
    }

    @Test
    void aPositionThatDidNotMoveIsNotStoredAgain() {
        prefix.published(prefix.add(at(5)));
        committer.storeNewest();
        committer.storeNewest();
        assertThat(steps).hasSize(2);
    }

    @Test
    void nothingIsStoredWhileNothingIsAcknowledged() {
        prefix.add(at(5));
        committer.storeNewest();
        assertThat(steps).isEmpty();
    }

    @Test
    void aPositionThatWasNotStoredIsNotCommittedAndTriedAgain() {
        isBrokerGone = true;
        prefix.published(prefix.add(at(5)));
        committer.storeNewest();
        assertThat(steps).isEmpty();
        assertThat(offsets.isEmpty()).isTrue();
        isBrokerGone = false;
        committer.storeNewest();
        assertThat(steps).containsExactly("store {lsn=5}", "commit, Debezium sees {lsn=5}");
    }

    @Test
    void manyFailuresInARowFailTheSourceOnce() {
        isBrokerGone = true;
        prefix.published(prefix.add(at(5)));
        for (int i = 0; i < 100; i++) {
            committer.storeNewest();
        }
        assertThat(failures).singleElement().isInstanceOf(CaptureException.class);
    }

    @Test
    void closingStoresWhatWasPublishedLast() throws InterruptedException {
        prefix.published(prefix.add(at(5)));
        committer.close();
        assertThat(steps).startsWith("store {lsn=5}");
    }

    private void store(Progress progress) throws PulsarClientException {
        if (isBrokerGone) {
            throw new PulsarClientException.TimeoutException("no answer");
        }
        steps.add("store " + progress.position().offset());
    }

    private static Progress at(long lsn) {
        return new Progress(new SourcePosition(PARTITION, Map.of("lsn", lsn)), lsn, 0);
    }
}
