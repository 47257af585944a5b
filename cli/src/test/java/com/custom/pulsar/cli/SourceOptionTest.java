package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.operations.OffsetDocument;
import com.custom.pulsar.operations.OffsetImport;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SourceOptionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void oneSourceNeedsNoName() throws IOException {
        Pipeline one = pipeline("");

        assertThat(option().chosen(one)).isEqualTo(one);
        assertThat(option("--source", "debezium-postgres-source").chosen(one)).isEqualTo(one);
        assertThatThrownBy(() -> option("--source", "x\u001b[2J").chosen(one))
                .hasMessage("The pipeline shop has no source x\\u001b[2J: give --source with one of"
                        + " debezium-postgres-source.");
    }

    @Test
    void ofSeveralOneIsNamed() throws IOException {
        Pipeline several = pipeline(", split: { orders: [ public.orders ] }");

        assertThat(option("--source", "debezium-postgres-source-orders")
                        .chosen(several)
                        .names()
                        .slot())
                .isEqualTo("pulsar_cdc_shop_orders");
        assertThatThrownBy(() -> option().chosen(several))
                .hasMessage("The pipeline shop has several sources: give --source with one of debezium-postgres-source,"
                        + " debezium-postgres-source-orders.");
    }

    @Test
    void thePositionOfAnotherSourceOfThePipelineIsRefused() throws IOException {
        Pipeline several = pipeline(", split: { orders: [ public.orders ] }");
        Pipeline first = several.perSource().get(0);

        assertThatThrownBy(() ->
                        SourceOption.requireOf(several, first, document(several, "debezium-postgres-source-orders")))
                .hasMessage("The position is of the source debezium-postgres-source-orders, not of"
                        + " debezium-postgres-source: say --source debezium-postgres-source-orders.");
        // One whose name has changed meanwhile is known by its slot alone.
        assertThatCode(() -> {
                    SourceOption.requireOf(several, first, document(several, "former-name"));
                    SourceOption.requireOf(several, first, document(several, "debezium-postgres-source"));
                })
                .doesNotThrowAnyException();
    }

    private static OffsetDocument document(Pipeline pipeline, String source) {
        return new OffsetDocument("shop", source, "slot", OffsetImport.reset(pipeline));
    }

    private static SourceOption option(String... arguments) {
        SourceOption option = new SourceOption();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("source", CommandLine.Model.CommandSpec.forAnnotatedObject(option)))
                .parseArgs(arguments);
        return option;
    }

    private Pipeline pipeline(String rest) throws IOException {
        return PipelineFile.read(Files.writeString(
                folder.resolve("pipeline.yaml"),
                "apiVersion: pulsar-cdc/v1\nname: shop\nsource: { tables: [ public.customers ]" + rest + " }\n"));
    }
}
