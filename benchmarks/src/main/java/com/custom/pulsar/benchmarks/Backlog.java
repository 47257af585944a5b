package com.custom.pulsar.benchmarks;

import com.custom.pulsar.benchmarks.Measurement.Kind;
import java.util.Map;
import java.util.Optional;

/**
 * Events of narrow rows on a raw topic, which this project's source has published; nothing publishes any more.
 *
 * @param events of the rows 1 to this
 */
record Backlog(Stage stage, int events) {
    /** Inserts the rows, runs the source until all of them are on the topic, and ends it. */
    static Backlog fill(Stage stage, String connector, int rows, OpenThings open) throws InterruptedException {
        Running source = open.add(new ThisSource(connector, Optional.empty(), Map.of()).start(stage));
        try (EventReader events = EventReader.open(stage.servers().connection().client(), source);
                Load load = new Load(stage)) {
            stage.awaitStreaming(source);
            Measurement filled = new Trial(Results.THIS_SOURCE, source, events, load)
                    .stream(new Workload(RowShape.NARROW, Workload.GOAL_TRANSACTION, rows), Kind.COLD);
            if (!filled.tally().isExact()) {
                throw new BenchmarkException("the raw topic is not what was inserted: "
                        + filled.tally().text());
            }
        } finally {
            open.close(source);
        }
        return new Backlog(stage, rows);
    }

    String topic() {
        return stage.topic(RowShape.NARROW);
    }
}
