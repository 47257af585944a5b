package com.custom.pulsar.cli;

import com.custom.pulsar.local.FileTrouble;
import com.custom.pulsar.operations.RecordedEvents;
import com.custom.pulsar.operations.RuleTrial;
import com.custom.pulsar.operations.SampleEvent;
import com.custom.pulsar.operations.TailStart;
import com.custom.pulsar.operations.TrialResult;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.TableName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A pipeline's rules on sample events. */
@Command(
        name = "try",
        description = {
            "Show what the rules of a pipeline file would do with sample events, before it is deployed: what is added to an",
            "event, which filter drops it, which rule fails on it and why. Nothing is deployed, nothing is stored.",
            "A file has an event a line: what tail --raw or tail --dlq prints, or events alone.",
            "Registered schemas are not looked at (validate.schema, validate.onDrift)."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 1 if the pipeline file is wrong or events cannot be read, not because of what becomes of them.",
            "",
            "Examples:",
            "  pulsar-cdc try shop/pipeline.yaml --events public.orders              of the pipeline's Pulsar",
            "  pulsar-cdc tail --dlq --from 1d > letters.jsonl; pulsar-cdc try shop/pipeline.yaml --events letters.jsonl",
            "  pulsar-cdc tail --raw --from 10m | head -n 100 | pulsar-cdc try shop/pipeline.yaml --events -"
        })
final class Try implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline file whose rules are tried.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private Path file;

    @Option(
            names = "--events",
            required = true,
            paramLabel = "FILE|-|TABLE|TOPIC",
            description =
                    "Where the events are: a file, standard input, the raw topic of a table (schema.table), or a topic by its"
                            + " full name, also one of dead letters. Topics are those of the pipeline's Pulsar, or of the local run.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private String events;

    @Option(
            names = "--from",
            paramLabel = "earliest|TIME",
            defaultValue = "earliest",
            description = "Where to begin in a topic: with all that is kept (default), at a time such as"
                    + " 2026-11-28T09:00:00Z, or some time ago, such as 30s, 10m, 2h or 1d.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private String from;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many events, the first ones (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description = "Where {secret: NAME, key: KEY} is the file NAME/KEY; for a token of Pulsar.")
    private @Nullable Path secrets;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--limit: " + limit + " is no number of events; use 1 or more");
        }
        TailStart start = start();
        Pipeline pipeline = PipelineFile.read(file);
        List<SampleEvent> samples = samples(pipeline, start);
        RuleTrial trial = new RuleTrial(pipeline, Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Integer> counts = new TreeMap<>();
        int number = 0;
        for (SampleEvent sample : samples) {
            TrialResult result = trial.of(sample);
            number++;
            counts.merge(TrialLine.name(result), 1, Integer::sum);
            if (output.isJson()) {
                out.println(TrialLine.json(sample, result));
            } else {
                TrialLine.text(number, sample, result).forEach(out::println);
            }
        }
        if (!output.isJson()) {
            out.println(summary(samples.size(), counts));
        }
        out.flush();
        return 0;
    }

    private static String summary(int events, Map<String, Integer> counts) {
        return events == 0
                ? "No events: there is none where --events says, from --from on."
                : "%d events: %s"
                        .formatted(
                                events,
                                counts.entrySet().stream()
                                        .map(count -> count.getKey() + " " + count.getValue())
                                        .collect(Collectors.joining(", ")));
    }

    private List<SampleEvent> samples(Pipeline pipeline, TailStart start) {
        if (events.equals(STANDARD_INPUT)) {
            return lines(
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines(), pipeline);
        }
        Path path = Path.of(events);
        if (Files.isRegularFile(path)) {
            try (Stream<String> lines = Files.lines(path)) {
                return lines(lines, pipeline);
            } catch (IOException e) {
                throw new IllegalStateException(
                        "--events: " + path + " cannot be read (" + FileTrouble.of(e) + "); let this user read it", e);
            }
        }
        String topic = topic(pipeline);
        RunRecord record = new RunRecord(
                file.toAbsolutePath().normalize(),
                false,
                Optional.ofNullable(secrets)
                        .map(directory -> directory.toAbsolutePath().normalize()));
        try (ReachedRun run = ReachedRun.open(dataDirectory.path(), record)) {
            return new RecordedEvents(run.pulsar()).read(topic, start, limit);
        }
    }

    private List<SampleEvent> lines(Stream<String> lines, Pipeline pipeline) {
        return lines.filter(line -> !line.isBlank())
                .limit(limit)
                .map(line -> SampleEvent.parse(line, pipeline.names()))
                .toList();
    }

    private String topic(Pipeline pipeline) {
        if (events.startsWith("persistent://")) {
            return events;
        }
        Optional<TableName> table;
        try {
            table = Optional.of(TableName.parse(events)).filter(pipeline::captures);
        } catch (IllegalArgumentException e) {
            table = Optional.empty();
        }
        return pipeline.names()
                .rawTopic(table.orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--events: there is no file " + events + ", and it is no table of the pipeline "
                                + pipeline.name() + ", whose tables are "
                                + pipeline.tables().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining(", "))
                                + "; a topic is named in full, persistent://TENANT/NAMESPACE/NAME")));
    }

    private TailStart start() {
        try {
            return TailStart.parse(from, Instant.now());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--from: " + e.getMessage(), e);
        }
    }
}
