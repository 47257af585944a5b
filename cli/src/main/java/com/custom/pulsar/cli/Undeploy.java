package com.custom.pulsar.cli;

import java.io.Console;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A pipeline out of a Kubernetes cluster. */
@Command(
        name = "undeploy",
        description = {
            "Take a pipeline out of a Kubernetes cluster: source and function, its network policy and its disruption budget.",
            "Topics are kept unless --delete-topics is said. The slot and the source's position go together: with --keep-slot both"
                    + " stay, and deploy goes on where the source was, while PostgreSQL keeps its log for it; with --drop-slot both"
                    + " go. A slot that is not written down as this pipeline's, or that somebody reads, is never dropped."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C, 143 by SIGTERM; then again: the rest.",
            "",
            "Examples:",
            "  pulsar-cdc undeploy shop/pipeline.yaml --keep-slot",
            "  pulsar-cdc undeploy shop/pipeline.yaml --drop-slot --delete-topics"
        })
final class Undeploy implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline file, as it was deployed.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private Path file;

    /** What becomes of the slot, where it is said. */
    static final class Slot {
        @Option(
                names = "--drop-slot",
                description =
                        "Drop the replication slot, and delete the source's position. PostgreSQL is reached from here, or through a"
                                + " pod of the cluster.")
        private boolean drop;

        @Option(names = "--keep-slot", description = "Keep the replication slot and the source's position.")
        @SuppressWarnings("UnusedVariable") // That it was said is what counts: one of the two has to be.
        private boolean keep;
    }

    @ArgGroup
    private @Nullable Slot slot;

    @Option(
            names = "--delete-topics",
            description = "Delete the topics of events, enriched events and dead letters, with all that they hold.")
    private boolean deleteTopics;

    @Mixin
    private final ClusterOption option = new ClusterOption();

    @Override
    public Integer call() {
        boolean dropSlot = slot == null ? isDropWanted() : slot.drop;
        return new ClusterDeployment(file, option, spec.commandLine()).undeploy(dropSlot, deleteTopics);
    }

    // The launcher sets jdk.console, so that newer JDKs too give a console only where there is a terminal.
    @SuppressWarnings("SystemConsoleNull")
    private boolean isDropWanted() {
        Console console = System.console();
        if (console == null) {
            throw new ParameterException(
                    spec.commandLine(), "There is no terminal to ask on: say --drop-slot or --keep-slot.");
        }
        while (true) {
            String answer =
                    console.readLine("Drop the replication slot and the source's position, or keep both? [drop/keep] ");
            if (answer == null) {
                throw new ParameterException(spec.commandLine(), "Say --drop-slot or --keep-slot.");
            }
            String word = answer.strip().toLowerCase(Locale.ROOT);
            if (word.equals("drop") || word.equals("keep")) {
                return word.equals("drop");
            }
        }
    }
}
