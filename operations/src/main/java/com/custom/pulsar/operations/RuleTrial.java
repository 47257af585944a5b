package com.custom.pulsar.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.envelope.Rejection;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.rules.Destinations;
import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.EventSchema;
import com.custom.pulsar.rules.Outcome;
import com.custom.pulsar.rules.PipelineRules;
import com.custom.pulsar.rules.RouteTarget;
import com.custom.pulsar.rules.Verdict;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Does with single events what the function of a pipeline would do, by the same code, and stores nothing. Not thread-safe. */
public final class RuleTrial {
    private final Pipeline pipeline;
    private final Enricher enricher;

    /** @param clock gives {@code processed_at} */
    public RuleTrial(Pipeline pipeline, InstantSource clock) {
        this.pipeline = pipeline;
        this.enricher = new Enricher(
                new MetadataSplicer(
                        pipeline.enrichment().name(), pipeline.enrichment().metadata()),
                PipelineRules.compile(pipeline.rules()),
                clock);
    }

    /** What would become of the event. */
    public TrialResult of(SampleEvent event) {
        boolean isRead = event.topic()
                .map(topic -> pipeline.names().rawTopics().matcher(topic).matches())
                .orElse(true);
        if (!isRead) {
            return new TrialResult.NotRead("the function reads raw topics only, "
                    + pipeline.names().sourceTopic() + ".SCHEMA.TABLE; take what tail --raw prints");
        }
        String key = event.key();
        Outcome outcome = enricher.enrich(
                key == null ? null : key.getBytes(UTF_8),
                event.value(),
                event.topic().orElse(""),
                EventSchema.UNKNOWN);
        if (outcome instanceof Outcome.Rejected rejected) {
            Rejection rejection = rejected.rejection();
            return new TrialResult.DeadLetter(
                    rejection.reason(), Optional.empty(), rejection.detail() + " (byte " + rejection.offset() + ")");
        }
        if (event.topic().isEmpty() && event.value() != null) {
            return new TrialResult.NotRead(
                    "it does not say of which table it is: source.schema and source.table are missing");
        }
        return result(outcome);
    }

    private static TrialResult result(Outcome outcome) {
        if (outcome instanceof Outcome.Enriched enriched) {
            Destinations destinations = enriched.destinations();
            return new TrialResult.Enriched(enriched.value(), destinations.enriched(), routed(destinations));
        }
        if (outcome instanceof Outcome.Filtered filtered) {
            return new TrialResult.Filtered(filtered.verdict().filter());
        }
        if (outcome instanceof Outcome.Invalid invalid) {
            return invalid(invalid.verdict());
        }
        if (outcome instanceof Outcome.RuleFailed failed) {
            Verdict.Failed failure = failed.failure();
            return new TrialResult.DeadLetter(failure.reason(), Optional.of(failure.rule()), failure.problem());
        }
        return new TrialResult.Tombstone(routed(((Outcome.Tombstone) outcome).destinations()));
    }

    private static TrialResult invalid(Verdict.Invalid invalid) {
        return switch (invalid.onInvalid()) {
            case DEAD_LETTER ->
                new TrialResult.DeadLetter(invalid.reason(), Optional.of(invalid.rule()), invalid.problem());
            case DROP -> new TrialResult.Filtered(invalid.rule());
            case HALT -> new TrialResult.Halts(invalid.rule());
        };
    }

    private static List<String> routed(Destinations destinations) {
        return destinations.routed().stream().map(RouteTarget::topic).toList();
    }
}
