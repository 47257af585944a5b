package com.custom.pulsar.cli;

import com.custom.pulsar.local.FileTrouble;
import com.custom.pulsar.operations.OffsetDocument;
import com.custom.pulsar.operations.OffsetRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The stored position as a document. */
@Command(
        name = "export",
        description = "Write the stored position as JSON, to be kept and imported. Nothing is changed.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  pulsar-cdc offsets export position.json"})
final class OffsetsExport implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Default: standard output.")
    private @Nullable Path file;

    @Mixin
    private final RunOption option = new RunOption();

    @Mixin
    private final SourceOption source = new SourceOption();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ReachedRun whole =
                option.openForOffsets(file == null ? spec.commandLine().getErr() : out)) {
            ReachedRun run = source.of(whole);
            OffsetRecord record = run.offsets()
                    .newest()
                    .orElseThrow(() -> new IllegalStateException(
                            "Nothing is stored in " + run.offsets().topic() + " yet: there is nothing to export."));
            String document = OffsetDocument.of(run.pipeline(), record, Instant.now());
            if (file == null) {
                out.println(document);
            } else {
                write(file, document);
                out.println("Wrote " + file + ".");
            }
            out.flush();
            return 0;
        }
    }

    private static void write(Path file, String document) {
        try {
            Files.writeString(file, document + System.lineSeparator());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot write " + file + " (" + FileTrouble.of(e) + "): name another file.", e);
        }
    }
}
