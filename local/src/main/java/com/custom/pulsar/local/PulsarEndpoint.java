package com.custom.pulsar.local;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Where the standalone Pulsar answers. */
public record PulsarEndpoint(int brokerPort, int adminPort) {
    /** The one of the run that is alive in this data directory, if there is one. For other processes than its launcher. */
    public static Optional<PulsarEndpoint> running(Path dataDirectory) {
        Path home = PulsarHome.of(dataDirectory);
        OptionalInt broker = PortChoice.remembered(home.resolve(PulsarHome.BROKER_PORT_FILE));
        OptionalInt admin = PortChoice.remembered(home.resolve(PulsarHome.ADMIN_PORT_FILE));
        boolean alive = ProcessRecord.read(dataDirectory.resolve("run"), PulsarStandalone.NAME)
                .flatMap(ProcessRecord::process)
                .isPresent();
        return alive && broker.isPresent() && admin.isPresent()
                ? Optional.of(new PulsarEndpoint(broker.getAsInt(), admin.getAsInt()))
                : Optional.empty();
    }

    /** For clients: {@code pulsar://127.0.0.1:<port>}. */
    public String serviceUrl() {
        return "pulsar://127.0.0.1:" + brokerPort;
    }

    /** For administration over HTTP: {@code http://127.0.0.1:<port>}. */
    public String adminUrl() {
        return "http://127.0.0.1:" + adminPort;
    }
}
