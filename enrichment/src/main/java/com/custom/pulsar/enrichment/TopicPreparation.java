package com.custom.pulsar.enrichment;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.admin.TopicPolicies;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.common.policies.data.RetentionPolicies;
import org.apache.pulsar.common.policies.data.SchemaCompatibilityStrategy;
import org.slf4j.Logger;

/*
 * Pulsar deletes what every subscription has read, and a topic without subscription within minutes. So the function's
 * output topics get a retention of their own. And it stores what a client sends again after a lost connection twice, unless it is told to
 * remember. What fails in passing halts the function, and what is refused does not: a role that may not set policies would halt it
 * for ever, and the namespace may have what is needed.
 *
 * What the namespace gives a topic already is not set again: Pulsar 4.0.8 restores deduplication once where a topic has no policy of its own,
 * and twice at the same time where it has one.
 */
/** Sets retention, deduplication, schema compatibility and compaction of output topics. Not thread-safe. */
final class TopicPreparation {
    private static final long PATIENCE_SECONDS = 10;
    private static final long POLL_MILLIS = 50;
    private static final long COMPACTION_BYTES = 64L << 20;
    private static final String DEDUPLICATES = "Enabled";

    private final Optional<PulsarAdmin> admin;
    private final OptionalInt retentionMinutes;
    private final Logger logger;

    TopicPreparation(Optional<PulsarAdmin> admin, OptionalInt retentionMinutes, Logger logger) {
        this.admin = admin;
        this.retentionMinutes = retentionMinutes;
        this.logger = logger;
        if (admin.isEmpty()) {
            logger.warn(
                    "Retention and deduplication of the output topics are not set, since the functions worker does not expose "
                            + "its admin client: set exposeAdminClientEnabled: true in functions_worker.yml, or set both for the namespace. "
                            + "Until then Pulsar deletes enriched events that no subscription waits for, and events may come twice after a "
                            + "lost connection");
        }
    }

    /** @throws PulsarClientException if that failed, and another try may not */
    void prepare(String topic) throws InterruptedException, PulsarClientException {
        if (admin.isPresent()) {
            prepare(admin.get(), topic, retentionMinutes);
        }
    }

    /**
     * Has a topic keep the newest message of each key, and nothing that was read.
     *
     * @throws PulsarClientException if that failed, and another try may not
     */
    void prepareCompacted(String topic) throws InterruptedException, PulsarClientException {
        if (admin.isPresent()) {
            prepare(admin.get(), topic, OptionalInt.empty());
            administer(
                    topic,
                    "Compaction",
                    () -> admin.get()
                            .topicPolicies()
                            .setCompactionThresholdAsync(topic, COMPACTION_BYTES)
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    private void prepare(PulsarAdmin client, String topic, OptionalInt retention)
            throws InterruptedException, PulsarClientException {
        administer(topic, "Retention and deduplication", () -> {
            create(client, topic)
                    .thenCompose(created -> retain(client, topic, retention))
                    .thenCompose(retained -> deduplicate(client, topic))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            awaitDeduplication(client, topic);
        });
    }

    /**
     * Lets a topic's schema become any other, as its raw topic's may.
     *
     * @throws PulsarClientException if that failed, and another try may not
     */
    void acceptEverySchema(String topic) throws InterruptedException, PulsarClientException {
        if (admin.isPresent()) {
            TopicPolicies policies = admin.get().topicPolicies();
            administer(
                    topic,
                    "Schema compatibility ALWAYS_COMPATIBLE",
                    () -> policies.getSchemaCompatibilityStrategyAsync(topic, true)
                            .thenCompose(applied -> applied == SchemaCompatibilityStrategy.ALWAYS_COMPATIBLE
                                    ? CompletableFuture.completedFuture(null)
                                    : policies.setSchemaCompatibilityStrategyAsync(
                                            topic, SchemaCompatibilityStrategy.ALWAYS_COMPATIBLE))
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    private interface Work {
        void run() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private void administer(String topic, String what, Work work) throws InterruptedException, PulsarClientException {
        try {
            work.run();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (!isRefusal(cause)) {
                throw notReady(topic, String.valueOf(cause.getMessage()), cause);
            }
            logger.warn(
                    "{} of {}: not set ({}); allow the function's role to set topic policies, or set that for the namespace",
                    what,
                    topic,
                    cause.getMessage());
        } catch (TimeoutException e) {
            throw notReady(topic, "Pulsar's administration did not answer within " + PATIENCE_SECONDS + " s", e);
        }
    }

    private static PulsarClientException notReady(String topic, String why, Throwable cause) {
        return new PulsarClientException("The topic " + topic + " could not be made ready: " + why, cause);
    }

    private static CompletableFuture<Void> create(PulsarAdmin client, String topic) {
        return client.topics().createNonPartitionedTopicAsync(topic).exceptionally(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof PulsarAdminException.ConflictException) {
                return null;
            }
            throw new CompletionException(cause);
        });
    }

    private static CompletableFuture<Void> retain(PulsarAdmin client, String topic, OptionalInt retention) {
        if (retention.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        RetentionPolicies wanted = new RetentionPolicies(retention.getAsInt(), -1);
        return client.topicPolicies()
                .getRetentionAsync(topic, true)
                .thenCompose(applied -> wanted.equals(applied)
                        ? CompletableFuture.completedFuture(null)
                        : client.topicPolicies().setRetentionAsync(topic, wanted));
    }

    private static CompletableFuture<Void> deduplicate(PulsarAdmin client, String topic) {
        return client.topicPolicies()
                .getDeduplicationStatusAsync(topic, true)
                .thenCompose(applied -> Boolean.TRUE.equals(applied)
                        ? CompletableFuture.completedFuture(null)
                        : client.topicPolicies().setDeduplicationStatusAsync(topic, true));
    }

    // The policy takes effect some time after it is set, and what is sent before that is not remembered.
    @SuppressWarnings("ThreadSleep")
    private static void awaitDeduplication(PulsarAdmin client, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        if (client.topics().getPartitionedTopicMetadataAsync(topic).get(PATIENCE_SECONDS, TimeUnit.SECONDS).partitions
                > 0) {
            return;
        }
        while (!DEDUPLICATES.equals(client.topics()
                .getStatsAsync(topic)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getDeduplicationStatus())) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException();
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PulsarAdminException refusal
                && refusal.getStatusCode() >= 400
                && refusal.getStatusCode() < 500;
    }
}
