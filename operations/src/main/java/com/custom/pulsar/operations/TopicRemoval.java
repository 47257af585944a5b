package com.custom.pulsar.operations;

import java.time.Duration;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** Deletes topics that nobody is connected to any more. Blocks. */
final class TopicRemoval {
    /**
     * How long who is gone may still count as connected. Pulsar's Kubernetes runtime ends pods without a grace, so nobody says to the broker that
     * a connection is over; it asks every 30 seconds, and waits as long for the answer.
     */
    static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int IN_USE = 412;

    private final Topics topics;
    private final Clock clock;

    TopicRemoval(Topics topics, Clock clock) {
        this.topics = topics;
        this.clock = clock;
    }

    /** Pulsar's, of which one is deleted only while nobody is connected to it. */
    interface Topics {
        void delete(String topic) throws PulsarAdminException;
    }

    /**
     * Deletes a topic with all that it holds; one that is gone is passed over.
     *
     * @throws OperationException if Pulsar refuses, also because somebody still reads or writes it after {@link #LIMIT}
     */
    void delete(String topic) {
        long end = clock.nanos() + LIMIT.toNanos();
        while (!isDeleted(topic, clock.nanos() >= end)) {
            clock.pause(POLL);
        }
    }

    private boolean isDeleted(String topic, boolean isLast) {
        try {
            topics.delete(topic);
            return true;
        } catch (PulsarAdminException.NotFoundException e) {
            return true;
        } catch (PulsarAdminException e) {
            boolean isInUse = e.getStatusCode() == IN_USE;
            if (isInUse && !isLast) {
                return false;
            }
            throw new OperationException(
                    "cannot delete the topic " + topic + ": " + Failures.text(e)
                            + (isInUse ? "; somebody still reads or writes it, stop that first" : ""),
                    e);
        }
    }
}
