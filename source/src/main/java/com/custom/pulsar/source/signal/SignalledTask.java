package com.custom.pulsar.source.signal;

import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.pipeline.notification.channels.NotificationChannel;
import io.debezium.pipeline.signal.channels.SignalChannelReader;
import java.util.ArrayList;
import java.util.List;

/*
 * Debezium finds channels through ServiceLoader, which makes them without anything that could lead them to a Pulsar client
 * but a static field. It also asks its task for them, so here the task has them.
 */
/** Debezium's task for PostgreSQL with our channels. */
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

    @Override
    public List<NotificationChannel> getNotificationChannels() {
        List<NotificationChannel> channels = new ArrayList<>(super.getNotificationChannels());
        channels.add(notifications);
        return channels;
    }
}
