package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisteredSourceTest {
    private static final String DATABASE = "db.example.com:5433/shop";

    @TempDir
    private Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void readsAPipeline() throws IOException {
        pipeline = PipelineFile.read(Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: shop
                source:
                  postgres: { hostname: db.example.com, port: 5433, database: shop, user: cdc, password: { env: P } }
                  tables: [ public.orders ]
                """));
    }

    @Test
    void aSourceIsThePipelinesBySlotAndDatabase() {
        assertThat(new RegisteredSource("pulsar_cdc_shop", DATABASE).isOf(pipeline))
                .isTrue();
        assertThat(new RegisteredSource("debezium", DATABASE).isOf(pipeline)).isFalse();
        assertThat(new RegisteredSource("pulsar_cdc_shop", "db.example.com:5432/shop").isOf(pipeline))
                .isFalse();
    }

    @Test
    void aFileThatWasEditedToAnotherSlotIsRefusedWithWhatToDo() {
        assertThatCode(() -> new RegisteredSource("pulsar_cdc_shop", DATABASE).requireSameSlot(pipeline))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new RegisteredSource("debezium", DATABASE).requireSameSlot(pipeline))
                .isInstanceOf(OperationException.class)
                .hasMessage("the source debezium-postgres-source reads the slot debezium, and the pipeline file names"
                        + " pulsar_cdc_shop, which would begin with a snapshot while the other keeps PostgreSQL's log until its"
                        + " disk is full; give source.postgres.slot: debezium, or undeploy with the file as it was, and deploy"
                        + " then");
    }
}
