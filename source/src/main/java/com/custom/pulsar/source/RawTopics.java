package com.custom.pulsar.source;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.admin.TopicPolicies;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.apache.pulsar.common.policies.data.RetentionPolicies;
import org.apache.pulsar.common.policies.data.SchemaCompatibilityStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a topic ready before its first event. No event can be trimmed before it is read: the topic's retention is set and
 * the subscriptions exist from the earliest message on. No event is stored twice: its deduplication is on. No change of a table
 * stops the stream unless that is asked for: the compatibility of its schemas is set. What the namespace gives the topic already is not
 * set again: Pulsar 4.0.8 restores deduplication once where a topic has no policy of its own, and twice at the same time where it has one.
 * Doing it again changes nothing. Used by the capture thread.
 */
final class RawTopics implements EventEncoder.Topics {

    private static final Logger LOGGER = LoggerFactory.getLogger(RawTopics.class);

    private static final String DEDUPLICATES = "Enabled";
    private static final long POLICY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLICY_POLL_MILLIS = 50;

    private final PulsarClient client;
    private final @Nullable PulsarAdmin admin;
    private final List<String> subscriptions;
    private final Optional<Integer> retentionMinutes;
    private final Optional<SchemaCompatibilityStrategy> schemas;

    /** @param admin null if the functions worker does not give its admin client to instances */
    RawTopics(
            PulsarClient client,
            @Nullable PulsarAdmin admin,
            List<String> subscriptions,
            Optional<Integer> retentionMinutes,
            Optional<SchemaCompatibilityStrategy> schemas) {
        this.client = client;
        this.admin = admin;
        this.subscriptions = subscriptions;
        this.retentionMinutes = retentionMinutes;
        this.schemas = schemas;
        if (admin == null) {
            LOGGER.warn(
                    "Retention and deduplication of raw topics are not set, because this functions worker gives instances "
                            + "no admin client; without deduplication, events may come twice after a crash. Set "
                            + "exposeAdminClientEnabled: true in functions_worker.yml, or set both for the namespace: "
                            + "pulsar-admin namespaces set-retention, set-deduplication --enable");
        }
    }

    /** What lets a new version of a table's schema onto a topic that refuses it. */
    String remedyOfRefusal(String topic) {
        return admin != null && schemas.isPresent()
                ? OwnSettings.SCHEMA_COMPATIBILITY + " is " + schemas.get() + ": set it to ALWAYS_COMPATIBLE"
                : "allow it with pulsar-admin topicPolicies set-schema-compatibility-strategy " + topic
                        + " --strategy ALWAYS_COMPATIBLE";
    }

    @Override
    public void makeReady(String topic) throws CaptureException {
        makeReady(topic, subscriptions);
    }

    /** The same for dead letters, of which none may go before somebody has dealt with it. */
    void makeDeadLettersReady(String topic) throws CaptureException {
        makeReady(topic, List.of(OffsetTopic.GUARD));
    }

    private void makeReady(String topic, List<String> names) throws CaptureException {
        try {
            if (admin == null || !isMadeReady(topic, names, admin)) {
                for (String subscription : names) {
                    subscribe(topic, subscription);
                }
            }
        } catch (PulsarClientException | PulsarAdminException e) {
            throw new CaptureException("The topic " + topic + " could not be made ready: " + e.getMessage(), e);
        }
    }

    /** False where the role of the source may not: creating topics by the admin client and policies are for a tenant's admin. */
    private boolean isMadeReady(String topic, List<String> names, PulsarAdmin pulsar)
            throws PulsarAdminException, CaptureException {
        try {
            makeReady(topic, names, pulsar);
            return true;
        } catch (PulsarAdminException.NotAuthorizedException e) {
            LOGGER.warn(
                    "Retention and deduplication of {} are not set, because the role of this source may not do that ({}); without "
                            + "deduplication, events may come twice after a crash. Set both for the namespace: pulsar-admin "
                            + "namespaces set-retention, set-deduplication --enable, and set-schema-compatibility-strategy "
                            + "--compatibility ALWAYS_COMPATIBLE; or make the role an admin of the tenant",
                    topic,
                    e.getMessage());
            return false;
        }
    }

