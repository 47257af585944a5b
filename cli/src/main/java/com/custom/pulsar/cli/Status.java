package com.custom.pulsar.cli;

import com.custom.pulsar.local.PostgresEndpoint;
import com.custom.pulsar.local.PulsarEndpoint;
import com.custom.pulsar.operations.PipelineStatus;
import com.custom.pulsar.operations.PipelineStatusReader;
import com.custom.pulsar.operations.TerminalText;
import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.Pipeline;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How a pipeline is. */
@Command(
        name = "status",
        description = {
            "Tell how the local run is: sources, function, topics, counts, lag, last error.",
            "With --context the same of a pipeline in a cluster, and of its pods: phase, restarts, and why one is not admitted, not"
                    + " scheduled or does not start."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 1 if a source or the function does not run or has halted.",
            "",
            "Examples:",
            "  pulsar-cdc status --output json",
            "  pulsar-cdc status --context kind-dev --pipeline shop/pipeline.yaml"
        })
final class Status implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ERROR_LIMIT = 500;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final RunOption option = new RunOption();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ReachedRun run = option.open(output.isJson() ? spec.commandLine().getErr() : out)) {
            PipelineStatus status = new PipelineStatusReader(run.pulsar(), run.pipeline()).read();
            Optional<PodsView> pods = run.cluster().map(place -> PodsView.read(place, run.pipeline()));
            if (output.isJson()) {
                out.println(json(run, status, pods));
            } else {
                print(out, run, status, pods);
            }
            out.flush();
            return isWell(status) ? 0 : 1;
        }
    }

    private static boolean isWell(PipelineStatus status) {
        return status.source().isWell()
                && status.function().running()
                && !status.function().halted();
    }

    private static String json(ReachedRun run, PipelineStatus status, Optional<PodsView> pods) {
        Pipeline pipeline = run.pipeline();
        ObjectNode root = JSON.createObjectNode();
        root.put("pipeline", pipeline.name());
        root.put("connector", pipeline.source().connector().text());
        pods.ifPresent(view -> view.putCluster(root));
        ObjectNode postgres = root.putObject("postgres");
        pipeline.source()
                .postgres()
                .server()
                .ifPresentOrElse(
                        server -> postgres.put("host", server.hostname())
                                .put("port", server.port())
                                .put("database", pipeline.source().postgres().database())
                                .put("user", server.user()),
                        () -> PostgresEndpoint.running(run.dataDirectory())
                                .ifPresent(endpoint -> postgres.put("host", endpoint.host())
                                        .put("port", endpoint.port())
                                        .put("database", endpoint.database())
                                        .put("user", endpoint.superuser())
                                        .put(
                                                "passwordFile",
                                                endpoint.passwordFile().toString())));
        ObjectNode pulsar = root.putObject("pulsar");
        pipeline.pulsar()
                .ifPresentOrElse(
                        address ->
                                pulsar.put("serviceUrl", address.serviceUrl()).put("adminUrl", address.adminUrl()),
                        () -> PulsarEndpoint.running(run.dataDirectory())
                                .ifPresent(endpoint -> pulsar.put("serviceUrl", endpoint.serviceUrl())
                                        .put("adminUrl", endpoint.adminUrl())));
        try {
            JsonNode figures = JSON.readTree(status.toJson());
            root.setAll((ObjectNode) figures);
            pods.ifPresent(view -> view.putPods(root));
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status is always JSON", e);
        }
    }

    private static void print(PrintWriter out, ReachedRun run, PipelineStatus status, Optional<PodsView> pods) {
        Pipeline pipeline = run.pipeline();
        out.println(run.cluster().isPresent() ? "Pipeline " + pipeline.name() : run.title());
        status.sources().forEach(source -> print(out, source));
        if (pipeline.source().connector() == Connector.BUILTIN) {
            out.println("            the connector that Pulsar ships (connector: builtin): each change at least once");
        }
        PipelineStatus.Function function = status.function();
        out.printf(
                Locale.ROOT,
                "  function  %-28s %-12s %,d read, %,d enriched, %,d tombstones, %,d filtered, %,d routed, %,d dead letters, %d restarts%s%n",
                pipeline.enrichment().name(),
                function.halted() ? "HALTED" : state(function.deployed(), function.running()),
                function.received(),
                function.enriched(),
                function.tombstones(),
                function.filtered(),
                function.routed(),
                function.deadLetters(),
                function.restarts(),
                function.instances() > 1 ? ", " + function.instances() + " instances" : "");
        error(out, function.lastError());
        pods.ifPresent(view -> view.print(out));
        for (PipelineStatus.Topic topic : status.topics()) {
            out.printf(
                    Locale.ROOT,
                    "  topic     %s: %,d entries, %,d waiting, %,d enriched, %,d dead letters%n",
                    TerminalText.of(topic.topic(), ERROR_LIMIT),
                    topic.stored(),
                    topic.backlog(),
                    topic.enriched(),
                    topic.deadLetters());
        }
        out.printf(Locale.ROOT, "  lag       %,d waiting%n", status.lag());
    }

    private static void print(PrintWriter out, PipelineStatus.Source source) {
        out.printf(
                Locale.ROOT,
                "  source    %-28s %-12s %,d read, %,d written, %d restarts%n",
                source.name(),
                source.halted() ? "HALTED" : state(source.deployed(), source.running()),
                source.received(),
                source.written(),
                source.restarts());
        error(out, source.lastError());
    }

    private static void error(PrintWriter out, String message) {
        if (!message.isEmpty()) {
            out.println("            last error: " + TerminalText.of(message, ERROR_LIMIT));
        }
    }

    private static String state(boolean deployed, boolean running) {
        return running ? "running" : deployed ? "NOT RUNNING" : "not deployed";
    }
}
