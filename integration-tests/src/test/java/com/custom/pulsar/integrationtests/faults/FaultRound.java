package com.custom.pulsar.integrationtests.faults;

import static org.assertj.core.api.Assertions.fail;

import com.custom.pulsar.testsupport.DetachedRun;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** One round of a fault test: what happened in it, and whether the topics are complete in the end. Used by one thread. */
final class FaultRound {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CATCH_UP = Duration.ofMinutes(3);
    private static final Duration QUIET = Duration.ofSeconds(4);

    private final FaultOptions options;
    private final Random random;
    private final FaultyPipeline pipeline;
    private final long began = System.nanoTime();
    private final List<String> log = new ArrayList<>();

    FaultRound(FaultOptions options, FaultyPipeline pipeline) {
        this.options = options;
        this.random = new Random(options.seed());
        this.pipeline = pipeline;
        note(options.toString());
    }

    Random random() {
        return random;
    }

    /** What happened, with the time since the round's beginning. */
    void note(String what) {
        String line = "%6.1f s  %s".formatted((System.nanoTime() - began) / 1e9, what);
        log.add(line);
        System.out.println("faults: " + line);
    }

    /** Lets so many faults of the given kinds happen, each at a random moment of the given length. */
    void faults(int count, Duration each, List<Fault> kinds) {
        for (int i = 0; i < count; i++) {
            LockSupport.parkNanos(random.nextLong(each.toNanos()));
            Fault fault = kinds.get(random.nextInt(kinds.size()));
            note(fault + " ...");
            try {
                fault.happen(pipeline, random);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("The fault " + fault + " could not be mended: " + e, e);
            }
            note("... mended");
        }
    }

    /** Something that is done to a pipeline. */
    interface Step {
        void run() throws Exception;
    }

    /** Lets a fault of the given kinds happen while a step is under way, or soon after it. */
    void faultDuring(Step step, Duration within, List<Fault> kinds) throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            step.run();
            return null;
        });
        Thread thread = new Thread(task, "step");
        thread.start();
        try {
            faults(1, within, kinds);
        } finally {
            thread.join();
        }
        task.get();
    }

    /** Waits until the topics have caught up and are quiet, and compares them with what was committed. */
    void requireComplete(List<String> tables, int gaps) throws IOException, SQLException {
        requireComplete(tables, gaps, 0);
    }

    /** The same where the stream may have gone back so often. */
    void requireComplete(List<String> tables, int gaps, int repeats) throws IOException, SQLException {
        CommittedChanges committed = pipeline.committed();
        note("comparing "
                + tables.stream()
                        .map(table -> table + ": " + committed.of(table).size())
                        .toList());
        DetachedRun run = pipeline.run();
        List<String> problems = new ArrayList<>();
        for (String table : tables) {
            String topic = FaultyPipeline.topic(table);
            try (PublishedChanges raw = new PublishedChanges(run.client(), topic);
                    Output enriched = new Output(
                            table + ", enriched",
                            new PublishedChanges(run.client(), topic + "-enriched"),
                            all -> FaultRules.passed(table, all));
                    Output routed = new Output(
                            table + ", routed",
                            new PublishedChanges(run.client(), FaultyPipeline.routedTopic(), Optional.of(topic)),
                            all -> FaultRules.passed(table, all));
                    Output letters = new Output(
                            table + ", dead letters",
                            new PublishedChanges(run.client(), topic + "-dlq"),
                            all -> FaultRules.putAside(table, all))) {
                List<RowChange> published =
                        caughtUp(table, committed.of(table), raw, List.of(enriched, routed, letters));
                note(table + ": " + published.size() + " events, "
                        + published.stream().filter(RowChange::isOfSnapshot).count() + " of them of snapshots, "
                        + enriched.size() + " enriched, " + letters.size() + " put aside");
                new Completeness(table, committed.of(table), published, raw::origin)
                        .firstDifference(gaps, repeats)
                        .or(() -> enriched.difference(published))
                        .or(() -> routed.difference(published))
                        .or(() -> letters.difference(published))
                        .ifPresent(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            fail(String.join("\n", problems));
        }
        note("complete");
    }

    private List<RowChange> caughtUp(
            String table, List<RowChange> committed, PublishedChanges raw, List<Output> outputs) throws IOException {
        long end = System.nanoTime() + CATCH_UP.toNanos();
        List<RowChange> published = raw.readOn();
        while (!new Completeness(table, committed, published, raw::origin).isAtTheEnd() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL.toNanos());
            published = raw.readOn();
        }
        for (Output output : outputs) {
            while (output.isBehind(published) && System.nanoTime() < end) {
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
        // What comes twice may come late, and the function is behind the source.
        int before = -1;
        while (before < published.size() + events(outputs) && System.nanoTime() < end) {
            before = published.size() + events(outputs);
            LockSupport.parkNanos(QUIET.toNanos());
            published = raw.readOn();
        }
        return published;
    }

    private static int events(List<Output> outputs) throws IOException {
        int events = 0;
        for (Output output : outputs) {
            events += output.size();
        }
        return events;
    }

    /** The failure with what happened before it, and with what brings it about again. */
    AssertionError told(Throwable failure) {
        return new AssertionError(
                failure + "\n\nTo have it again: -Dfaults.seed=" + options.seed() + " -Dfaults.postgres="
                        + options.postgres().major() + "\nThe source says: " + sourceState() + "\n"
                        + String.join("\n", log),
                failure);
    }

    private String sourceState() {
        try {
            return pipeline.run().status().path("source").toString();
        } catch (RuntimeException | AssertionError e) {
            return "nothing, " + e;
        }
    }
}
