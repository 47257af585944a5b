package com.custom.pulsar.testsupport;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;

/**
 * A pipeline started by {@code ./pulsar-cdc up --detach} in a folder of its own, and stopped by {@code down}: PostgreSQL,
 * Pulsar, source and function as real processes, reached as a user reaches them.
 */
public final class DetachedRun implements AutoCloseable {
    public static final Duration START_LIMIT = Duration.ofSeconds(150);
    private static final int READER_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Object[] options;
    private PulsarClient client;
    private PulsarAdmin admin;
    private JsonNode status;
    private String told = "";

    /**
     * Starts the pipeline file {@code pipeline.yaml} of the folder.
     *
     * @param options of {@code up}, beside those that every run has
     */
    public DetachedRun(Path folder, Map<String, String> environment, String... options) {
        this.folder = folder;
        this.options = options.clone();
        this.environment.putAll(environment);
        this.status = up();
        this.client = open();
        this.admin = openAdmin();
    }

    /** Starts it again, after everything was killed. */
    public void restart() {
        closeClients();
        status = up();
        client = open();
        admin = openAdmin();
    }

    /** What the last {@code up} printed. */
    public String told() {
        return told;
    }

    public Path dataDirectory() {
        return folder.resolve("data");
    }

    public PulsarClient client() {
        return client;
    }

    public PulsarAdmin admin() {
        return admin;
    }

    /** What {@code status --output json} prints. */
    public JsonNode status() {
        Launcher.Result result = launcher("status", "--data-dir", dataDirectory(), "--output", "json")
                .run(Duration.ofMinutes(1));
        if (result.exitCode() != 0) {
            throw new AssertionError("status exits " + result.exitCode() + ": " + result.out() + result.err());
        }
        try {
            return JSON.readTree(result.lastLine());
        } catch (IOException e) {
            throw new UncheckedIOException(result.out(), e);
        }
    }

    public Launcher.Command launcher(Object... arguments) {
        Launcher.Command command = new Launcher.Command(folder).with(arguments);
        environment.forEach(command::environment);
        return command;
    }

    /** A connection as the superuser of the embedded PostgreSQL. */
    public Connection postgres() throws SQLException {
        JsonNode postgres = status.path("postgres");
        String[] pgpass = read(Path.of(postgres.path("passwordFile").asText()))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .orElseThrow()
                .split(":", -1);
        String url = "jdbc:postgresql://" + postgres.path("host").asText() + ":"
                + postgres.path("port").asInt() + "/"
                + postgres.path("database").asText();
        return DriverManager.getConnection(url, pgpass[3], pgpass[4]);
    }

    /** Runs each statement in a transaction of its own. */
    public void sql(String... statements) throws SQLException {
        try (Connection connection = postgres();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Waits until the topic holds as many messages and gives them, oldest first. */
    public List<Message<byte[]>> messages(String topic, int atLeast, Duration limit) throws IOException {
        List<Message<byte[]>> messages = new ArrayList<>();
        try (Reader<byte[]> reader = reader(topic)) {
            await(topic + " holds " + atLeast + " messages").atMost(limit).until(() -> {
                Message<byte[]> next = reader.readNext(200, TimeUnit.MILLISECONDS);
                while (next != null) {
                    messages.add(next);
                    next = reader.hasMessageAvailable() ? reader.readNext(READER_SECONDS, TimeUnit.SECONDS) : null;
                }
                return messages.size() >= atLeast;
            });
        }
        return messages;
    }

    // A client that was closed under it never answers.
    private Reader<byte[]> reader(String topic) throws IOException {
        try {
            return client.newReader(Schema.BYTES)
                    .topic(topic)
                    .startMessageId(MessageId.earliest)
                    .createAsync()
                    .get(READER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no reader of " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public void down() {
        closeClients();
        Launcher.Result result = launcher("down", "--data-dir", dataDirectory()).run(Duration.ofMinutes(1));
        if (result.exitCode() != 0) {
            throw new AssertionError("down exits " + result.exitCode() + ": " + result.out() + result.err());
        }
    }

    @Override
    public void close() {
        down();
    }

    private JsonNode up() {
        try {
            Launcher.Result result = launcher(
                            "up", folder.resolve("pipeline.yaml"), "--detach", "--data-dir", dataDirectory())
                    .with(options)
                    .run(START_LIMIT);
            if (result.exitCode() != 0) {
                throw new AssertionError("up exits " + result.exitCode() + ": " + result.out() + result.err());
            }
            told = result.out() + result.err();
            return status();
        } catch (AssertionError e) {
            // One that took too long was killed, and what it had started goes on.
            launcher("down", "--data-dir", dataDirectory()).run(Duration.ofMinutes(1));
            throw e;
        }
    }

    private PulsarClient open() {
        try {
            return PulsarClient.builder()
                    .serviceUrl(status.path("pulsar").path("serviceUrl").asText())
                    .build();
        } catch (PulsarClientException e) {
            throw new IllegalStateException(e);
        }
    }

    private PulsarAdmin openAdmin() {
        try {
            return PulsarAdmin.builder()
                    .serviceHttpUrl(status.path("pulsar").path("adminUrl").asText())
                    .build();
        } catch (PulsarClientException e) {
            throw new IllegalStateException(e);
        }
    }

    private void closeClients() {
        admin.close();
        try {
            client.shutdown();
        } catch (PulsarClientException e) {
            // The broker may be gone already: nothing is left to close.
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
