package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineNames;
import com.custom.pulsar.pipeline.TableName;
import java.util.List;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.common.policies.data.BacklogQuota;
import org.apache.pulsar.common.policies.data.RetentionPolicies;
import org.apache.pulsar.common.policies.data.SchemaCompatibilityStrategy;

/*
 * This project's source makes a topic ready before its first event. The connector that Pulsar ships does not: what nobody has subscribed
 * to may be gone before it is read, and its position too, without which it begins with a snapshot.
 */
/** Makes topics ready before a source is started that does not do it itself. Doing it again changes nothing. Blocks. */
final class TopicsBeforeSource {
    /** The connector stores a position with every batch; at a start it reads all of them and needs the last. */
    private static final long POSITIONS_BYTES = 64L * 1024 * 1024;

    private static final int FOR_EVER = -1;

    private final PulsarAdmin admin;
    private final Pipeline pipeline;

    TopicsBeforeSource(PulsarAdmin admin, Pipeline pipeline) {
        this.admin = admin;
        this.pipeline = pipeline;
    }

    /**
     * The topics of the tables and of the position.
     *
     * @throws OperationException if Pulsar refuses, or a table has no topic of its own kind
     */
    void makeReady(List<TableName> tables) {
        for (TableName table : tables) {
            if (!PipelineNames.isOfRawTopic(table)) {
                throw new OperationException("source.tables selects " + TerminalText.of(table.toString(), 200)
                        + ", whose topic would have the name of another kind of topic; with connector: builtin, select"
                        + " tables so that it is not among them");
            }
        }
        PipelineNames names = pipeline.names();
        for (TableName table : tables) {
            String topic = names.rawTopic(table);
            call(topic, () -> {
                List<String> subscriptions = subscriptions(topic);
                // A size of -1 sets no bound.
                admin.topicPolicies()
                        .setRetention(
                                topic,
                                new RetentionPolicies(
                                        pipeline.topics().retention().minutes(), FOR_EVER));
                admin.topicPolicies()
                        .setSchemaCompatibilityStrategy(topic, SchemaCompatibilityStrategy.ALWAYS_COMPATIBLE);
                subscribe(topic, names.subscription(), subscriptions);
            });
        }
        String positions = names.offsetsTopic();
        call(positions, () -> {
            List<String> subscriptions = subscriptions(positions);
            // The guard keeps positions of any age. Nobody moves it, so the broker lets go of the oldest when there are
            // many.
            admin.topicPolicies()
                    .setBacklogQuota(
                            positions,
                            BacklogQuota.builder()
                                    .limitSize(POSITIONS_BYTES)
                                    .retentionPolicy(BacklogQuota.RetentionPolicy.consumer_backlog_eviction)
                                    .build());
            subscribe(positions, names.guardSubscription(), subscriptions);
        });
    }

    // Asked first, since Pulsar's admin client writes a warning with a stack for each conflict.
    private List<String> subscriptions(String topic) throws PulsarAdminException {
        try {
            return admin.topics().getSubscriptions(topic);
        } catch (PulsarAdminException.NotFoundException e) {
            create(topic);
            return List.of();
        }
    }

    private void create(String topic) throws PulsarAdminException {
        try {
            admin.topics().createNonPartitionedTopic(topic);
        } catch (PulsarAdminException.ConflictException e) {
            // A source that came back with its Pulsar was faster.
        }
    }

    private void subscribe(String topic, String subscription, List<String> existing) throws PulsarAdminException {
        if (existing.contains(subscription)) {
            return;
        }
        try {
            admin.topics().createSubscription(topic, subscription, MessageId.earliest);
        } catch (PulsarAdminException.ConflictException e) {
            // The function, which reads all raw topics, was faster.
        }
    }

    private static void call(String topic, Call call) {
        try {
            call.run();
        } catch (PulsarAdminException e) {
            throw new OperationException(
                    "the topic " + topic + " could not be made ready before the source is started: " + Failures.text(e)
                            + (e.getStatusCode() == 401 || e.getStatusCode() == 403
                                    ? "; let the role of pulsar.auth.token manage the namespace's topics and their policies"
                                    : ""),
                    e);
        }
    }

    private interface Call {
        void run() throws PulsarAdminException;
    }
}
