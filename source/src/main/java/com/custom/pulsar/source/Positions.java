package com.custom.pulsar.source;

import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/*
 * A number means the same event only in a pure replay (see Epochs). Rows that are read beside the stream, on a signal, come at another
 * time after a restart. So while such rows have been sent behind the stored position, that position must not have numbers to go
 * on with: the record that says so is stored before the first of them is sent.
 */
/** Stores positions with the numbering that goes with them. Thread-safe. */
final class Positions {

    /** Where records are kept. */
    interface Records {
        void store(StoredPosition record) throws PulsarClientException;
    }

    private final Records records;
    private final Numbering numbering;
    private StoredPosition stored;
    private long lastUnrepeatable = -1;

    /** @param begin what is stored, with the numbering that the events get */
    Positions(Records records, StoredPosition begin, Numbering numbering) {
        this.records = records;
        this.numbering = numbering;
        this.stored = begin;
    }

    /** @throws PulsarClientException if it is not stored, or it is unknown whether it is */
    synchronized void store(Progress progress) throws PulsarClientException {
        boolean isRepeatable = lastUnrepeatable <= progress.sequence();
        keep(record(progress.position(), isRepeatable ? numbering.at(progress.sequence()) : null));
    }

    /** To be called before an event is sent that would not come again under the same number. */
    synchronized void unrepeatable(long sequence) throws PulsarClientException {
        lastUnrepeatable = sequence;
        if (stored.numbering() != null) {
            forget();
        }
    }

    /** The next start is to number anew. */
    synchronized void forget() throws PulsarClientException {
        keep(new StoredPosition(stored.partition(), stored.offset(), stored.slot(), null));
    }

    private StoredPosition record(SourcePosition position, @Nullable Numbering reached) {
        return new StoredPosition(position.partition(), position.offset(), stored.slot(), reached);
    }

    private void keep(StoredPosition record) throws PulsarClientException {
        records.store(record);
        stored = record;
    }
}