    private void makeReady(String topic, List<String> names, PulsarAdmin pulsar)
            throws PulsarAdminException, CaptureException {
        List<String> existing = existingSubscriptions(topic, pulsar);
        TopicPolicies policies = pulsar.topicPolicies();
        if (retentionMinutes.isPresent()) {
            int minutes = retentionMinutes.get();
            // A size of -1 sets no bound; Pulsar allows "none" in both or in neither.
            RetentionPolicies wanted = new RetentionPolicies(minutes, minutes == 0 ? 0 : -1);
            if (!wanted.equals(policies.getRetention(topic, true))) {
                policies.setRetention(topic, wanted);
            }
        }
        if (schemas.isPresent() && schemas.get() != policies.getSchemaCompatibilityStrategy(topic, true)) {
            policies.setSchemaCompatibilityStrategy(topic, schemas.get());
        }
        // Last: the broker applies policies in their order, and this is the one whose effect can be seen.
        deduplicate(topic, pulsar);
        for (String subscription : names) {
            if (existing.contains(subscription)) {
                continue;
            }
            try {
                pulsar.topics().createSubscription(topic, subscription, MessageId.earliest);
            } catch (PulsarAdminException.ConflictException e) {
                LOGGER.debug("{} has the subscription {} by now", topic, subscription);
            }
        }
    }

    // The policy takes effect some time after it is set, and what is sent before that is not remembered.
    private static void deduplicate(String topic, PulsarAdmin pulsar) throws PulsarAdminException, CaptureException {
        if (!Boolean.TRUE.equals(pulsar.topicPolicies().getDeduplicationStatus(topic, true))) {
            pulsar.topicPolicies().setDeduplicationStatus(topic, true);
        }
        long began = System.nanoTime();
        String status = pulsar.topics().getStats(topic).getDeduplicationStatus();
        while (!DEDUPLICATES.equals(status)) {
            if (System.nanoTime() - began > POLICY_NANOS) {
                throw new CaptureException(
                        "The deduplication of " + topic + " is " + status
                                + " and did not become enabled; are topic policies on (topicLevelPoliciesEnabled in broker.conf)?");
            }
            try {
                Thread.sleep(POLICY_POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CaptureException("Interrupted while the deduplication of " + topic + " was turned on", e);
            }
            status = pulsar.topics().getStats(topic).getDeduplicationStatus();
        }
    }

    // Asked first, since Pulsar's admin client writes a warning with a stack for each conflict.
    private static List<String> existingSubscriptions(String topic, PulsarAdmin pulsar) throws PulsarAdminException {
        try {
            return pulsar.topics().getSubscriptions(topic);
        } catch (PulsarAdminException.NotFoundException e) {
            LOGGER.info("Making {}", topic);
        }
        try {
            pulsar.topics().createNonPartitionedTopic(topic);
        } catch (PulsarAdminException.ConflictException e) {
            LOGGER.debug("{} exists by now", topic);
        }
        return List.of();
    }

    // Where the function reads already, as a failover consumer, a shared one is refused; a second one of its kind could
    // take its place. Paused, since what it took would come to the function out of order.
    private void subscribe(String topic, String subscription) throws PulsarClientException {
        try (Consumer<byte[]> consumer = client.newConsumer(Schema.BYTES)
                .topic(topic)
                .subscriptionName(subscription)
                .subscriptionType(SubscriptionType.Shared)
                .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                .startPaused(true)
                .subscribe()) {
            LOGGER.info("{} has the subscription {}", topic, consumer.getSubscription());
        } catch (PulsarClientException.ConsumerBusyException e) {
            LOGGER.info("{} has the subscription {}, in use", topic, subscription);
        }
    }
}
