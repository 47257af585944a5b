package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PipelineNames;
import com.custom.pulsar.pipeline.TableName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;

/** Asks the source of a pipeline for the rows that single tables have, and follows how it goes. Blocks. */
public final class TableSnapshots {
    private static final int POLL_MILLIS = 500;

    private final PulsarConnection pulsar;
    private final PipelineNames names;

    public TableSnapshots(PulsarConnection pulsar, PipelineNames names) {
        this.pulsar = pulsar;
        this.names = names;
    }

    /**
     * Asks for a snapshot and returns when Pulsar has the signal, which the source then cannot miss.
     *
     * @throws OperationException if Pulsar refuses
     */
    public void request(List<TableName> tables) {
        send("execute-snapshot", tables);
    }

    /**
     * Asks to end the snapshot that is under way.
     *
     * @param tables none: of all tables
     * @throws OperationException if Pulsar refuses
     */
    public void stop(List<TableName> tables) {
        send("stop-snapshot", tables);
    }

    /**
     * Asks for a snapshot and waits until all tables are read. An interrupt ends the waiting, not the snapshot.
     *
     * @param listener told on the calling thread
     * @return whether every table was read to its end
     * @throws OperationException if Pulsar refuses
     */
    public boolean follow(List<TableName> tables, Consumer<TableProgress> listener) throws InterruptedException {
        boolean isComplete = true;
        try (Reader<byte[]> reader = pulsar.client()
                .newReader(Schema.BYTES)
                .topic(names.notificationsTopic())
                .startMessageId(MessageId.latest)
                .create()) {
            SnapshotProgress progress = new SnapshotProgress(send("execute-snapshot", tables), tables);
            while (!progress.isDone()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Message<byte[]> message = reader.readNext(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (message != null) {
                    for (TableProgress table : SnapshotEvent.read(message.getData())
                            .map(progress::take)
                            .orElse(List.of())) {
                        isComplete &= table.problem().isEmpty();
                        listener.accept(table);
                    }
                }
            }
        } catch (PulsarClientException e) {
            throw new OperationException(
                    "cannot follow the snapshot in " + names.notificationsTopic() + ": " + Failures.text(e), e);
        } catch (java.io.IOException e) {
            throw new OperationException(
                    "cannot end reading " + names.notificationsTopic() + ": " + Failures.text(e), e);
        }
        return isComplete;
    }

    private String send(String type, List<TableName> tables) {
        String id = "pulsar-cdc-" + UUID.randomUUID();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "incremental");
        if (!tables.isEmpty()) {
            data.put(
                    "data-collections", tables.stream().map(TableName::toString).toList());
        }
        Map<String, Object> signal = new LinkedHashMap<>();
        signal.put("id", id);
        signal.put("type", type);
        signal.put("data", data);
        subscribe();
        try (Producer<byte[]> producer = pulsar.client()
                .newProducer(Schema.BYTES)
                .topic(names.signalsTopic())
                .create()) {
            producer.send(Json.text(signal).getBytes(StandardCharsets.UTF_8));
            return id;
        } catch (PulsarClientException e) {
            throw new OperationException("cannot write to " + names.signalsTopic() + ": " + Failures.text(e), e);
        }
    }

    // Without it Pulsar would throw the signal away where the source has never run.
    private void subscribe() {
        try {
            pulsar.admin()
                    .topics()
                    .createSubscription(names.signalsTopic(), names.signalSubscription(), MessageId.earliest);
        } catch (PulsarAdminException.ConflictException e) {
            // It is there.
        } catch (PulsarAdminException e) {
            throw new OperationException(
                    "cannot subscribe the source to " + names.signalsTopic() + ": " + Failures.text(e), e);
        }
    }
}
