package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineNames;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.policies.data.ManagedLedgerInternalStats.CursorStats;

/*
 * Pulsar gives a batch to the instance that has the key of its first event. An event of another key in it would be stored by that one, at any
 * time before or after a later event of its key, which comes alone and goes to the instance that has the key. So events are sent
 * one by one before there are several instances, and the one that there was reads what was sent in batches before.
 */
/** Waits, before a function gets several instances, until its one instance has read what the sources sent in batches. */
final class BatchesBeforeSharing {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Where a topic ended. */
    private record Place(long ledger, long entry) {
        static Place parse(String text) {
            String[] parts = text.split(":", -1);
            return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }

        boolean isBehind(Place other) {
            return ledger == other.ledger ? entry > other.entry : ledger > other.ledger;
        }
    }

    private final PulsarAdmin admin;
    private final Pipeline pipeline;
    private final Clock clock;
    private final Consumer<String> progress;

    BatchesBeforeSharing(PulsarAdmin admin, Pipeline pipeline, Clock clock, Consumer<String> progress) {
        this.admin = admin;
        this.pipeline = pipeline;
        this.clock = clock;
        this.progress = progress;
    }

    /** Whether there is one instance, and there are to be several. */
    boolean areToBeRead() {
        try {
            return pipeline.enrichment().isShared()
                    && admin.functions()
                                    .getFunction(
                                            pipeline.topics().tenant(),
                                            pipeline.topics().namespace(),
                                            pipeline.enrichment().name())
                                    .getParallelism()
                            == 1;
        } catch (PulsarAdminException.NotFoundException e) {
            return false;
        } catch (PulsarAdminException e) {
            throw failed(e);
        }
    }

    /**
     * Returns when the function has read what its topics hold now.
     *
     * @throws OperationException if that takes longer
     */
    void awaitRead(Duration limit) {
        try {
            Map<String, Place> ends = ends();
            progress.accept(
                    "waiting until function " + pipeline.enrichment().name() + " has read what was sent in batches");
            long deadline = clock.nanos() + limit.toNanos();
            while (true) {
                ends = unread(ends);
                if (ends.isEmpty()) {
                    return;
                }
                if (clock.nanos() > deadline) {
                    throw new OperationException(
                            "function " + pipeline.enrichment().name()
                                    + " has not read yet what was sent in batches before enrichment.parallelism was changed, on "
                                    + String.join(", ", ends.keySet())
                                    + "; see pulsar-cdc status, let it catch up and try again");
                }
                clock.pause(POLL);
            }
        } catch (PulsarAdminException e) {
            throw failed(e);
        }
    }

    private Map<String, Place> ends() throws PulsarAdminException {
        PipelineNames names = pipeline.names();
        List<String> raw = admin.topics().getList(names.namespace()).stream()
                .filter(names.rawTopics().asMatchPredicate())
                .sorted()
                .toList();
        Map<String, Place> ends = new LinkedHashMap<>();
        for (String topic : raw) {
            ends.put(topic, Place.parse(admin.topics().getInternalStats(topic).lastConfirmedEntry));
        }
        return ends;
    }

    private Map<String, Place> unread(Map<String, Place> ends) throws PulsarAdminException {
        Map<String, Place> unread = new LinkedHashMap<>();
        for (Map.Entry<String, Place> end : ends.entrySet()) {
            CursorStats cursor = admin.topics()
                    .getInternalStats(end.getKey())
                    .cursors
                    .get(pipeline.names().subscription());
            if (cursor != null && end.getValue().isBehind(Place.parse(cursor.markDeletePosition))) {
                unread.put(end.getKey(), end.getValue());
            }
        }
        return unread;
    }

    private static OperationException failed(PulsarAdminException e) {
        return new OperationException("cannot ask Pulsar how far the function is: " + Failures.text(e), e);
    }
}
