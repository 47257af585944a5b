package com.custom.pulsar.benchmarks;

import java.util.Collection;

/** A contender at work. Closing it ends its processes. */
interface Running extends AutoCloseable {
    /** Those whose processor time and memory count for the contender. */
    Collection<ProcessHandle> processes();

    /** Where the rows of this shape come out. */
    String topic(RowShape shape);

    /**
     * Does nothing if it works.
     *
     * @throws BenchmarkException if it has ended or says that it cannot work
     */
    void requireAlive();

    /** How often a process of it has ended and was started again, as one does that runs out of memory. */
    long restarts();

    @Override
    void close();
}
