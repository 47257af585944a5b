package com.custom.pulsar.source;

import java.util.List;
import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.apache.pulsar.common.policies.data.RetentionPolicies;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a raw topic ready before its first event, so that no event can be trimmed before it is read: its retention is set
 * and the subscriptions exist from the earliest message on. Doing it again changes nothing. Used by the capture thread.
 */
final class RawTopics implements EventEncoder.Topics {

    private static final Logger LOGGER = LoggerFactory.getLogger(RawTopics.class);

    private final PulsarClient client;
    private final @Nullable PulsarAdmin admin;
    private final List<String> subscriptions;
    private final Optional<Integer> retentionMinutes;

    /** @param admin null if the functions worker does not give its admin client to instances */
    RawTopics(
            PulsarClient client,
            @Nullable PulsarAdmin admin,
            List<String> subscriptions,
            Optional<Integer> retentionMinutes) {
        this.client = client;
        this.admin = admin;
        this.subscriptions = subscriptions;
        this.retentionMinutes = retentionMinutes;
        if (admin == null && retentionMinutes.isPresent()) {
            LOGGER.warn(
                    "The retention of raw topics is not set, because this functions worker gives instances no admin "
                            + "client. Set exposeAdminClientEnabled: true in functions_worker.yml, or set the retention of "
                            + "the namespace: pulsar-admin namespaces set-retention");
        }
    }

    @Override
    public void makeReady(String topic) throws CaptureException {
        try {
            if (admin != null) {
                makeReady(topic, admin);
            } else {
                for (String subscription : subscriptions) {
                    subscribe(topic, subscription);
                }
            }
        } catch (PulsarClientException | PulsarAdminException e) {
            throw new CaptureException("The raw topic " + topic + " could not be made ready", e);
        }
    }

    private void makeReady(String topic, PulsarAdmin pulsar) throws PulsarAdminException {
        if (retentionMinutes.isEmpty() && subscriptions.isEmpty()) {
            return;
        }
        List<String> existing = existingSubscriptions(topic, pulsar);
        if (retentionMinutes.isPresent()) {
            int minutes = retentionMinutes.get();
            // A size of -1 sets no bound; Pulsar allows "none" in both or in neither.
            pulsar.topicPolicies().setRetention(topic, new RetentionPolicies(minutes, minutes == 0 ? 0 : -1));
        }
        for (String subscription : subscriptions) {
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

    // Shared, because the function subscribes so, and paused: a consumer that takes nothing cannot change the order for
    // it.
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
