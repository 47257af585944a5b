package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.deploy.PulsarLabels;
import com.custom.pulsar.local.FollowedLog;
import com.custom.pulsar.local.RunLogs;
import com.custom.pulsar.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the processes of a run log. */
@Command(
        name = "logs",
        description = {
            "Print the end of the logs of the local run, and with --follow what is written to them, until Ctrl-C.",
            "Of several logs each line begins with whose it is.",
            "With --context those of the pods of source and function, through the Kubernetes API; with --follow also of the pods that"
                    + " take their place."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  pulsar-cdc logs source --follow",
            "  pulsar-cdc logs --lines 20             the end of all four",
            "  pulsar-cdc logs function --follow --context kind-dev --pipeline shop/pipeline.yaml"
        })
final class Logs implements Callable<Integer> {
    private static final long POLL_MILLIS = 200;

    /** Who logs. */
    enum LogOwner {
        source,
        function,
        pulsar,
        postgres
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "source|function|pulsar|postgres",
            description = "Whose logs; none means all that are on this machine.")
    private List<LogOwner> processes = new ArrayList<>();

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many of the last lines of each (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Option(names = "--follow", description = "Go on with what is written, until Ctrl-C.")
    private boolean follow;

    @Mixin
    private final RunOption option = new RunOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (lines < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--lines " + lines + " is no number of lines: give 0 or more.");
        }
        RunRecord record = option.record();
        if (option.isInCluster()) {
            printPods(record);
            return 0;
        }
        Map<LogOwner, FollowedLog> logs = open(record.pipeline());
        boolean ended = false;
        while (!ended) {
            boolean printed = printNext(logs);
            // An error on standard output: nobody reads any more what is printed.
            ended = StandardStreams.OUT.checkError() || !(printed || follow);
            if (!printed && !ended) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        logs.forEach((owner, log) -> print(logs, owner, log.rest()));
        return 0;
    }

    private void printPods(RunRecord record) throws IOException, InterruptedException {
        Pipeline pipeline = record.pipeline();
        List<PulsarLabels> components = new ArrayList<>();
        for (LogOwner owner : processes.isEmpty() ? List.of(LogOwner.source, LogOwner.function) : processes) {
            components.add(
                    switch (owner) {
                        case source -> PulsarLabels.ofSource(pipeline);
                        case function -> PulsarLabels.ofFunction(pipeline);
                        case pulsar, postgres ->
                            throw new ParameterException(
                                    spec.commandLine(),
                                    "In a cluster " + owner + " is not the pipeline's: see kubectl logs.");
                    });
        }
        PrintWriter err = spec.commandLine().getErr();
        try (ClusterPlace place = option.place(record, err)) {
            ClusterLogs logs = new ClusterLogs(place, lines, System.out, err);
            if (follow) {
                logs.follow(components);
            } else {
                logs.print(components, processes.isEmpty());
            }
        }
    }

    private Map<LogOwner, FollowedLog> open(Pipeline pipeline) throws IOException {
        Map<LogOwner, FollowedLog> logs = new EnumMap<>(LogOwner.class);
        List<String> absent = new ArrayList<>();
        for (LogOwner owner : processes.isEmpty() ? List.of(LogOwner.values()) : processes) {
            if (!isHere(owner, pipeline)) {
                absent.add("the log of " + owner + " is not on this machine: the pipeline file names the server;"
                        + " where that is in a cluster, name it with --context");
                continue;
            }
            Path file = file(owner, pipeline);
            if (!follow && !Files.exists(file)) {
                absent.add("there is no " + file + " yet: start it with up");
                continue;
            }
            logs.put(owner, new FollowedLog(file, lines));
        }
        if (logs.isEmpty() || (!processes.isEmpty() && !absent.isEmpty())) {
            throw new IllegalStateException(String.join("\n", absent));
        }
        return logs;
    }

    private static boolean isHere(LogOwner owner, Pipeline pipeline) {
        return owner == LogOwner.postgres
                ? pipeline.source().postgres().server().isEmpty()
                : pipeline.pulsar().isEmpty();
    }

    private Path file(LogOwner owner, Pipeline pipeline) {
        RunLogs logs = new RunLogs(option.dataDirectory());
        String tenant = pipeline.topics().tenant();
        String namespace = pipeline.topics().namespace();
        return switch (owner) {
            case source -> logs.instance(tenant, namespace, pipeline.source().name());
            case function ->
                logs.instance(tenant, namespace, pipeline.enrichment().name());
            case pulsar -> logs.pulsar();
            case postgres -> logs.postgres();
        };
    }

    /** Whether anything was written. */
    private static boolean printNext(Map<LogOwner, FollowedLog> logs) throws IOException {
        boolean printed = false;
        for (Map.Entry<LogOwner, FollowedLog> log : logs.entrySet()) {
            List<String> next = log.getValue().next();
            print(logs, log.getKey(), next);
            printed |= !next.isEmpty();
        }
        return printed;
    }

    private static void print(Map<LogOwner, FollowedLog> logs, LogOwner owner, List<String> next) {
        String whose = logs.size() == 1 ? "" : String.format(Locale.ROOT, "%-9s", owner);
        next.forEach(line -> System.out.println(whose + line));
    }
}
