package com.custom.pulsar.source;

import java.time.Duration;
import java.util.Map;
import org.apache.pulsar.common.schema.KeyValue;
import org.apache.pulsar.functions.api.Record;
import org.apache.pulsar.io.core.Source;
import org.apache.pulsar.io.core.SourceContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Threads: Debezium's own decode the log and fill its queue; the capture thread (cdc-capture) takes from it, encodes and sends with
 * producers of our own, without waiting; threads of the Pulsar client acknowledge; one thread (cdc-offsets) stores the position
 * once a second. Nobody waits for acknowledgements but the position. One thread (cdc-source) starts and ends all this, and starts
 * it again after a failure. The instance thread only waits for the end.
 *
 * The framework's sink is not used: it batches for a fixed ten milliseconds, does not tell what the broker answered, and takes a
 * message that the broker dropped for one that is stored. Its counters are kept all the same.
 */
/**
 * The source {@code cdc-postgres}. One topic a table, {@code persistent://tenant/namespace/<prefix>.<schema>.<table>};
 * messages are KEY_VALUE, separated, key and value the JSON of Debezium's event; a deleted row is followed by a tombstone,
 * whose value is null. A table without primary key has messages without key. The event time is the time of the change in the
 * database (milliseconds); the properties {@code cdc.lsn} (decimal) and {@code cdc.op} are set where Debezium gives them, {@code
 * cdc.sequence} is the event's number in its producer epoch (the message's producer name). An event whose {@code before} is not the
 * whole old row has {@code cdc.before}, which is {@code partial}.
 *
 * <p>Streaming is effectively once on topics with deduplication, which the source turns on (see {@link Publisher} for what that
 * rests on); the rows of a snapshot come at least once. The stored position never passes an event that the broker has not
 * acknowledged, and PostgreSQL learns the stored position only.
 *
 * <p>What goes wrong halts the source: it stays up, publishes nothing, shows the reason in its status, and tries again every few
 * seconds. {@link #close} stores the position of what is acknowledged and leaves no thread and no
 * connection behind; it takes less than the ten seconds that the functions worker gives.
 */
public final class CdcSource implements Source<KeyValue<byte[], byte[]>> {

    private static final Logger LOGGER = LoggerFactory.getLogger(CdcSource.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(9);

    private @Nullable CaptureLoop loop;
    private @Nullable Thread thread;
    private @Nullable SlotWatch watch;

    /** Returns at once: what does not start is halted, and shows in the status. */
    @Override
    public void open(Map<String, Object> configs, SourceContext context) {
        StatusReport status = StatusReport.of(context);
        Figures figures = new Figures(context::recordMetric);
        SlotWatch watching = new SlotWatch(figures, Preflight::open);
        HaltReport report = new HaltReport(status, figures);
        CaptureLoop capturing = new CaptureLoop(
                ending -> CaptureRun.start(configs, context, status, figures, watching, ending),
                report,
                CaptureLoop.PAUSE,
                CaptureLoop.PROBATION,
                CaptureLoop.PATIENCE,
                System::nanoTime);
        Thread running = new Thread(capturing, "cdc-source");
        // Debezium finds its services through the thread's class loader.
        running.setContextClassLoader(CdcSource.class.getClassLoader());
        running.setDaemon(true);
        loop = capturing;
        thread = running;
        watch = watching;
        watching.start();
        running.start();
    }

    /** Returns never: events do not go through the framework. Throws when the source is closed or can no longer be relied on. */
    @Override
    public Record<KeyValue<byte[], byte[]>> read() throws Exception {
        if (loop == null) {
            throw new IllegalStateException("The source is not open");
        }
        Throwable end = loop.awaitEnd();
        if (end instanceof Error error) {
            throw error;
        }
        throw end instanceof Exception known ? known : new IllegalStateException(end);
    }

    @Override
    public void close() {
        if (loop == null || thread == null || watch == null) {
            return;
        }
        loop.close();
        // Pulsar asks for the end by an interrupt and may leave it pending: it must not cut the end short.
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
            if (thread.isAlive()) {
                LOGGER.warn("The source did not end in time; what is unacknowledged is sent again");
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        watch.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
