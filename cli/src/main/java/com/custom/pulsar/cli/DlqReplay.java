package com.custom.pulsar.cli;

import com.custom.pulsar.operations.DeadLetterReplay;
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

/** Dead letters given to the function once more. */
@Command(
        name = "replay",
        description = {
            "Give dead letters to the function once more, after what was wrong is mended. list does not tell of them any more; one that fails"
                    + " again comes back as a new letter.",
            "The events go through a topic that only the function reads, in their order. One that is cut off can be run again, and repeats"
                    + " nothing.",
            "An event may be older than what there is of its row by now: see cdc.lsn."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  pulsar-cdc dlq replay --reason RULE_FAILED --table public.orders --dry-run",
            "  pulsar-cdc dlq replay --reason RULE_FAILED --table public.orders --yes"
        })
final class DlqReplay implements Callable<Integer> {
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
            AtomicInteger impossible = new AtomicInteger();
            var unused = new DeadLetterTopics(run.pulsar(), run.pipeline().names())
                    .read(false, letters.filter(run.pipeline(), Instant.now()), letter -> {
                        if (DeadLetterReplay.isPossible(letter)) {
                            found.add(letter);
                        } else {
                            impossible.incrementAndGet();
                        }
                        return true;
                    });
            out.println(DeadLetterLine.sum(found.count(), found.countsByReason()));
            if (impossible.get() > 0) {
                out.println(
                        impossible + " more cannot be replayed, since their events are cut or not of this pipeline.");
            }
            if (found.count() == 0 || !consent.isGiven("replay them")) {
                out.println("Nothing was changed.");
                return found.count() == 0 || consent.isDryRun() ? 0 : 1;
            }
            AtomicInteger replayed = new AtomicInteger();
            try {
                new DeadLetterReplay(run.pulsar(), run.pipeline()).replay(found, letter -> replayed.incrementAndGet());
            } finally {
                out.println("Replayed " + replayed + ".");
                out.flush();
            }
            return 0;
        }
    }
}
