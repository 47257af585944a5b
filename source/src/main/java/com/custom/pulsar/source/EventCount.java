package com.custom.pulsar.source;

/** Counts events for the framework's status and for the metrics. */
record EventCount(StatusReport status, Figures figures) implements Publisher.Counters {

    @Override
    public void received(Event event) {
        status.received();
    }

    @Override
    public void published(Event event) {
        status.published();
        if (event instanceof RawEvent raw) {
            figures.published(
                    figures.table(raw.topic().name()), raw.size(), raw.eventTime(), System.currentTimeMillis());
            if (EventEncoder.READ.equals(raw.properties().get(EventEncoder.OP_PROPERTY))) {
                figures.snapshotRow();
            }
        } else {
            figures.oversized();
        }
    }

    @Override
    public void heartbeat() {
        figures.heartbeat();
    }
}
