package com.custom.pulsar.cli;

import com.custom.pulsar.local.FileTrouble;
import com.custom.pulsar.operations.OffsetDocument;
import com.custom.pulsar.operations.OffsetImport;
import com.custom.pulsar.operations.OffsetRecord;
import com.custom.pulsar.operations.ShippedTakeover;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A position put in the place of the stored one. */
@Command(
        name = "import",
        description = {
            "Put a position that export wrote in the place of the stored one, and let the source go on from there.",
            "The source is stopped meanwhile. What was published since that position is published again, in a new producer"
                    + " epoch. A position that the slot has passed is refused: what lies between is gone."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  pulsar-cdc offsets import position.json",
            "  pulsar-cdc offsets import --from-shipped --topic public/default/NAME-debezium-offset-topic --pipeline shop.yaml"
        })
final class OffsetsImport implements Callable<Integer> {
    private static final int LARGEST_BYTES = 1024 * 1024;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "What export wrote; - is standard input.")
    private @Nullable Path file;

    @Option(
            names = "--from-shipped",
            description =
                    "Take over from the connector that Pulsar ships, without a new snapshot; it is stopped and stays so.")
    private boolean fromShipped;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description =
                    "With --from-shipped: its offset.storage.topic, by default its name and -debezium-offset-topic.")
    private @Nullable String topic;

    @Mixin
    private final RunOption option = new RunOption();

    @Mixin
    private final SourceOption source = new SourceOption();

    @Override
    public Integer call() {
        String shippedTopic = topic;
        Path exported = file;
        if (fromShipped && shippedTopic != null && exported == null) {
            return takeOver(shippedTopic.contains("://") ? shippedTopic : "persistent://" + shippedTopic);
        }
        if (fromShipped || shippedTopic != null || exported == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Name the file that export wrote, or - for standard input; or give --from-shipped with the connector's"
                            + " offset topic as --topic.");
        }
        OffsetDocument document = OffsetDocument.read(read(exported));
        try (ReachedRun whole = option.openForOffsets(spec.commandLine().getOut())) {
            ReachedRun run = source.of(whole);
            SourceOption.requireOf(whole.pipeline(), run.pipeline(), document);
            return write(run, () -> checked(run, document.record()));
        }
    }

    private int takeOver(String shippedTopic) {
        try (ReachedRun whole = option.openForOffsets(spec.commandLine().getOut());
                Connection connection = whole.connect()) {
            ReachedRun run = source.of(whole);
            ShippedTakeover takeover = new ShippedTakeover(run.pulsar(), run.pipeline(), shippedTopic, this::tell);
            takeover.stopConnector(STOP_LIMIT);
            OffsetRecord record = takeover.position(connection);
            int exit = write(run, () -> checked(run, record));
            tell("The pipeline goes on with slot " + run.pipeline().names().slot() + " and publication "
                    + run.pipeline().names().publication() + ", which must stay in its file.");
            return exit;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "PostgreSQL cannot be asked for the slot: " + e.getMessage() + ". Nothing was taken over.", e);
        }
    }

    private int write(ReachedRun run, Supplier<OffsetRecord> checked) {
        OffsetRecord record = new OffsetReplacement(run, spec.commandLine().getOut()).write(checked);
        tell("The position is now " + record.position().orElseThrow().lsn() + ".");
        return 0;
    }

    private static OffsetRecord checked(ReachedRun run, OffsetRecord given) {
        try {
            return OffsetImport.checked(given, run.pipeline(), run.slot());
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "PostgreSQL cannot be asked whether it still has what follows the position: " + e.getMessage()
                            + ". Nothing was changed.",
                    e);
        }
    }

    private static byte[] read(Path file) {
        try (InputStream in = file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST_BYTES + 1);
            if (content.length > LARGEST_BYTES) {
                throw new IllegalStateException(file + " is larger than 1 MiB: give what export wrote.");
            }
            return content;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot read " + file + " (" + FileTrouble.of(e) + "): name a file that export wrote.", e);
        }
    }

    private void tell(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
