package com.custom.pulsar.cli;

import com.custom.pulsar.operations.DeadLetterFilter;
import com.custom.pulsar.operations.DeadLetterSelection;
import com.custom.pulsar.operations.DeadLetterTopics;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the dead letters are. */
@Command(
        name = "list",
        description = {
            "Tell the dead letters that nobody has dealt with: id, time, reason, topic, key, and what is wrong.",
            "Nothing is changed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  pulsar-cdc dlq list",
            "  pulsar-cdc dlq list --reason RULE_FAILED --table public.orders --from 1d",
            "  pulsar-cdc dlq list --output json | jq .detail"
        })
final class DlqList implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Mixin
    private final DeadLetterOption letters = new DeadLetterOption();

    @Option(names = "--all", description = "Also those that somebody has dealt with, as long as Pulsar keeps them.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many lines (default: ${DEFAULT-VALUE}); the sum counts them all.")
    private int limit;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final RunOption option = new RunOption();

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--limit: " + limit + " is no number of lines; use 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (ReachedRun run = option.open(output.isJson() ? spec.commandLine().getErr() : out)) {
            DeadLetterFilter filter = letters.filter(run.pipeline(), Instant.now());
            DeadLetterSelection found = new DeadLetterSelection();
            var unused = new DeadLetterTopics(run.pulsar(), run.pipeline().names()).read(all, filter, letter -> {
                found.add(letter);
                if (found.count() <= limit) {
                    out.println(output.isJson() ? DeadLetterLine.json(letter) : DeadLetterLine.text(letter));
                }
                return !output.isJson() || found.count() < limit;
            });
            if (!output.isJson()) {
                if (found.count() > limit) {
                    out.println("… and " + (found.count() - limit) + " more; --limit shows them");
                }
                out.println(DeadLetterLine.sum(found.count(), found.countsByReason()));
            }
            out.flush();
            return 0;
        }
    }
}
