package com.custom.pulsar.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.envelope.Rejection;
import com.custom.pulsar.envelope.Span;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.rules.EventRules;
import com.custom.pulsar.rules.PipelineRules;
import com.custom.pulsar.rules.Verdict;
import java.time.InstantSource;
import java.util.Optional;

/** Does with single events what the function of a pipeline would do, by the same code, and stores nothing. Not thread-safe. */
public final class RuleTrial {
    private final Pipeline pipeline;
    private final InstantSource clock;
    private final PipelineRules rules;
    private final MetadataSplicer splicer;
    private final EnvelopeScanner scanner = new EnvelopeScanner();
    private final Span scratch = new Span();

    /** @param clock gives {@code processed_at} */
    public RuleTrial(Pipeline pipeline, InstantSource clock) {
        this.pipeline = pipeline;
        this.clock = clock;
        this.rules = PipelineRules.compile(pipeline.rules());
        this.splicer = new MetadataSplicer(
                pipeline.enrichment().name(), pipeline.enrichment().metadata());
    }

    /** What would become of the event. */
    public TrialResult of(SampleEvent event) {
        byte[] value = event.value();
        boolean isRead = event.topic()
                .map(topic -> pipeline.names().rawTopics().matcher(topic).matches())
                .orElse(true);
        if (!isRead) {
            return new TrialResult.NotRead("the function reads raw topics only, "
                    + pipeline.names().sourceTopic() + ".SCHEMA.TABLE; take what tail --raw prints");
        }
        if (value == null) {
            return new TrialResult.Tombstone();
        }
        if (!scanner.scan(value)) {
            Rejection rejection = scanner.rejection();
            return new TrialResult.DeadLetter(
                    rejection.reason(), Optional.empty(), rejection.detail() + " (byte " + rejection.offset() + ")");
        }
        if (event.topic().isEmpty()) {
            return new TrialResult.NotRead(
                    "it does not say of which table it is: source.schema and source.table are missing");
        }
        return judged(event, event.topic().get());
    }

    private TrialResult judged(SampleEvent event, String topic) {
        EventRules ofTable = rules.of(topic);
        if (ofTable == null) {
            return new TrialResult.Enriched(splicer.splice(scanner, clock.millis(), scratch));
        }
        String key = event.key();
        Verdict verdict = ofTable.judge(scanner, key == null ? null : key.getBytes(UTF_8), topic);
        if (verdict instanceof Verdict.Kept kept) {
            return new TrialResult.Enriched(splicer.splice(scanner, clock.millis(), scratch, kept.members()));
        }
        if (verdict instanceof Verdict.Dropped dropped) {
            return new TrialResult.Filtered(dropped.filter());
        }
        Verdict.Failed failed = (Verdict.Failed) verdict;
        return new TrialResult.DeadLetter(DeadLetterReason.RULE_FAILED, Optional.of(failed.rule()), failed.problem());
    }
}
