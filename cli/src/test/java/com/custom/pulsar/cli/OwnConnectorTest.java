package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnConnectorTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void whatTheShippedConnectorCannotDoIsRefusedWithAWayOut() throws IOException {
        Pipeline builtin = pipeline("builtin");

        assertThatThrownBy(() -> OwnConnector.requireForOffsets(builtin))
                .hasMessageStartingWith(
                        "The pipeline shop uses the connector that Pulsar ships (connector: builtin), which stores its position")
                .hasMessageEndingWith(
                        "pulsar-cdc offsets import --from-shipped --topic public/default/debezium-postgres-source-debezium-offset-topic.");
        assertThatThrownBy(() -> OwnConnector.requireForSnapshot(builtin))
                .hasMessageContaining("cannot be asked for single tables")
                .hasMessageContaining("signal.data.collection");
    }

    @Test
    void thisProjectsSourceCanDoAll() throws IOException {
        Pipeline own = pipeline("pulsar-cdc");

        assertThatCode(() -> {
                    OwnConnector.requireForOffsets(own);
                    OwnConnector.requireForSnapshot(own);
                })
                .doesNotThrowAnyException();
    }

    private Pipeline pipeline(String connector) throws IOException {
        return PipelineFile.read(Files.writeString(
                folder.resolve("pipeline.yaml"),
                "apiVersion: pulsar-cdc/v1\nname: shop\nsource: { tables: [ public.items ], connector: " + connector
                        + " }\n"));
    }
}
