package com.custom.pulsar.source;

import io.debezium.connector.common.DebeziumTaskState;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.common.schema.KeyValue;
import org.apache.pulsar.functions.api.BaseContext;
import org.apache.pulsar.functions.api.Context;
import org.apache.pulsar.functions.api.Record;
import org.apache.pulsar.io.core.Source;
import org.apache.pulsar.io.core.SourceContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Threads: Debezium's own decode the log and fill its queue; the capture thread (cdc-capture) takes from it, encodes and fills
 * ours; the instance thread takes from ours and sends through the framework's sink, without waiting; threads of the Pulsar
 * client acknowledge; one thread (cdc-offsets) stores the position once a second. Nobody waits for acknowledgements but
 * the position.
 *
 * At-least-once: the stored position never passes an event that the broker has not acknowledged, and PostgreSQL learns the
 * stored position only. After a crash, what was sent since then is sent again.
 */
/**
 * The source {@code cdc-postgres}. One topic a table, {@code persistent://tenant/namespace/<prefix>.<schema>.<table>};
 * messages are KEY_VALUE, separated, key and value the JSON of Debezium's event; a deleted row is followed by a tombstone,
 * whose value is null. A table without primary key has messages without key. The event time is the time of the change in the
 * database (milliseconds); the properties {@code cdc.lsn} (decimal) and {@code cdc.op} are set where Debezium gives them.
 *
 * <p>A failure of any thread comes out of {@link #read}: the status shows the message for a while, then the instance dies and
 * Pulsar starts it again from the stored position. {@link #close} stores the position of what is acknowledged and leaves no thread and no
 * connection behind; it takes less than the ten seconds that the functions worker gives.
 */
public final class CdcSource implements Source<KeyValue<byte[], byte[]>> {

    private static final Logger LOGGER = LoggerFactory.getLogger(CdcSource.class);
    private static final int QUEUED_EVENTS = 16 * 1024;
    private static final long QUEUED_BYTES = 16L * 1024 * 1024;
    private static final long CAPTURE_STOP_MILLIS = 1500;
    private static final long QUIET_MILLIS = 2000;
    // The status is empty again once the instance is dead, and Pulsar starts it again without a pause.
    private static final long SHOW_FAILURE_MILLIS = 15_000;

    private final EventQueue queue = new EventQueue(QUEUED_EVENTS, QUEUED_BYTES);
    private final PublishedPrefix prefix = new PublishedPrefix(this::sendFailed);
    private final StoredOffsets offsets = new StoredOffsets();
    private @Nullable StatusReport status;
    private @Nullable PostgresConnectorTask task;
    private @Nullable OffsetTopic offsetTopic;
    private @Nullable OffsetCommitter committer;
    private @Nullable Capture capture;
    private @Nullable Thread captureThread;
    private boolean isClosed;

    /** Starts everything; what goes wrong here comes out of the first {@link #read}, since only then a status exists. */
    @Override
    public synchronized void open(Map<String, Object> configs, SourceContext context) throws InterruptedException {
        status = StatusReport.of(context);
        try {
            start(configs, context);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOGGER.error("The source {} did not start", context.getSourceName(), e);
            queue.fail(e);
        }
    }

    private void start(Map<String, Object> configs, SourceContext context) throws Exception {
        if (context.getNumInstances() != 1) {
            throw new IllegalArgumentException("The parallelism of source " + context.getSourceName()
                    + " must be 1: a replication slot has one reader");
        }
        String namespace = context.getTenant() + "/" + context.getNamespace();
        References references = new References(context::getSecret, System::getenv);
        SourceSettings settings = SourceSettings.read(configs, namespace, context.getSourceName(), references);
        Preflight.check(settings.debezium());

        offsetTopic = OffsetTopic.open(context.getPulsarClient(), settings.offsetTopic(), offsets);
        RawTopics topics = new RawTopics(
                context.getPulsarClient(), admin(context), settings.subscriptions(), settings.retentionMinutes());
        EventEncoder encoder = new EventEncoder("persistent://" + namespace + "/", topics, settings.hasTombstones());

        PostgresConnectorTask debezium = new PostgresConnectorTask();
        debezium.initialize(new TaskContext(settings.debezium(), offsets));
        // Before start: if that throws, what it has opened by then must be closed.
        task = debezium;
        debezium.start(settings.debezium());

        committer = new OffsetCommitter(prefix, offsetTopic::store, offsets, () -> commit(debezium), queue::fail);
        committer.start();
        startCapture(new Capture(poll(debezium), encoder, queue, System::nanoTime));
    }

    /** Gives the next event to the framework; blocks while there is none. */
    @Override
    public Record<KeyValue<byte[], byte[]>> read() throws Exception {
        while (true) {
            Captured next = taken();
            if (next instanceof RawEvent event) {
                event.handOver(prefix);
                return event;
            }
            if (next instanceof Checkpoint checkpoint) {
                prefix.published(prefix.add(checkpoint.position()));
            }
        }
    }

    private Captured taken() throws CaptureException, InterruptedException {
        try {
            return queue.take();
        } catch (CaptureException e) {
            if (status != null && status.show(e)) {
                queue.awaitClose(SHOW_FAILURE_MILLIS);
            }
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        stopCapture();
        queue.close();
        try {
            if (!prefix.awaitQuiet(QUIET_MILLIS)) {
                LOGGER.warn("{} events are unacknowledged at the end; they are sent again", prefix.inFlight());
            }
            if (committer != null) {
                committer.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (task != null) {
            close("Debezium", task::stop);
        }
        if (offsetTopic != null) {
            close("the offset topic", offsetTopic::close);
        }
    }

    private void startCapture(Capture toStart) {
        capture = toStart;
        Thread thread = new Thread(toStart, "cdc-capture");
        // Debezium finds its services through the thread's class loader.
        thread.setContextClassLoader(CdcSource.class.getClassLoader());
        thread.setDaemon(true);
        captureThread = thread;
        thread.start();
    }

    private void stopCapture() {
        if (capture == null || captureThread == null) {
            return;
        }
        capture.stop();
        captureThread.interrupt();
        try {
            captureThread.join(CAPTURE_STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Called by the framework from a client's thread; what is thrown there is swallowed, so read() has to throw.
    private void sendFailed(String topic) {
        queue.fail(new CaptureException("An event for " + topic
                + " could not be published; the reason is the last sink exception and in the instance's log. The source "
                + "stops, so that the position does not pass the event"));
    }

    private static Capture.Poll poll(PostgresConnectorTask task) {
        return new Capture.Poll() {
            @Override
            public @Nullable List<SourceRecord> poll() throws InterruptedException {
                return task.poll();
            }

            @Override
            public boolean isRunning() {
                return task.getTaskState() == DebeziumTaskState.RUNNING;
            }
        };
    }

    // Only asks: Debezium commits at its next poll, the position that it then reads from the stored offsets. Its
    // commitRecord() is empty for PostgreSQL.
    private static void commit(PostgresConnectorTask task) {
        try {
            task.commit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable PulsarAdmin admin(BaseContext context) {
        try {
            return context instanceof Context full ? full.getPulsarAdmin() : null;
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private interface Closing {
        void close() throws Exception;
    }

    private static void close(String what, Closing closing) {
        try {
            closing.close();
        } catch (Exception e) {
            LOGGER.warn("{} did not close cleanly", what, e);
        }
    }
}
