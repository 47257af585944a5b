package com.custom.pulsar.source;

import static java.util.Objects.requireNonNull;

import com.custom.pulsar.source.signal.SignalSettings;
import com.custom.pulsar.source.signal.Signals;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.functions.api.BaseContext;
import org.apache.pulsar.functions.api.Context;
import org.apache.pulsar.io.core.SourceContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One capture, from the settings to the last stored position. Started and closed by one thread. */
final class CaptureRun implements CaptureLoop.Run {

    private static final Logger LOGGER = LoggerFactory.getLogger(CaptureRun.class);
    private static final int IN_FLIGHT_BYTES = 8 * 1024 * 1024;
    private static final long CAPTURE_STOP_MILLIS = 1500;
    private static final long QUIET_MILLIS = 2000;

    private final SourceContext context;
    private final Figures figures;
    private final SlotWatch watch;
    private final Ending ending;
    private final PublishedPrefix prefix = new PublishedPrefix();
    private final StoredOffsets offsets = new StoredOffsets();
    private @Nullable PostgresConnectorTask task;
    private @Nullable Signals signals;
    private @Nullable OffsetTopic offsetTopic;
    private List<RawProducers> producers = List.of();
    private @Nullable Positions stream;
    private @Nullable OffsetCommitter committer;
    private @Nullable Capture capture;
    private @Nullable Thread captureThread;

    private CaptureRun(SourceContext context, Figures figures, SlotWatch watch, Ending ending) {
        this.context = context;
        this.figures = figures;
        this.watch = watch;
        this.ending = ending;
    }

    /**
     * Starts capturing.
     *
     * @param watch looks at the database of the settings from then on, also when the run has ended
     * @param ending told if the run fails later
     * @throws Exception if it does not start; then nothing of it is left
     */
    static CaptureRun start(
            Map<String, Object> configs,
            SourceContext context,
            StatusReport status,
            Figures figures,
            SlotWatch watch,
            Ending ending)
            throws Exception {
        CaptureRun run = new CaptureRun(context, figures, watch, ending);
        try {
            run.start(configs, new EventCount(status, figures));
            return run;
        } catch (Throwable e) {
            run.close();
            throw e;
        }
    }

    private void start(Map<String, Object> configs, EventCount count) throws Exception {
        if (context.getNumInstances() != 1) {
            throw new CaptureException("The parallelism of source " + context.getSourceName()
                    + " must be 1: a replication slot has one reader");
        }
        String namespace = context.getTenant() + "/" + context.getNamespace();
        References references = new References(context::getSecret, System::getenv);
        SourceSettings settings = SourceSettings.read(configs, namespace, context.getSourceName(), references);
        watch.settings(settings.debezium());
        watch.lookSoon();
        SignalSettings signalSettings = SignalSettings.read(configs, namespace, context.getSourceName());

        PulsarAdmin admin = admin(context);
        OffsetTopic positions = OffsetTopic.open(
                context.getPulsarClient(), admin, settings.own().offsetTopic());
        offsetTopic = positions;
        Beginning beginning = begin(positions, settings);
        beginning.position().position().ifPresent(offsets::put);
        Numbering numbering = requireNonNull(beginning.position().numbering());
        Lineage lineage = requireNonNull(beginning.position().lineage());
        Optional<String> told = settings.own().lineage() ? Optional.of(lineage.id()) : Optional.empty();

        RawTopics topics = new RawTopics(
                context.getPulsarClient(),
                admin,
                settings.own().subscriptions(),
                settings.own().retentionMinutes(),
                settings.own().schemaCompatibility());
        EventEncoder encoder = new EventEncoder(
                "persistent://" + namespace + "/", topics, settings.own().sizeLimit());
        String producerName = namespace + "/" + context.getSourceName() + "-" + numbering.epoch();
        RawProducers ofStream = new RawProducers(
                context.getPulsarClient(),
                producerName,
                topics,
                // An epoch that begins has sent nothing yet.
                beginning.isReplay()
                        ? StoredSequence.ofMessages(context.getPulsarClient(), numbering.since())
                        : StoredSequence.UNKNOWN,
                settings.own().batching(),
                told,
                figures::schemaChanged);
        RawProducers ofRows = new RawProducers(
                context.getPulsarClient(),
                producerName + "-rows",
                topics,
                StoredSequence.UNKNOWN,
                settings.own().batching(),
                told,
                () -> {});
        producers = List.of(ofStream, ofRows);
        Positions stored = new Positions(positions::store, beginning.position(), numbering, lineage);
        stream = stored;
        Publisher publisher = new Publisher(
                ofStream,
                ofRows,
                prefix,
                count,
                numbering.sequence(),
                new SentSince(numbering.since(), beginning.logEnd(), Clock.systemUTC()),
                new OversizedRows(lineage.oversized()),
                IN_FLIGHT_BYTES,
                ending::fail);

        Map<String, String> fitted = SlotCare.fitted(settings.debezium(), ServerFacts.ask(settings.debezium()));
        Signals fromTopic = Signals.open(context.getPulsarClient(), signalSettings, fitted);
        signals = fromTopic;
        PostgresConnectorTask debezium = fromTopic.task();
        debezium.initialize(new TaskContext(fitted, offsets));
        // Before start: if that throws, what it has opened by then must be closed.
        task = debezium;
        debezium.start(fitted);

        committer = new OffsetCommitter(
                prefix,
                progress -> {
                    stored.store(progress);
                    fromTopic.stored(progress.position().offset());
                },
                offsets,
                () -> commit(debezium),
                ending::fail);
        committer.start();
        watch.began(prefix, ending::fail);
        startCapture(new Capture(debezium::poll, encoder, publisher::publish, ending::fail));
        figures.started();
    }

