package com.custom.pulsar.local;

import java.nio.file.Path;

/**
 * Where the processes of a local run log to.
 *
 * @param dataDirectory the run's
 */
public record RunLogs(Path dataDirectory) {
    public Path postgres() {
        return dataDirectory.resolve("logs").resolve(EmbeddedPostgres.NAME + ".log");
    }

    /** The broker, with its functions worker. */
    public Path pulsar() {
        return dataDirectory.resolve("logs").resolve(PulsarStandalone.NAME + ".log");
    }

    /** The only instance of a source or a function. */
    public Path instance(String tenant, String namespace, String name) {
        return PulsarHome.of(dataDirectory)
                .resolve(Path.of("logs", "functions", tenant, namespace, name, name + "-0.log"));
    }
}
