package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.DeadLetterProperty;
import com.custom.pulsar.envelope.EventProperty;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/*
 * Nobody subscribes to the topic, so Pulsar would trim it, and its compaction only keeps what it has read. So a guard waits at its beginning
 * until the topic was compacted once; from then on compaction's own cursor holds what is not compacted yet, and the guard may let go.
 */
/** What the topic of the last known values needs of Pulsar beside being written to. Used by the loop. */
final class LastKnownTopic {
    private static final int PATIENCE_SECONDS = 10;

    private final PulsarClient client;
    private final Optional<PulsarAdmin> admin;
    private final Logger logger;

    /** @param admin empty if the functions worker exposes none; then the topic is not compacted, and all of it stays */
    LastKnownTopic(PulsarClient client, Optional<PulsarAdmin> admin, Logger logger) {
        this.client = client;
        this.admin = admin;
        this.logger = logger;
    }

    /** Gives what it holds; nothing where there is none, which does not make it. */
    void read(String topic, Consumer<Remembered> consumer) throws PulsarClientException {
        if (!exists(topic)) {
            return;
        }
        try (Reader<byte[]> reader = client.newReader(Schema.BYTES)
                .topic(topic)
                .startMessageId(MessageId.earliest)
                .readCompacted(true)
                .create()) {
            while (reader.hasMessageAvailable()) {
                Message<byte[]> message = reader.readNext(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new PulsarClientException.TimeoutException(
                            "What " + topic + " holds does not arrive within " + PATIENCE_SECONDS + " s");
                }
                // What was replicated here is of another cluster's raw topics.
                if (message.hasKey() && message.getReplicatedFrom() == null) {
                    consumer.accept(new Remembered(
                            message.getKeyBytes(),
                            message.getData(),
                            RawPosition.parse(message.getProperty(DeadLetterProperty.MESSAGE_ID)),
                            LastKnown.lsn(message.getProperties()),
                            message.getProperty(EventProperty.LINEAGE)));
                }
            }
        } catch (PulsarClientException e) {
            throw e;
        } catch (IOException e) {
            throw new PulsarClientException(e);
        }
    }

    private boolean exists(String topic) throws PulsarClientException {
        try {
            client.getPartitionsForTopic(topic, false).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            PulsarClientException failure = PulsarClientException.unwrap(e);
            if (failure instanceof PulsarClientException.NotFoundException
                    || failure instanceof PulsarClientException.TopicDoesNotExistException) {
                return false;
            }
            throw failure;
        } catch (TimeoutException e) {
            throw new PulsarClientException.TimeoutException(
                    "Whether there is " + topic + " is not answered within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PulsarClientException(e);
        }
    }

    /** Lets go of what its compaction has read; at once, while that goes on. */
    void release(String topic) {
        if (admin.isEmpty()) {
            return;
        }
        var unused = admin.get()
                .topics()
                .getInternalStatsAsync(topic)
                .thenCompose(stats -> stats.compactedLedger.ledgerId < 0
                        ? CompletableFuture.<@Nullable Void>completedFuture(null)
                        : admin.get().topics().skipAllMessagesAsync(topic, PulsarBroker.GUARD))
                .exceptionally(failure -> {
                    logger.warn("{} keeps more than it needs for the moment: {}", topic, failure.getMessage());
                    return null;
                });
    }
}
