package com.custom.pulsar.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What captures the changes, and what it can be given. */
public enum Connector {
    /** The source of this project, which is Debezium 3.7. */
    PULSAR_CDC {
        @Override
        void property(String name, Object value) {
            DebeziumProperties.check(name, value);
        }
    },
    /** The connector that Pulsar 4.0.8 ships, which is Debezium 1.9.7: each change at least once. */
    BUILTIN {
        @Override
        void property(String name, Object value) {
            ShippedConnector.property(name, value);
        }

        @Override
        SnapshotMode snapshot(SnapshotMode mode) {
            return ShippedConnector.snapshot(mode);
        }

        @Override
        TableSelector table(TableSelector selector) {
            return ShippedConnector.table(selector);
        }

        @Override
        void passwordOnCluster(SecretReference reference) {
            ShippedConnector.passwordOnCluster(reference);
        }
    };

    static Connector parse(String text) {
        List<String> known = Arrays.stream(values()).map(Connector::text).toList();
        return Arrays.stream(values())
                .filter(connector -> connector.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Shown.quoted(text) + " is no connector; "
                        + NearestName.of(text, known)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("use one of " + String.join(", ", known))));
    }

    /** As the pipeline file writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Refuses an entry of {@code source.properties} that it cannot have. */
    abstract void property(String name, Object value);

    /** Gives the mode back, or refuses it. */
    SnapshotMode snapshot(SnapshotMode mode) {
        return mode;
    }

    /** Gives the selector back, or refuses it. */
    TableSelector table(TableSelector selector) {
        return selector;
    }

    /** Refuses a password that it cannot have in a Pulsar that is not ours. */
    void passwordOnCluster(SecretReference reference) {
        // It may be any.
    }
}
