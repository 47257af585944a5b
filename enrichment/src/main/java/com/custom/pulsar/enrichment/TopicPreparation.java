package com.custom.pulsar.enrichment;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.policies.data.RetentionPolicies;
import org.slf4j.Logger;

/*
 * Pulsar deletes what every subscription has read, and a topic without subscription within minutes. So the function's
 * output topics get a retention of their own. A failure here does not stop the events: a topic with an open producer and
 * a fresh ledger loses nothing within the half minute to the next try.
 */
/** Sets the retention of output topics. Not thread-safe. */
final class TopicPreparation {
    private static final long PATIENCE_SECONDS = 10;

    private final Optional<PulsarAdmin> admin;
    private final OptionalInt retentionMinutes;
    private final Logger logger;
    private final Set<String> unprotected = new HashSet<>();

    TopicPreparation(Optional<PulsarAdmin> admin, OptionalInt retentionMinutes, Logger logger) {
        this.admin = admin;
        this.retentionMinutes = retentionMinutes;
        this.logger = logger;
        if (admin.isEmpty() && retentionMinutes.isPresent()) {
            logger.warn(
                    "The retention of the output topics is not set, since the functions worker does not expose its admin "
                            + "client: set exposeAdminClientEnabled: true in functions_worker.yml, or set a retention on the namespace. "
                            + "Until then Pulsar deletes enriched events that no subscription waits for");
        }
    }

    void prepare(String topic) throws InterruptedException {
        if (admin.isPresent() && retentionMinutes.isPresent()) {
            protect(admin.orElseThrow(), topic, true);
        }
    }

    /** Tries again what failed in passing. */
    void retry() throws InterruptedException {
        for (String topic : List.copyOf(unprotected)) {
            protect(admin.orElseThrow(), topic, false);
        }
    }

    private void protect(PulsarAdmin client, String topic, boolean isFirst) throws InterruptedException {
        RetentionPolicies policy = new RetentionPolicies(retentionMinutes.orElseThrow(), -1);
        try {
            create(client, topic)
                    .thenCompose(created -> client.topicPolicies().setRetentionAsync(topic, policy))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            unprotected.remove(topic);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            boolean isFinal = isRefusal(cause);
            if (isFinal) {
                unprotected.remove(topic);
            } else {
                unprotected.add(topic);
            }
            if (isFirst || isFinal) {
                logger.warn(
                        "The retention of {} is not set ({}); {}",
                        topic,
                        cause.getMessage(),
                        isFinal
                                ? "allow the function's role to set topic policies, or set a retention on the namespace"
                                : "it is tried again every half minute");
            }
        }
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

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PulsarAdminException refusal
                && refusal.getStatusCode() >= 400
                && refusal.getStatusCode() < 500;
    }
}
