package com.custom.pulsar.cli;

import com.custom.pulsar.operations.TableProgress;
import com.custom.pulsar.operations.TableSnapshots;
import com.custom.pulsar.pipeline.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Snapshots of several sources, asked for at the same time, so that none waits for another. */
final class SnapshotFollowers {
    private SnapshotFollowers() {}

    /**
     * Asks each source for its tables and waits until all are read.
     *
     * @param listener told by one thread at a time
     * @return whether every table was read to its end
     */
    static boolean follow(Map<TableSnapshots, List<TableName>> bySource, Consumer<TableProgress> listener)
            throws InterruptedException {
        Object turn = new Object();
        ExecutorService threads = Executors.newFixedThreadPool(bySource.size());
        try {
            List<Future<Boolean>> followed = new ArrayList<>();
            bySource.forEach((snapshots, tables) ->
                    followed.add(threads.submit(() -> snapshots.follow(tables, progress -> {
                        synchronized (turn) {
                            listener.accept(progress);
                        }
                    }))));
            boolean isComplete = true;
            for (Future<Boolean> source : followed) {
                isComplete &= source.get();
            }
            return isComplete;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
