package com.custom.pulsar.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The dead letters: looked at and dealt with. */
@Command(
        name = "dlq",
        description = "List, show, replay or purge dead letters: what is no event, and what a rule failed on.",
        mixinStandardHelpOptions = true,
        subcommands = {DlqList.class, DlqShow.class, DlqReplay.class, DlqPurge.class},
        footer = {"", "Example:", "  pulsar-cdc dlq list --reason RULE_FAILED --table public.orders"})
final class Dlq implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, show, replay or purge.");
    }
}
