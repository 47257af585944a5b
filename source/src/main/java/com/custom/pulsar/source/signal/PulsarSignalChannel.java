package com.custom.pulsar.source.signal;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.pipeline.signal.SignalRecord;
import io.debezium.pipeline.signal.channels.SignalChannelReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A signal is lost when it is acknowledged and its effect is not stored. Its effect is in every offset that Debezium makes after it
 * has executed the signal, and offsets are stored in their order. The position of the last commit in an offset never goes
 * back, so a stored offset with a later one than the offset had at the execution was made after it. Until such an offset is
 * stored the message is kept: after a kill it comes again, and Debezium's context, which is stored with the offset, knows the
 * signal's id if it is under way already. A finished one that comes again is taken once more: rows of a snapshot come at least once.
 *
 * Debezium restarts itself after a lost connection, from a stored offset and with what it had read of this channel forgotten; so
 * every message that is still kept is handed out again then.
 */
/**
 * Debezium's way to the signals of a topic. Read by Debezium's signal thread, told of executions by its streaming thread and of
 * stored offsets by the thread that stores them.
 */
final class PulsarSignalChannel implements SignalChannelReader {

    static final String NAME = "pulsar";

    private static final Logger LOGGER = LoggerFactory.getLogger(PulsarSignalChannel.class);
    private static final int MOST_AT_ONCE = 50;
    private static final int REMEMBERED = 1000;
    private static final long NOT_EXECUTED = Long.MAX_VALUE;

    private final SignalMessages messages;
    private final SignalRules rules;
    private final SnapshotReports reports;
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private final List<SignalRecord> again = new ArrayList<>();
    private final Set<String> seen = new LinkedHashSet<>();
    private boolean hasExecuted;

    PulsarSignalChannel(SignalMessages messages, SignalRules rules, SnapshotReports reports) {
        this.messages = messages;
        this.rules = rules;
        this.reports = reports;
    }

    /** A signal whose messages are not acknowledged yet. */
    private static final class Kept {
        private final SignalReading.Accepted signal;
        private final List<MessageId> ids = new ArrayList<>();
        private long executedAt = NOT_EXECUTED;

        Kept(SignalReading.Accepted signal) {
            this.signal = signal;
        }

        SignalRecord record() {
            return new SignalRecord(signal.id(), signal.type().text(), signal.data(), Map.of());
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Called at each start of Debezium's, also at those that it makes by itself. */
    @Override
    public synchronized void init(CommonConnectorConfig config) {
        again.clear();
        kept.values().forEach(signal -> {
            signal.executedAt = NOT_EXECUTED;
            again.add(signal.record());
        });
        hasExecuted = false;
    }

    /** Does not throw: Debezium would never ask again. */
    @Override
    public synchronized List<SignalRecord> read() {
        List<SignalRecord> records = new ArrayList<>(again);
        again.clear();
        try {
            int left = MOST_AT_ONCE;
            while (left > 0 && messages.poll((id, value) -> take(id, value, records))) {
                left--;
            }
        } catch (PulsarClientException | RuntimeException e) {
            LOGGER.warn("The signal topic cannot be read now: {}", e.toString());
        }
        return records;
    }

    private void take(MessageId message, byte @Nullable [] value, List<SignalRecord> records) {
        SignalReading reading = rules.read(value, message.toString());
        if (reading instanceof SignalReading.Refused refused) {
            refuse(refused);
            messages.acknowledge(message);
            return;
        }
        SignalReading.Accepted signal = (SignalReading.Accepted) reading;
        Kept known = kept.get(signal.id());
        if (known != null) {
            if (!known.ids.contains(message)) {
                known.ids.add(message);
            }
        } else if (remember(signal.id())) {
            Kept fresh = new Kept(signal);
            fresh.ids.add(message);
            kept.put(signal.id(), fresh);
            records.add(fresh.record());
        } else {
            LOGGER.info("Signal {} has come again and is not executed again", signal.id());
            messages.acknowledge(message);
        }
    }

    private boolean remember(String id) {
        if (!seen.add(id)) {
            return false;
        }
        if (seen.size() > REMEMBERED) {
            Iterator<String> oldest = seen.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    private void refuse(SignalReading.Refused refused) {
        LOGGER.warn("Signal {} is refused and not executed: {}", refused.id(), refused.reason());
        reports.refused(refused.id(), refused.reason());
    }

    /**
     * A signal has had its effect.
     *
     * @param lastCommit of the offset at that moment
     */
    synchronized void executed(String id, long lastCommit) {
        Kept signal = kept.get(id);
        if (signal != null) {
            signal.executedAt = lastCommit;
            hasExecuted = true;
        }
    }

    /** The oldest kept signal of a type has had its effect: of these types Debezium does not tell the id. */
    synchronized void executed(SignalType type, long lastCommit) {
        kept.values().stream()
                .filter(signal -> signal.signal.type() == type && signal.executedAt == NOT_EXECUTED)
                .findFirst()
                .ifPresent(signal -> executed(signal.signal.id(), lastCommit));
    }

    /** A signal cannot be executed. It will not be tried again. */
    synchronized void failed(String id, String reason) {
        Kept signal = kept.remove(id);
        if (signal != null) {
            refuse(new SignalReading.Refused(id, reason));
            signal.ids.forEach(messages::acknowledge);
        }
    }

    /** @param lastCommit of an offset that is stored now */
    synchronized void stored(long lastCommit) {
        if (!hasExecuted) {
            return;
        }
        kept.values().removeIf(signal -> {
            boolean isStored = signal.executedAt < lastCommit;
            if (isStored) {
                signal.ids.forEach(messages::acknowledge);
            }
            return isStored;
        });
        hasExecuted = kept.values().stream().anyMatch(signal -> signal.executedAt != NOT_EXECUTED);
    }

    /** Nothing to do: the topic outlives Debezium's own restarts. */
    @Override
    public void close() {}
}
