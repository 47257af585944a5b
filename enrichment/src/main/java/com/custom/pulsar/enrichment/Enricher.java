package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.envelope.Span;
import com.custom.pulsar.rules.EventRules;
import com.custom.pulsar.rules.PipelineRules;
import com.custom.pulsar.rules.Verdict;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Decides on one value at a time and writes the enriched one. Not thread-safe. */
final class Enricher {
    private final EnvelopeScanner scanner = new EnvelopeScanner();
    private final Span scratch = new Span();
    private final MetadataSplicer splicer;
    private final PipelineRules rules;
    private final InstantSource clock;

    Enricher(MetadataSplicer splicer, PipelineRules rules, InstantSource clock) {
        this.splicer = splicer;
        this.rules = rules;
        this.clock = clock;
    }

    /** @param topic the raw topic without its partition */
    Outcome enrich(byte @Nullable [] key, byte @Nullable [] value, String topic) {
        if (value == null) {
            return Outcome.Tombstone.INSTANCE;
        }
        if (!scanner.scan(value)) {
            return new Outcome.Rejected(scanner.rejection());
        }
        EventRules ofTable = rules.of(topic);
        return ofTable == null
                ? new Outcome.Enriched(splicer.splice(scanner, clock.millis(), scratch))
                : judged(ofTable.judge(scanner, key, topic));
    }

    private Outcome judged(Verdict verdict) {
        if (verdict instanceof Verdict.Kept kept) {
            return new Outcome.Enriched(splicer.splice(scanner, clock.millis(), scratch, kept.members()));
        }
        return verdict instanceof Verdict.Failed failure ? new Outcome.RuleFailed(failure) : Outcome.Filtered.INSTANCE;
    }
}
