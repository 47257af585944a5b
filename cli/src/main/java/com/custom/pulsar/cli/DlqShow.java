package com.custom.pulsar.cli;

import com.custom.pulsar.operations.DeadLetter;
import com.custom.pulsar.operations.DeadLetterFilter;
import com.custom.pulsar.operations.DeadLetterTopics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One dead letter, whole. */
@Command(
        name = "show",
        description = {
            "Print dead letters whole, a line of JSON each, as tail --dlq does: {\"topic\":…,\"key\":…,\"event\":…,\"properties\":{…}}.",
            "Nothing is changed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  pulsar-cdc dlq show 12:0 > letter.jsonl; pulsar-cdc try shop/pipeline.yaml --events letter.jsonl"
        })
final class DlqShow implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Which ones, by the ids that list shows first.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private Set<String> ids;

    @Mixin
    private final RunOption option = new RunOption();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ReachedRun run = option.open(spec.commandLine().getErr())) {
            List<String> left = new ArrayList<>(ids);
            DeadLetterFilter filter =
                    new DeadLetterFilter(Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), ids);
            var unused = new DeadLetterTopics(run.pulsar(), run.pipeline().names())
                    .read(true, filter, letter -> print(out, letter, left));
            out.flush();
            if (!left.isEmpty()) {
                throw new IllegalStateException("There is no dead letter " + String.join(", ", left)
                        + " in the pipeline " + run.pipeline().name() + "; dlq list --all shows those that there are.");
            }
            return 0;
        }
    }

    private static boolean print(PrintWriter out, DeadLetter letter, List<String> left) {
        out.println(EventLine.deadLetterJson(letter.message()));
        left.remove(letter.id());
        return !left.isEmpty();
    }
}
