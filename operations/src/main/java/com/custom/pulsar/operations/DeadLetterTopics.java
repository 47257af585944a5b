package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PipelineNames;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.common.policies.data.ManagedLedgerInternalStats.CursorStats;

/*
 * Which letters are open is what the subscription of the guard has not acknowledged: it is there already so that nothing is trimmed, Pulsar
 * keeps it durably, and its backlog is what is still to be done. Looking reads through no subscription, so it takes nothing away
 * from who deals with letters at the same time.
 */
/** The dead letters of a pipeline, looked at. Reading leaves nothing in Pulsar. Blocks. */
public final class DeadLetterTopics {
    private static final int PATIENCE_SECONDS = 10;

    private final PulsarConnection pulsar;
    private final PipelineNames names;

    public DeadLetterTopics(PulsarConnection pulsar, PipelineNames names) {
        this.pulsar = pulsar;
        this.names = names;
    }

    /**
     * The topics that hold or held some, by their full names, in order of these.
     *
     * @throws OperationException if Pulsar refuses
     */
    public List<String> all() {
        try {
            return pulsar.admin().topics().getList(names.namespace()).stream()
                    .filter(names.deadLetterTopics().asMatchPredicate())
                    .sorted()
                    .toList();
        } catch (PulsarAdminException e) {
            throw new OperationException(
                    "cannot ask Pulsar for the topics of " + names.namespace() + ": " + Failures.text(e), e);
        }
    }

    /**
     * Gives the letters of one topic that it holds now, in their order, until {@code goesOn} says no.
     *
     * @param all whether those that somebody has dealt with are among them
     * @return whether all were given
     * @throws OperationException if Pulsar refuses
     */
    public boolean read(String topic, boolean all, DeadLetterFilter filter, Predicate<DeadLetter> goesOn) {
        AcknowledgedPositions dealtWith = dealtWith(topic);
        try (Reader<byte[]> reader = pulsar.client()
                .newReader(Schema.BYTES)
                .topic(topic)
                .startMessageId(MessageId.earliest)
                .create()) {
            while (reader.hasMessageAvailable()) {
                Message<byte[]> message = reader.readNext(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new OperationException(
                            topic + " has more letters, but Pulsar has sent none for " + PATIENCE_SECONDS + " s");
                }
                DeadLetter letter = DeadLetter.of(message, dealtWith);
                if ((all || letter.isOpen()) && filter.matches(letter) && !goesOn.test(letter)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new OperationException("cannot read " + topic + ": " + Failures.text(e), e);
        }
    }

    /** The same of all topics that the filter leaves in, one topic after the other. */
    public boolean read(boolean all, DeadLetterFilter filter, Predicate<DeadLetter> goesOn) {
        return all().stream()
                .filter(topic -> filter.isOf(rawTopic(topic)))
                .allMatch(topic -> read(topic, all, filter, goesOn));
    }

    private static String rawTopic(String topic) {
        return topic.substring(0, topic.length() - PipelineNames.DEAD_LETTERS.length());
    }

    private AcknowledgedPositions dealtWith(String topic) {
        try {
            CursorStats guard =
                    pulsar.admin().topics().getInternalStats(topic).cursors.get(names.guardSubscription());
            return guard == null ? AcknowledgedPositions.NONE : AcknowledgedPositions.of(guard);
        } catch (PulsarAdminException e) {
            throw new OperationException("cannot ask Pulsar for " + topic + ": " + Failures.text(e), e);
        }
    }
}
