package com.custom.pulsar.cli;

import com.custom.pulsar.operations.DeadLetterPurge;
import com.custom.pulsar.operations.DeadLetterSelection;
import com.custom.pulsar.operations.DeadLetterTopics;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Dead letters let go. */
@Command(
        name = "purge",
        description = {
            "Let go of dead letters: list does not tell of them any more, nothing keeps them, and Pulsar deletes them when"
                    + " topics.retention is over.",
            "Their events are then on the raw topics only, as long as these are kept."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  pulsar-cdc dlq purge --reason NOT_JSON --to 7d --dry-run",
            "  pulsar-cdc dlq purge --reason NOT_JSON --to 7d --yes"
        })
final class DlqPurge implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Mixin
    private final DeadLetterOption letters = new DeadLetterOption();

    @Mixin
    private final ConsentOption consent = new ConsentOption();

    @Mixin
    private final RunOption option = new RunOption();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ReachedRun run = option.open(out)) {
            out.println(run.title());
            DeadLetterSelection found = new DeadLetterSelection();
            var unused = new DeadLetterTopics(run.pulsar(), run.pipeline().names())
                    .read(false, letters.filter(run.pipeline(), Instant.now()), letter -> {
                        found.add(letter);
                        return true;
                    });
            out.println(DeadLetterLine.sum(found.count(), found.countsByReason()));
            if (found.count() == 0 || !consent.isGiven("purge them")) {
                out.println("Nothing was changed.");
                return found.count() == 0 || consent.isDryRun() ? 0 : 1;
            }
            AtomicInteger purged = new AtomicInteger();
            try {
                new DeadLetterPurge(run.pulsar(), run.pipeline().names())
                        .purge(found, letter -> purged.incrementAndGet());
            } finally {
                out.println("Purged " + purged + ".");
                out.flush();
            }
            return 0;
        }
    }
}
