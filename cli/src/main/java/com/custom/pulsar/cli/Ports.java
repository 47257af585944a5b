package com.custom.pulsar.cli;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Ports that a user insists on; each of the others is a free one, kept over restarts. */
final class Ports {
    @Option(names = "--postgres-port", paramLabel = "PORT", description = "Port of the embedded PostgreSQL.")
    private @Nullable Integer postgres;

    @Option(names = "--pulsar-port", paramLabel = "PORT", description = "Port of the embedded Pulsar for clients.")
    private @Nullable Integer broker;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description = "Port of the embedded Pulsar for administration.")
    private @Nullable Integer admin;

    OptionalInt postgres() {
        return optional(postgres);
    }

    OptionalInt broker() {
        return optional(broker);
    }

    OptionalInt admin() {
        return optional(admin);
    }

    private static OptionalInt optional(@Nullable Integer port) {
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
