package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.envelope.Span;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Decides on one value at a time and writes the enriched one. Not thread-safe. */
final class Enricher {
    private final EnvelopeScanner scanner = new EnvelopeScanner();
    private final Span scratch = new Span();
    private final MetadataSplicer splicer;
    private final InstantSource clock;

    Enricher(MetadataSplicer splicer, InstantSource clock) {
        this.splicer = splicer;
        this.clock = clock;
    }

    Outcome enrich(byte @Nullable [] value) {
        if (value == null) {
            return Outcome.Tombstone.INSTANCE;
        }
        if (!scanner.scan(value)) {
            return new Outcome.Rejected(scanner.rejection());
        }
        return new Outcome.Enriched(splicer.splice(scanner, clock.millis(), scratch));
    }
}
