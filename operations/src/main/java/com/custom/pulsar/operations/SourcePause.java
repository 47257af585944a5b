package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pulsar.client.admin.PulsarAdminException;

/**
 * A time in which a pipeline's source is stopped, because it stores its position every second and would store over what is written.
 * It begins when the source writes no more and ends, with {@link #close}, with the source started again; one that is not
 * deployed, or was stopped before, is left so. Thread-safe: whoever closes first starts the source.
 */
public final class SourcePause implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);

    private final SourceControl source;
    private final Clock clock;
    private final Consumer<String> progress;
    private boolean isStopped;

    SourcePause(SourceControl source, Clock clock, Consumer<String> progress) {
        this.source = source;
        this.clock = clock;
        this.progress = progress;
    }

    /** @param progress told in a few words what is done */
    public SourcePause(PulsarConnection pulsar, Pipeline pipeline, Consumer<String> progress) {
        this(SourceControl.of(pulsar, pipeline), Clock.SYSTEM, progress);
    }

    /**
     * Stops the source and waits until it writes no more.
     *
     * @throws OperationException if Pulsar refuses, or the source still writes after {@code limit}
     */
    public void begin(Duration limit) {
        long end = clock.nanos() + limit.toNanos();
        try {
            if (stop()) {
                progress.accept("Stopped the source.");
            }
            while (source.isWriting()) {
                if (clock.nanos() > end) {
                    throw new OperationException("the source still writes its positions " + limit.toSeconds()
                            + " s after it was stopped; nothing was changed, try again");
                }
                clock.pause(POLL);
            }
        } catch (PulsarAdminException e) {
            throw new OperationException("cannot stop the source: " + Failures.text(e), e);
        }
    }

    /** False if there is none to stop, or it was stopped before. */
    private synchronized boolean stop() throws PulsarAdminException {
        if (!source.isDeployed()) {
            return false;
        }
        // Before the request: one whose answer is lost may have stopped it.
        isStopped = true;
        isStopped = source.stop();
        return isStopped;
    }

    /**
     * Starts the source again; does nothing the second time.
     *
     * @throws OperationException if Pulsar refuses, with the command that starts it by hand
     */
    @Override
    public synchronized void close() {
        if (!isStopped) {
            return;
        }
        isStopped = false;
        try {
            source.start();
            progress.accept("Started the source again.");
        } catch (PulsarAdminException e) {
            throw new OperationException(
                    "cannot start the source again: " + Failures.text(e) + "; start it with " + source.startCommand(),
                    e);
        }
    }
}
