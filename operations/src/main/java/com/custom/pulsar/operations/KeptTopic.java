package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import java.time.Duration;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.common.policies.data.RetentionPolicies;

/** A topic whose messages stay for the pipeline's retention after they were read, and on which nothing is stored twice. Blocks. */
final class KeptTopic {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String DEDUPLICATES = "Enabled";

    private final PulsarAdmin admin;
    private final RetentionPolicies retention;

    KeptTopic(PulsarAdmin admin, Pipeline pipeline) {
        this.admin = admin;
        this.retention = new RetentionPolicies(pipeline.topics().retention().minutes(), -1);
    }

    /**
     * Makes the topic if it is not there, and sets what it lacks.
     *
     * @throws OperationException if Pulsar refuses
     */
    void makeReady(String topic) {
        try {
            create(topic);
            if (!retention.equals(admin.topicPolicies().getRetention(topic, true))) {
                admin.topicPolicies().setRetention(topic, retention);
            }
            if (!Boolean.TRUE.equals(admin.topicPolicies().getDeduplicationStatus(topic, true))) {
                admin.topicPolicies().setDeduplicationStatus(topic, true);
            }
            awaitDeduplication(topic);
        } catch (PulsarAdminException e) {
            throw new OperationException("cannot make " + topic + " ready: " + Failures.text(e), e);
        }
    }

    /**
     * Makes a subscription from the earliest message on, if it is not there, so that what comes is kept until it was read through it.
     *
     * @throws OperationException if Pulsar refuses
     */
    void subscribe(String topic, String subscription) {
        try {
            if (!admin.topics().getSubscriptions(topic).contains(subscription)) {
                admin.topics().createSubscription(topic, subscription, MessageId.earliest);
            }
        } catch (PulsarAdminException.ConflictException e) {
            // The function, which looks for new topics, was faster.
            return;
        } catch (PulsarAdminException e) {
            throw new OperationException(
                    "cannot subscribe " + subscription + " to " + topic + ": " + Failures.text(e), e);
        }
    }

    // Asked first, since Pulsar's admin client writes a warning with a stack for each conflict.
    private void create(String topic) throws PulsarAdminException {
        try {
            var unused = admin.topics().getSubscriptions(topic);
        } catch (PulsarAdminException.NotFoundException e) {
            admin.topics().createNonPartitionedTopic(topic);
        }
    }

    private void awaitDeduplication(String topic) throws PulsarAdminException {
        long deadline = Clock.SYSTEM.nanos() + LIMIT.toNanos();
        while (!DEDUPLICATES.equals(admin.topics().getStats(topic).getDeduplicationStatus())) {
            if (Clock.SYSTEM.nanos() > deadline) {
                throw new OperationException("deduplication of " + topic
                        + " is set, and the broker does not act on it for " + LIMIT.toSeconds() + " s; run this again");
            }
            Clock.SYSTEM.pause(POLL);
        }
    }
}
