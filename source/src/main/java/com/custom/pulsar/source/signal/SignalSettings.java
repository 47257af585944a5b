package com.custom.pulsar.source.signal;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the source is told things while it runs.
 *
 * @param topic full name of the topic that signals come from
 * @param notificationTopic full name of the topic that tells how snapshots go
 * @param conditions whether a signal may bring SQL of its own: conditions and surrogate keys
 */
public record SignalSettings(String topic, String notificationTopic, boolean conditions) {

    public static final String CONDITIONS = "cdc.signals.conditions";
    static final String SUBSCRIPTION = "pulsar-cdc-source";

    /**
     * Reads the {@code configs} of a Pulsar source.
     *
     * @param namespace full name of the source's namespace: {@code public/default}
     * @throws IllegalArgumentException if the value of {@value #CONDITIONS} is none
     */
    public static SignalSettings read(
            Map<String, ? extends @Nullable Object> configs, String namespace, String sourceName) {
        Object conditions = configs.get(CONDITIONS);
        String text = conditions == null ? "false" : conditions.toString().strip();
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(CONDITIONS + " must be true or false");
        }
        String name = "persistent://" + namespace + "/" + sourceName;
        return new SignalSettings(name + "-signals", name + "-notifications", text.equals("true"));
    }
}
