package com.custom.pulsar.source.signal;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals from a topic to one task of Debezium's, and notifications from it to another. Opened before the task is started and
 * closed after it is stopped, by one thread; {@link #stored} may be called by another.
 */
public final class Signals implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Signals.class);
    private static final int SEND_SECONDS = 10;

    private final SignalTopic topic;
    private final Producer<byte[]> notifications;
    private final PulsarSignalChannel channel;
    private final NotificationTopic notificationTopic;

    private Signals(SignalTopic topic, Producer<byte[]> notifications, SignalRules rules) {
        this.topic = topic;
        this.notifications = notifications;
        this.notificationTopic = new NotificationTopic(this::send);
        this.channel = new PulsarSignalChannel(topic, rules, notificationTopic);
    }

    /**
     * Subscribes to the signals.
     *
     * @param debezium the settings of the task
     * @throws PulsarClientException if Pulsar does not let us
     */
    public static Signals open(PulsarClient client, SignalSettings settings, Map<String, String> debezium)
            throws PulsarClientException {
        PostgresConnectorConfig config = new PostgresConnectorConfig(Configuration.from(debezium));
        SignalRules rules =
                new SignalRules(config.getTableFilters().dataCollectionFilter()::isIncluded, settings.conditions());
        SignalTopic topic = SignalTopic.open(client, settings.topic());
        try {
            Producer<byte[]> notifications = client.newProducer(Schema.BYTES)
                    .topic(settings.notificationTopic())
                    .sendTimeout(SEND_SECONDS, TimeUnit.SECONDS)
                    .create();
            return new Signals(topic, notifications, rules);
        } catch (PulsarClientException | RuntimeException e) {
            topic.close();
            throw e;
        }
    }

    /** A task that is not started yet. To be made while the thread's class loader is that of the source. */
    public PostgresConnectorTask task() {
        return new SignalledTask(channel, notificationTopic);
    }

    /** An offset is stored for good. */
    public void stored(Map<String, ?> offset) {
        if (offset.get("lsn_commit") instanceof Long lastCommit) {
            channel.stored(lastCommit);
        }
    }

    @Override
    public void close() throws PulsarClientException {
        try {
            notifications.close();
        } finally {
            topic.close();
        }
    }

    private void send(byte[] event) {
        var unused = notifications.sendAsync(event).exceptionally(e -> {
            LOGGER.debug("How a snapshot goes could not be told", e);
            return null;
        });
    }
}
