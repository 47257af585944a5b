package com.custom.pulsar.source;

import org.apache.pulsar.client.api.PulsarClientException;

/** Stores positions with the numbering that goes with them. Thread-safe. */
final class Positions {

    /** Where records are kept. */
    interface Records {
        void store(StoredPosition record) throws PulsarClientException;
    }

    private final Records records;
    private final Numbering numbering;
    private final Lineage lineage;
    private StoredPosition stored;

    /** @param begin what is stored, with the numbering that the events get */
    Positions(Records records, StoredPosition begin, Numbering numbering, Lineage lineage) {
        this.records = records;
        this.numbering = numbering;
        this.lineage = lineage;
        this.stored = begin;
    }

    /** @throws PulsarClientException if it is not stored, or it is unknown whether it is */
    synchronized void store(Progress progress) throws PulsarClientException {
        SourcePosition position = progress.position();
        keep(new StoredPosition(
                position.partition(),
                position.offset(),
                stored.slot(),
                stored.timeline(),
                numbering.at(progress.sequence(), progress.since()),
                lineage.at(progress.oversized())));
    }

    /** The next start is to number anew. */
    synchronized void forget() throws PulsarClientException {
        keep(new StoredPosition(
                stored.partition(), stored.offset(), stored.slot(), stored.timeline(), null, stored.lineage()));
    }

    private void keep(StoredPosition record) throws PulsarClientException {
        records.store(record);
        stored = record;
    }
}
