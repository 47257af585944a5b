package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PipelineNames;
import java.util.function.Consumer;

/** Lets go of dead letters: nothing keeps them any more, and Pulsar deletes them when the retention of their topics is over. Blocks. */
public final class DeadLetterPurge {
    private final PulsarConnection pulsar;
    private final PipelineNames names;

    public DeadLetterPurge(PulsarConnection pulsar, PipelineNames names) {
        this.pulsar = pulsar;
        this.names = names;
    }

    /**
     * Purges letters that were looked at before.
     *
     * @param purged is told of each before it is let go
     * @throws OperationException if another replay or purge is at work, or Pulsar refuses; what was told before is done
     */
    public void purge(DeadLetterSelection letters, Consumer<DeadLetter> purged) {
        letters.idsByTopic().forEach((topic, ids) -> {
            try (DeadLetterGuard guard = DeadLetterGuard.open(pulsar, topic, names.guardSubscription())) {
                guard.each(ids, purged);
            }
        });
    }
}
