package com.custom.pulsar.cli;

import com.custom.pulsar.operations.EnrichedEvent;
import com.custom.pulsar.operations.TailStart;
import com.custom.pulsar.operations.TerminalText;
import com.custom.pulsar.operations.TopicTail;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineNames;
import com.custom.pulsar.pipeline.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What flows through the topics of a pipeline. */
@Command(
        name = "tail",
        description = {
            "Print the events of the pipeline as they come, each as one line of JSON, until Ctrl-C.",
            "{\"topic\":…,\"key\":…,\"event\":…}. The event of a tombstone is null; a dead letter has its \"properties\",",
            "the reason among them. It leaves nothing in Pulsar. A reader that has gone, such as head, ends it at the next event"
                    + " (exit code 0)."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  pulsar-cdc tail                                        enriched events from now on",
            "  pulsar-cdc tail --from 10m --table public.orders       those of the last ten minutes, of one table",
            "  pulsar-cdc tail --dlq --from earliest | jq .properties why events were refused",
            "  pulsar-cdc tail --route big-orders                     what a route sends to that topic",
            "  pulsar-cdc tail --context kind-dev --pipeline shop/pipeline.yaml"
        })
final class Tail implements Callable<Integer> {
    private static final long LINE_SECONDS = 2;
    private static final int NAME_LIMIT = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    /** Which of the topics of a table, or a topic that routes send to. */
    private static final class Kind {
        @Option(names = "--enriched", description = "Enriched events (default).")
        @SuppressWarnings("UnusedVariable") // Says the default aloud.
        private boolean enriched;

        @Option(names = "--raw", description = "Events as they leave the source.")
        private boolean raw;

        @Option(names = "--dlq", description = "Dead letters: what is no event, unchanged.")
        private boolean deadLetters;

        @Option(names = "--route", paramLabel = "TOPIC", description = "What routes send to the topic of that name.")
        private @Nullable String route;
    }

    @ArgGroup
    private Kind kind = new Kind();

    @Option(
            names = "--from",
            paramLabel = "earliest|latest|TIME",
            defaultValue = "latest",
            description =
                    "Where to begin: with what is published next (default), with all that is kept, at a time such as"
                            + " 2026-11-28T09:00:00Z, or some time ago, such as 30s, 10m, 2h or 1d.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private String from;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only this table, schema.table; may be repeated.")
    private List<String> tables = new ArrayList<>();

    @Mixin
    private final RunOption option = new RunOption();

    @Override
    public Integer call() throws InterruptedException {
        TailStart start = start();
        List<TableName> names = names();
        try (ReachedRun run = option.open(spec.commandLine().getErr());
                TopicTail tail = new TopicTail(
                        run.pulsar(), run.pipeline().names().namespace(), topics(run.pipeline(), names), start)) {
            CountDownLatch ended = new CountDownLatch(1);
            // Without it Ctrl-C could cut a line in two, and what a pipe reads would be no JSON.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(tail, ended), "pulsar-cdc-stop"));
            System.err.println(
                    "Reading " + (tail.topics().isEmpty() ? "no topic yet" : String.join(", ", tail.topics()))
                            + ", from " + from + ". Ctrl-C ends it.");
            try {
                follow(tail);
            } finally {
                ended.countDown();
            }
            return 0;
        }
    }

    /** Until it is closed, or nobody reads any more what is printed. */
    private void follow(TopicTail tail) throws InterruptedException {
        while (!tail.isClosed() && !StandardStreams.OUT.checkError()) {
            EnrichedEvent event = tail.next();
            if (event != null) {
                System.out.println(kind.deadLetters ? EventLine.deadLetterJson(event) : EventLine.json(event));
            }
        }
    }

    private static void stop(TopicTail tail, CountDownLatch ended) {
        tail.close();
        try {
            var unused = ended.await(LINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TailStart start() {
        try {
            return TailStart.parse(from, Instant.now());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--from: " + e.getMessage(), e);
        }
    }

    private List<TableName> names() {
        try {
            return tables.stream().map(TableName::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--table: " + e.getMessage(), e);
        }
    }

    private String route(String topic, Pipeline pipeline, List<TableName> of) {
        if (!of.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--table: a route's topic has the events of all tables; leave out --table or --route");
        }
        if (!pipeline.enrichment().routesTo(topic)) {
            throw new IllegalStateException(
                    "no route of the pipeline " + pipeline.name() + " goes to " + TerminalText.of(topic, NAME_LIMIT)
                            + "; name one under enrichment.routes, such as to: big-orders");
        }
        return topic;
    }

    private Predicate<String> topics(Pipeline pipeline, List<TableName> of) {
        PipelineNames names = pipeline.names();
        if (kind.route != null) {
            String topic = names.routeTopic(route(kind.route, pipeline, of));
            return topic::equals;
        }
        if (of.isEmpty()) {
            Pattern all =
                    kind.raw ? names.rawTopics() : kind.deadLetters ? names.deadLetterTopics() : names.enrichedTopics();
            return all.asMatchPredicate();
        }
        for (TableName table : of) {
            if (!pipeline.captures(table)) {
                throw new IllegalStateException(table + " is no table of the pipeline " + pipeline.name()
                        + ", whose tables are "
                        + pipeline.tables().stream().map(Object::toString).collect(Collectors.joining(", ")));
            }
        }
        Set<String> wanted = of.stream()
                .map(names::rawTopic)
                .map(raw -> kind.raw ? raw : kind.deadLetters ? names.deadLetterTopic(raw) : names.enrichedTopic(raw))
                .collect(Collectors.toSet());
        return wanted::contains;
    }
}
