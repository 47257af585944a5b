package com.custom.pulsar.cli;

import com.custom.pulsar.local.PostgresEndpoint;
import com.custom.pulsar.local.PulsarEndpoint;
import com.custom.pulsar.operations.PipelineStatus;
import com.custom.pulsar.operations.PipelineStatusReader;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.operations.TerminalText;
import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PostgresServer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How a local run is. */
@Command(
        name = "status",
        description = "Tell how the local run is: source, function, topics, counts, lag, last error.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 1 if source or function does not run or has halted.",
            "",
            "Example:",
            "  pulsar-cdc status --output json"
        })
final class Status implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ERROR_LIMIT = 500;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Override
    public Integer call() {
        Path directory = dataDirectory.path();
        RunRecord record = RunRecord.read(directory);
        Pipeline pipeline = record.pipeline();
        Optional<PostgresEndpoint> postgres = PostgresEndpoint.running(directory);
        Optional<PulsarEndpoint> embedded = PulsarEndpoint.running(directory);
        if (pipeline.pulsar().isEmpty() && embedded.isEmpty()) {
            throw new IllegalStateException("Nothing runs in " + directory + ": start it with up.");
        }
        String serviceUrl = embedded.map(PulsarEndpoint::serviceUrl)
                .orElseGet(() -> pipeline.pulsar().orElseThrow().serviceUrl());
        String adminUrl = embedded.map(PulsarEndpoint::adminUrl)
                .orElseGet(() -> pipeline.pulsar().orElseThrow().adminUrl());
        try (PulsarConnection pulsar = pipeline.pulsar().isPresent()
                ? PulsarConnection.open(pipeline.pulsar().get(), record.secretLookup())
                : PulsarConnection.open(serviceUrl, adminUrl, Optional.empty())) {
            PipelineStatus status = new PipelineStatusReader(pulsar, pipeline).read();
            if (output.isJson()) {
                System.out.println(json(pipeline, postgres, serviceUrl, adminUrl, status));
            } else {
                print(pipeline, directory, status);
            }
            return isWell(status) ? 0 : 1;
        }
    }

    private static boolean isWell(PipelineStatus status) {
        return status.source().running()
                && !status.source().halted()
                && status.function().running()
                && !status.function().halted();
    }

    private static String json(
            Pipeline pipeline,
            Optional<PostgresEndpoint> embedded,
            String serviceUrl,
            String adminUrl,
            PipelineStatus status) {
        ObjectNode root = JSON.createObjectNode();
        root.put("pipeline", pipeline.name());
        root.put("connector", pipeline.source().connector().text());
        ObjectNode postgres = root.putObject("postgres");
        embedded.ifPresentOrElse(
                endpoint -> postgres.put("host", endpoint.host())
                        .put("port", endpoint.port())
                        .put("database", endpoint.database())
                        .put("user", endpoint.superuser())
                        .put("passwordFile", endpoint.passwordFile().toString()),
                () -> {
                    PostgresServer server =
                            pipeline.source().postgres().server().orElseThrow();
                    postgres.put("host", server.hostname())
                            .put("port", server.port())
                            .put("database", pipeline.source().postgres().database())
                            .put("user", server.user());
                });
        root.putObject("pulsar").put("serviceUrl", serviceUrl).put("adminUrl", adminUrl);
        try {
            JsonNode figures = JSON.readTree(status.toJson());
            root.setAll((ObjectNode) figures);
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status is always JSON", e);
        }
    }

    private static void print(Pipeline pipeline, Path directory, PipelineStatus status) {
        System.out.printf("Pipeline %s, local run in %s%n", pipeline.name(), directory);
        PipelineStatus.Source source = status.source();
        System.out.printf(
                Locale.ROOT,
                "  source    %-28s %-12s %,d read, %,d written, %d restarts%n",
                pipeline.source().name(),
                source.halted() ? "HALTED" : state(source.deployed(), source.running()),
                source.received(),
                source.written(),
                source.restarts());
        if (pipeline.source().connector() == Connector.BUILTIN) {
            System.out.println(
                    "            the connector that Pulsar ships (connector: builtin): each change at least once");
        }
        error(source.lastError());
        PipelineStatus.Function function = status.function();
        System.out.printf(
                Locale.ROOT,
                "  function  %-28s %-12s %,d read, %,d enriched, %,d tombstones, %,d dead letters, %d restarts%n",
                pipeline.enrichment().name(),
                function.halted() ? "HALTED" : state(function.deployed(), function.running()),
                function.received(),
                function.enriched(),
                function.tombstones(),
                function.deadLetters(),
                function.restarts());
        error(function.lastError());
        for (PipelineStatus.Topic topic : status.topics()) {
            System.out.printf(
                    Locale.ROOT,
                    "  topic     %s: %,d entries, %,d waiting, %,d enriched, %,d dead letters%n",
                    TerminalText.of(topic.topic(), ERROR_LIMIT),
                    topic.stored(),
                    topic.backlog(),
                    topic.enriched(),
                    topic.deadLetters());
        }
        System.out.printf(Locale.ROOT, "  lag       %,d waiting%n", status.lag());
    }

    private static void error(String message) {
        if (!message.isEmpty()) {
            System.out.println("            last error: " + TerminalText.of(message, ERROR_LIMIT));
        }
    }

    private static String state(boolean deployed, boolean running) {
        return running ? "running" : deployed ? "NOT RUNNING" : "not deployed";
    }
}
