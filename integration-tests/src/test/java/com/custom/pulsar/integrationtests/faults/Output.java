package com.custom.pulsar.integrationtests.faults;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A topic that the function writes to.
 *
 * @param name for messages
 * @param expected makes of the events of the raw topic those that have to be in it, in their order
 */
record Output(String name, PublishedChanges stored, UnaryOperator<List<RowChange>> expected) implements AutoCloseable {
    int size() throws IOException {
        return stored.readOn().size();
    }

    boolean isBehind(List<RowChange> raw) throws IOException {
        return size() < expected.apply(raw).size();
    }

    /** What is wrong with it; empty if nothing is. */
    Optional<String> difference(List<RowChange> raw) {
        try {
            return Completeness.outputDifference(name, expected.apply(raw), stored.readOn(), stored::origin);
        } catch (IOException e) {
            return Optional.of(name + ": " + e);
        }
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
