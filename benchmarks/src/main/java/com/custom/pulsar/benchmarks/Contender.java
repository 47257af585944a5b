package com.custom.pulsar.benchmarks;

/** Something that brings row changes from PostgreSQL into Pulsar. */
interface Contender {
    /** As in {@code --only} and the output. */
    String name();

    /**
     * Starts it on the tables, slot and topics of the stage; it need not work yet when this returns.
     *
     * @throws BenchmarkException if it cannot be started here
     */
    Running start(Stage stage);
}
