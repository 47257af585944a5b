package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.envelope.Span;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides on one value at a time and writes the enriched one: what a function does with it, wherever it runs. Not thread-safe. */
public final class Enricher {
    private final EnvelopeScanner scanner = new EnvelopeScanner();
    private final Span scratch = new Span();
    /** Nothing but the bytes is made for each event. */
    private final Outcome.Enriched enriched = new Outcome.Enriched();

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
     * @param schema what it was sent with
     */
    public Outcome enrich(byte @Nullable [] key, byte @Nullable [] value, String topic, EventSchema schema) {
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
                ? enriched.set(splicer.splice(scanner, clock.millis(), scratch), Destinations.ENRICHED)
                : judged(ofTable.judge(scanner, key, topic, schema));
    }

    /**
     * The schema of the enriched values.
     *
     * @param raw the schema of the raw topic's values: a record of Avro, as JSON
     * @param topic the raw topic's full name, without its partition
     * @return the schema as UTF-8; empty if {@code raw} is none that can be added to
     */
    public Optional<byte[]> schema(byte[] raw, String topic) {
        @Nullable EventRules ofTable = rules.of(topic);
        return EnrichedSchema.of(raw, splicer.constants(), ofTable == null ? Map.of() : ofTable.computedTypes());
    }

    /** Whether it matters that the table of a raw topic has changed. */
    public boolean watchesDrift(String topic) {
        @Nullable EventRules ofTable = rules.of(topic);
        return ofTable != null && ofTable.watchesDrift();
    }

    private Outcome judged(Verdict verdict) {
        if (verdict instanceof Verdict.Kept kept) {
            return enriched.set(splicer.splice(scanner, clock.millis(), scratch, kept.members()), kept.destinations());
        }
        if (verdict instanceof Verdict.Dropped dropped) {
            return new Outcome.Filtered(dropped);
        }
        return verdict instanceof Verdict.Invalid invalid
                ? new Outcome.Invalid(invalid)
                : new Outcome.RuleFailed((Verdict.Failed) verdict);
    }
}
