package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineNames;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** The topics of one pipeline in Pulsar. Blocks. */
public final class PipelineTopics {
    private final PulsarConnection pulsar;
    private final Pipeline pipeline;
    private final PipelineNames names;

    public PipelineTopics(PulsarConnection pulsar, Pipeline pipeline) {
        this.pulsar = pulsar;
        this.pipeline = pipeline;
        this.names = pipeline.names();
    }

    /**
     * Those that are there, by name, without those of the sources' positions: events, enriched events, dead letters, last known values,
     * signals and what is told of snapshots.
     *
     * @throws OperationException if Pulsar refuses
     */
    public List<String> all() {
        Set<String> own = new TreeSet<>(Set.of(names.replayTopic(), names.lastKnownTopic()));
        pipeline.perSource().forEach(source -> {
            own.add(source.names().signalsTopic());
            own.add(source.names().notificationsTopic());
        });
        try {
            return List.copyOf(new TreeSet<>(pulsar.admin().topics().getList(names.namespace()).stream()
                    .filter(topic -> own.contains(topic) || isOfTable(topic))
                    .toList()));
        } catch (PulsarAdminException e) {
            throw new OperationException(
                    "cannot ask Pulsar for the topics of " + names.namespace() + ": " + Failures.text(e), e);
        }
    }

    private boolean isOfTable(String topic) {
        return names.rawTopics().matcher(topic).matches()
                || names.enrichedTopics().matcher(topic).matches()
                || names.deadLetterTopics().matcher(topic).matches();
    }

    /**
     * Deletes a topic with all that it holds, once nobody is connected to it; one that is gone is passed over.
     *
     * @throws OperationException if Pulsar refuses, also because somebody goes on reading or writing it
     */
    public void delete(String topic) {
        new TopicRemoval(name -> pulsar.admin().topics().delete(name, false), Clock.SYSTEM).delete(topic);
    }

    /** Deletes the position of the pipeline's first source. */
    public void deletePosition() {
        delete(names.offsetsTopic());
    }
}
