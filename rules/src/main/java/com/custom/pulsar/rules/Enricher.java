package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.envelope.Span;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Decides on one value at a time and writes the enriched one: what a function does with it, wherever it runs. Not thread-safe. */
public final class Enricher {
    private final EnvelopeScanner scanner = new EnvelopeScanner();
    private final Span scratch = new Span();
    private final MetadataSplicer splicer;
    private final PipelineRules rules;
    private final InstantSource clock;

    /** @param clock gives {@code processed_at} */
    public Enricher(MetadataSplicer splicer, PipelineRules rules, InstantSource clock) {
        this.splicer = splicer;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Decides on a message of a raw topic.
     *
     * @param key null if it has none
     * @param value null for a tombstone
     * @param topic the raw topic's full name, without its partition
     */
    public Outcome enrich(byte @Nullable [] key, byte @Nullable [] value, String topic) {
        EventRules ofTable = rules.of(topic);
        if (value == null) {
            return ofTable == null
                    ? Outcome.Tombstone.ENRICHED
                    : new Outcome.Tombstone(ofTable.ofTombstone(key, topic));
        }
        if (!scanner.scan(value)) {
            return new Outcome.Rejected(scanner.rejection());
        }
        return ofTable == null
                ? new Outcome.Enriched(splicer.splice(scanner, clock.millis(), scratch), Destinations.ENRICHED)
                : judged(ofTable.judge(scanner, key, topic));
    }

    private Outcome judged(Verdict verdict) {
        if (verdict instanceof Verdict.Kept kept) {
            return new Outcome.Enriched(
                    splicer.splice(scanner, clock.millis(), scratch, kept.members()), kept.destinations());
        }
        if (verdict instanceof Verdict.Dropped dropped) {
            return new Outcome.Filtered(dropped);
        }
        return verdict instanceof Verdict.Invalid invalid
                ? new Outcome.Invalid(invalid)
                : new Outcome.RuleFailed((Verdict.Failed) verdict);
    }
}
