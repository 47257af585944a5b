package com.custom.pulsar.local;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How the standalone Pulsar is to run.
 *
 * @param brokerPort a port to insist on for Pulsar's own protocol; else a free one, kept over restarts
 * @param adminPort a port to insist on for HTTP; else a free one, kept over restarts
 * @param environment variables for the broker, which every source and function process inherits: the place for secrets,
 *     since command lines and configuration are readable by others
 */
public record PulsarSettings(OptionalInt brokerPort, OptionalInt adminPort, Map<String, String> environment) {
    public PulsarSettings {
        environment = Map.copyOf(environment);
    }

    public PulsarSettings() {
        this(OptionalInt.empty(), OptionalInt.empty(), Map.of());
    }

    public PulsarSettings withPorts(int broker, int admin) {
        return new PulsarSettings(OptionalInt.of(broker), OptionalInt.of(admin), environment);
    }

    public PulsarSettings withEnvironment(Map<String, String> variables) {
        return new PulsarSettings(brokerPort, adminPort, variables);
    }

    @Override
    public String toString() {
        return "PulsarSettings[brokerPort=" + brokerPort + ", adminPort=" + adminPort + ", environment="
                + environment.keySet() + "]";
    }
}
