package com.custom.pulsar.source.signal;

import com.custom.pulsar.source.values.PartialRows;
import com.custom.pulsar.source.values.UnchangedValues;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.pipeline.notification.channels.NotificationChannel;
import io.debezium.pipeline.signal.channels.SignalChannelReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/*
 * Debezium finds channels through ServiceLoader, which makes them without anything that could lead them to a Pulsar client
 * but a static field. It also asks its task for them, so here the task has them.
 */
/**
 * Debezium's task for PostgreSQL with our channels, and with marks for the values that PostgreSQL leaves out and for old rows that are not
 * whole.
 */
final class SignalledTask extends PostgresConnectorTask {

    private final SignalChannelReader signals;
    private final NotificationChannel notifications;

    SignalledTask(SignalChannelReader signals, NotificationChannel notifications) {
        this.signals = signals;
        this.notifications = notifications;
    }

    @Override
    public List<SignalChannelReader> getAvailableSignalChannels() {
        List<SignalChannelReader> channels = new ArrayList<>(super.getAvailableSignalChannels());
        channels.add(signals);
        return channels;
    }

    // Where what is streamed gets its schemas, before the first table is read.
    @Override
    protected ReplicationConnection buildReplicationConnection(
            PostgresConnection connection, PostgresSchema schema, PostgresConnectorConfig config) throws SQLException {
        UnchangedValues.markIn(schema, config.getUnavailableValuePlaceholder());
        ReplicationConnection stream = super.buildReplicationConnection(connection, schema, config);
        PartialRows.tellOf(stream, config);
        return stream;
    }

    @Override
    public List<NotificationChannel> getNotificationChannels() {
        List<NotificationChannel> channels = new ArrayList<>(super.getNotificationChannels());
        channels.add(notifications);
        return channels;
    }
}
