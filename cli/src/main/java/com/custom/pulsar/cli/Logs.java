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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
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
        Map<String, FollowedLog> logs = open(record.pipeline());
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
            components.addAll(
                    switch (owner) {
                        case source -> PulsarLabels.ofSources(pipeline);
                        case function -> List.of(PulsarLabels.ofFunction(pipeline));
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

    private Map<String, FollowedLog> open(Pipeline pipeline) throws IOException {
        Map<String, FollowedLog> logs = new LinkedHashMap<>();
        List<String> absent = new ArrayList<>();
        for (LogOwner owner : new TreeSet<>(processes.isEmpty() ? List.of(LogOwner.values()) : processes)) {
            if (!isHere(owner, pipeline)) {
                absent.add("the log of " + owner + " is not on this machine: the pipeline file names the server;"
                        + " where that is in a cluster, name it with --context");
                continue;
            }
            for (Map.Entry<String, Path> file : files(owner, pipeline).entrySet()) {
                if (!follow && !Files.exists(file.getValue())) {
                    absent.add("there is no " + file.getValue() + " yet: start it with up");
                    continue;
                }
                logs.put(file.getKey(), new FollowedLog(file.getValue(), lines));
            }
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

    /** Whose they are, in a word, and where. */
    private Map<String, Path> files(LogOwner owner, Pipeline pipeline) {
        RunLogs logs = new RunLogs(option.dataDirectory());
        String tenant = pipeline.topics().tenant();
        String namespace = pipeline.topics().namespace();
        return switch (owner) {
            case source -> {
                Map<String, Path> files = new LinkedHashMap<>();
                List<Pipeline> sources = pipeline.perSource();
                for (Pipeline source : sources) {
                    String name = source.source().name();
                    files.put(sources.size() == 1 ? owner.name() : name, logs.instance(tenant, namespace, name));
                }
                yield files;
            }
            case function ->
                Map.of(
                        owner.name(),
                        logs.instance(tenant, namespace, pipeline.enrichment().name()));
            case pulsar -> Map.of(owner.name(), logs.pulsar());
            case postgres -> Map.of(owner.name(), logs.postgres());
        };
    }

    /** Whether anything was written. */
    private static boolean printNext(Map<String, FollowedLog> logs) throws IOException {
        boolean printed = false;
        for (Map.Entry<String, FollowedLog> log : logs.entrySet()) {
            List<String> next = log.getValue().next();
            print(logs, log.getKey(), next);
            printed |= !next.isEmpty();
        }
        return printed;
    }

    private static void print(Map<String, FollowedLog> logs, String owner, List<String> next) {
        String whose = logs.size() == 1 ? "" : String.format(Locale.ROOT, "%-8s ", owner);
        next.forEach(line -> System.out.println(whose + line));
    }
}
