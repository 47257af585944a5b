package com.custom.pulsar.cli;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Ports that a user insists on; each of the others is a free one, kept over restarts. */
final class Ports {
    private static final int LAST = 65535;

    @Option(names = "--postgres-port", paramLabel = "PORT", description = "Port of the embedded PostgreSQL.")
    private @Nullable Integer postgres;

    @Option(names = "--pulsar-port", paramLabel = "PORT", description = "Port of the embedded Pulsar for clients.")
    private @Nullable Integer broker;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description = "Port of the embedded Pulsar for administration.")
    private @Nullable Integer admin;

    /** What is wrong with them, and what would be right; empty if each server can have its own. */
    Optional<String> problem() {
        Set<Integer> taken = new HashSet<>();
        for (Map.Entry<String, OptionalInt> given : Map.of(
                        "--postgres-port", postgres(), "--pulsar-port", broker(), "--admin-port", admin())
                .entrySet()) {
            if (given.getValue().isEmpty()) {
                continue;
            }
            int port = given.getValue().getAsInt();
            if (port < 1 || port > LAST) {
                return Optional.of(
                        given.getKey() + ": " + port + " is no port; use a number between 1 and " + LAST + ".");
            }
            if (!taken.add(port)) {
                return Optional.of("Two servers cannot have the port " + port + ": give another, or leave one out.");
            }
        }
        return Optional.empty();
    }

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
