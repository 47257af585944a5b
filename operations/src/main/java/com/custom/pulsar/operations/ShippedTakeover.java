package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineNames;
import com.custom.pulsar.pipeline.PulsarConfigurations;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;

/** Finds where the connector that Pulsar ships has stopped. Blocks; not thread-safe. */
public final class ShippedTakeover {
    // Behind the connector's own name, unless its settings say otherwise.
    private static final String TOPIC_END = PipelineNames.SHIPPED_OFFSETS;

    private static final int READ_SECONDS = 30;
    private static final Duration POLL = Duration.ofMillis(500);

    private final PulsarConnection pulsar;
    private final Pipeline pipeline;
    private final String topic;
    private final Consumer<String> progress;

    /** @param topic full name of its offset topic */
    public ShippedTakeover(PulsarConnection pulsar, Pipeline pipeline, String topic, Consumer<String> progress) {
        this.pulsar = pulsar;
        this.pipeline = pipeline;
        this.topic = topic;
        this.progress = progress;
    }

    /**
     * Stops the connector, if Pulsar runs it, and waits until it stores no more. It stays stopped.
     *
     * @throws OperationException if it cannot be stopped, or has the name of the pipeline's own source
     */
    public void stopConnector(Duration limit) {
        try {
            if (!exists()) {
                throw new OperationException("there is no topic " + topic
                        + ", in which the shipped connector keeps its position; name the right one with --topic");
            }
            // Nothing else keeps this topic once the connector is stopped: Pulsar deletes it within minutes.
            guard();
            String local = topic.substring(topic.lastIndexOf('/') + 1);
            if (local.endsWith(TOPIC_END)) {
                stop(local.substring(0, local.length() - TOPIC_END.length()));
            }
            long end = Clock.SYSTEM.nanos() + limit.toNanos();
            while (!pulsar.admin().topics().getStats(topic).getPublishers().isEmpty()) {
                if (Clock.SYSTEM.nanos() > end) {
                    throw new OperationException("the shipped connector still writes " + topic
                            + "; stop it with pulsar-admin sources stop, and try again");
                }
                Clock.SYSTEM.pause(POLL);
            }
        } catch (PulsarAdminException e) {
            throw new OperationException("cannot stop the shipped connector: " + Failures.text(e), e);
        }
    }

    private void stop(String name) throws PulsarAdminException {
        String tenant = pipeline.topics().tenant();
        String namespace = pipeline.topics().namespace();
        try {
            boolean shipped = PulsarConfigurations.SHIPPED_SOURCE_CLASS.equals(
                    pulsar.admin().sources().getSource(tenant, namespace, name).getClassName());
            if (!shipped) {
                return;
            }
        } catch (PulsarAdminException.NotFoundException e) {
            return;
        }
        if (name.equals(pipeline.source().name())) {
            throw new OperationException("the shipped connector is deployed as " + name
                    + ", which is also the name of the pipeline's own source; give source.name another one");
        }
        String what = SourceControl.stop(pulsar.admin(), tenant, namespace, name) ? "Stopped" : "Found stopped";
        progress.accept(what + " the shipped connector " + name
                + ". It stays stopped: delete it before the pipeline is started.");
    }

    /**
     * The position as the pipeline's source reads it.
     *
     * @throws OperationException if there is none, or it cannot be taken over
     */
    public OffsetRecord position(Connection connection) throws SQLException {
        ShippedOffset shipped = newest();
        if (!shipped.problems().isEmpty()) {
            throw new OperationException(String.join("\n", shipped.problems()));
        }
        PipelineNames names = pipeline.names();
        Optional<ReplicationSlot> slot = ReplicationSlot.read(connection, names.slot());
        if (slot.isEmpty()) {
            throw new OperationException("the database has no replication slot " + names.slot()
                    + "; the shipped connector's is its slot.name, by default debezium, and its publication by default"
                    + " dbz_publication: give them as source.postgres.slot and source.postgres.publication");
        }
        if (slot.get().active()) {
            throw new OperationException("the slot " + names.slot() + " is in use; stop what reads it, and try again");
        }
        ChangesAtLsn at = shipped.lsn().isEmpty()
                ? ChangesAtLsn.NONE
                : ChangesAtLsn.read(
                        connection,
                        names.slot(),
                        names.publication(),
                        shipped.lsn().get());
        return shipped.converted(at);
    }

    private ShippedOffset newest() {
        String prefix = pipeline.topics().prefix();
        TreeSet<String> servers = new TreeSet<>();
        ShippedOffset newest = null;
        try (Reader<byte[]> reader = pulsar.client()
                .newReader(Schema.BYTES)
                .topic(topic)
                .startMessageId(MessageId.earliest)
                .create()) {
            while (reader.hasMessageAvailable()) {
                Message<byte[]> message = reader.readNext(READ_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new OperationException(
                            topic + " has messages that did not arrive within " + READ_SECONDS + " s; try again");
                }
                Optional<ShippedOffset> found =
                        message.hasKey() ? ShippedOffset.of(message.getKey(), message.getData()) : Optional.empty();
                if (found.isPresent()) {
                    servers.add(TerminalText.of(found.get().server(), 100));
                    newest = found.get().server().equals(prefix) ? found.get() : newest;
                }
            }
        } catch (IOException e) {
            throw new OperationException("cannot read " + topic + ": " + Failures.text(e), e);
        }
        if (newest == null) {
            throw new OperationException(topic + " has no position of " + prefix
                    + (servers.isEmpty()
                            ? "; only those that JsonConverter writes can be read"
                            : ", but of " + String.join(", ", servers)
                                    + "; topics.prefix must be the connector's database.server.name"));
        }
        return newest;
    }

    private void guard() throws PulsarAdminException {
        try {
            pulsar.admin().topics().createSubscription(topic, PipelineNames.GUARD_SUBSCRIPTION, MessageId.earliest);
        } catch (PulsarAdminException.ConflictException e) {
            // It is there from an earlier try.
        }
    }

    private boolean exists() throws PulsarAdminException {
        try {
            pulsar.admin().topics().getStats(topic);
            return true;
        } catch (PulsarAdminException.NotFoundException e) {
            return false;
        }
    }
}
