package com.custom.pulsar.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;

/**
 * What one start of one contender works on: tables, a publication and a slot of its own in PostgreSQL, topics of its own in
 * Pulsar. Closing it removes all of them. Not thread-safe.
 */
final class Stage implements AutoCloseable {
    private static final String NAMESPACE = "public/default";
    private static final Duration SLOT_LIMIT = Duration.ofMinutes(2);
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(30);

    private final Servers servers;
    private final String name;

    private Stage(Servers servers, String name) {
        this.servers = servers;
        this.name = name;
    }

    /** @param number not used before in this run */
    static Stage prepare(Servers servers, int number) {
        Stage stage = new Stage(servers, "bench" + number);
        stage.execute("CREATE SCHEMA " + stage.name);
        stage.execute(RowShape.bodies(stage.name));
        for (RowShape shape : RowShape.values()) {
            stage.execute(shape.definition(stage.name));
        }
        stage.execute("CREATE PUBLICATION " + stage.publication() + " FOR TABLE " + stage.tables());
        return stage;
    }

    Servers servers() {
        return servers;
    }

    /** Of schema, topic prefix, pipeline and source. */
    String name() {
        return name;
    }

    String slot() {
        return "pulsar_cdc_" + name;
    }

    String publication() {
        return slot();
    }

    /** The three tables, as {@code schema.table}, separated by commas. */
    String tables() {
        return Arrays.stream(RowShape.values())
                .map(shape -> name + "." + shape.table())
                .collect(Collectors.joining(", "));
    }

    /** The topic of a table's events as every contender names it. */
    String topic(RowShape shape) {
        return "persistent://" + NAMESPACE + "/" + name + "." + name + "." + shape.table();
    }

    /** Returns when somebody streams from the slot. */
    void awaitStreaming(Running contender) {
        boolean streams = Waiting.until(
                () -> {
                    contender.requireAlive();
                    return isSlotActive();
                },
                SLOT_LIMIT);
        if (!streams) {
            throw new BenchmarkException("it does not stream from its slot after " + SLOT_LIMIT.toSeconds() + " s");
        }
    }

    void execute(String sql) {
        try (Connection connection = servers.postgres().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchmarkException("PostgreSQL refuses to prepare the benchmark: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        Waiting.until(() -> !isSlotActive(), RELEASE_LIMIT);
        execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '" + slot()
                + "'");
        execute("DROP PUBLICATION " + publication());
        execute("DROP SCHEMA " + name + " CASCADE");
        execute("CHECKPOINT");
        deleteTopics();
    }

    private boolean isSlotActive() {
        try (Connection connection = servers.postgres().connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT 1 FROM pg_replication_slots WHERE active AND slot_name = '" + slot() + "'")) {
            return found.next();
        } catch (SQLException e) {
            throw new BenchmarkException("PostgreSQL does not tell about slots: " + e.getMessage(), e);
        }
    }

    private void deleteTopics() {
        PulsarAdmin admin = servers.connection().admin();
        try {
            for (String topic : admin.topics().getList(NAMESPACE)) {
                if (topic.startsWith("persistent://" + NAMESPACE + "/" + name)) {
                    admin.topics().delete(topic, true);
                }
            }
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar does not delete the topics of " + name + ": " + e.getMessage(), e);
        }
    }
}
