package com.custom.pulsar.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What makes a shell complete verbs and options. */
@Command(
        name = "completion",
        description = "Print a script that makes bash or zsh complete verbs, options and their values.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  pulsar-cdc completion > ~/.pulsar-cdc-completion   then: source ~/.pulsar-cdc-completion",
            "  source <(pulsar-cdc completion)                    for this shell only"
        })
final class Completion implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(root.name(), root.commandLine()));
        out.flush();
        return 0;
    }
}
