package com.custom.pulsar.cli;

import com.custom.pulsar.operations.OffsetRecord;
import com.custom.pulsar.operations.SourcePause;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/** A record written while the source is stopped. Ctrl-C in between leaves the source started again. */
final class OffsetReplacement {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final ReachedRun run;
    private final PrintWriter out;

    OffsetReplacement(ReachedRun run, PrintWriter out) {
        this.run = run;
        this.out = out;
    }

    /**
     * Checks, stops the source, checks again, writes and starts the source.
     *
     * @param checked gives the record to write or throws; asked before the source is stopped, so that a record that is wrong costs
     *     nothing, and again once it is, when the slot moves no more
     */
    OffsetRecord write(Supplier<OffsetRecord> checked) {
        tell(run.title());
        var unused = checked.get();
        SourcePause pause = new SourcePause(run.pulsar(), run.pipeline(), this::tell);
        Thread interrupted = new Thread(() -> startAgain(pause), "pulsar-cdc-start-source");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try (pause) {
            pause.begin(STOP_LIMIT);
            OffsetRecord record = checked.get();
            run.offsets().write(record);
            return record;
        } finally {
            forget(interrupted);
        }
    }

    private void startAgain(SourcePause pause) {
        try {
            pause.close();
        } catch (RuntimeException e) {
            PulsarCdc.tell(e, out);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The end has begun, and the hook with it.
        }
    }

    private synchronized void tell(String line) {
        out.println(line);
        out.flush();
    }
}