    /**
     * Where a start begins.
     *
     * @param isReplay whether it goes on with the numbers that an earlier start gave
     * @param logEnd LSN of the end of the database's log
     */
    private record Beginning(StoredPosition position, boolean isReplay, long logEnd) {}

    // What the start is, is stored before the slot is made and before the first event is sent: a snapshot must not
    // begin, nor a number come under a name, of which nobody knows.
    private Beginning begin(OffsetTopic positions, SourceSettings settings) throws Exception {
        Map<String, String> partition = Map.of("server", settings.prefix());
        StoredPosition found = positions.found(partition).orElse(null);
        if (found != null && found.offset() != null) {
            SerializedKeys.check(found.offset());
        }
        try (Preflight database = Preflight.open(settings.debezium())) {
            database.check();
            long logEnd = database.logEnd();
            Timeline timeline = database.timeline(found == null ? null : found.timeline());
            SlotCustody.Verdict verdict =
                    settings.custody(context.getSourceName()).judge(found, database.slot(), timeline);
            Numbering numbering = new Epochs(Clock.systemUTC()).begin(found, settings.stream(), timeline.id());
            if (verdict instanceof SlotCustody.Verdict.Halt halt) {
                throw new CaptureException(halt.reason());
            }
            if (verdict instanceof SlotCustody.Verdict.Begin beginning) {
                Lineage begins = Lineage.beginning(settings.tables(), numbering.epoch());
                StoredPosition begun =
                        new StoredPosition(partition, null, settings.slot(), timeline.id(), numbering, begins);
                positions.store(begun);
                if (beginning.dropsSlot()) {
                    LOGGER.info("The slot {} is of a snapshot that was not finished; it is made anew", settings.slot());
                    database.dropSlot();
                }
                LOGGER.info("Epoch {} begins, with what snapshot.mode says", numbering.epoch());
                return new Beginning(begun, false, logEnd);
            }
            Lineage lineage =
                    Lineage.goingOn(found == null ? null : found.lineage(), settings.tables(), numbering.epoch());
            if (found != null
                    && numbering.equals(found.numbering())
                    && lineage.equals(found.lineage())
                    && found.timeline() != null) {
                LOGGER.info("Going on behind event {} of epoch {}", numbering.sequence(), numbering.epoch());
                return new Beginning(found, true, logEnd);
            }
            StoredPosition goingOn = new StoredPosition(
                    partition,
                    found == null ? null : found.offset(),
                    settings.slot(),
                    timeline.id(),
                    numbering,
                    lineage);
            positions.store(goingOn);
            LOGGER.info("Going on in epoch {}, on timeline {}", numbering.epoch(), timeline.id());
            return new Beginning(goingOn, found != null && numbering.equals(found.numbering()), logEnd);
        }
    }

    @Override
    public void close() {
        watch.ended();
        stopCapture();
        ending.close();
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
        // Behind the event that failed others may be stored; under the old numbers its replay would be dropped.
        if (prefix.hasFailed() && stream != null) {
            close("the numbering", stream::forget);
        }
        if (task != null) {
            close("Debezium", task::stop);
        }
        if (signals != null) {
            close("the signals", signals::close);
        }
        for (RawProducers opened : producers) {
            close("the producers", opened::close);
        }
        if (offsetTopic != null) {
            close("the offset topic", offsetTopic::close);
        }
    }

    private void startCapture(Capture toStart) {
        capture = toStart;
        Thread thread = new Thread(toStart, "cdc-capture");
        // Debezium finds its services through the thread's class loader.
        thread.setContextClassLoader(CaptureRun.class.getClassLoader());
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
