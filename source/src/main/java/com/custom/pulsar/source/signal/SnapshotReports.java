package com.custom.pulsar.source.signal;

/** Who is told that a signal was refused. */
interface SnapshotReports {
    void refused(String signal, String reason);
}
