package com.custom.pulsar.benchmarks;

import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.DeploymentTarget;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The pipeline that captures a stage's tables.
 *
 * @param properties for Debezium, beside what the pipeline sets
 */
record StagePipeline(Stage stage, Connector connector, Map<String, String> properties) {
    StagePipeline {
        properties = Map.copyOf(properties);
    }

    Pipeline read() {
        Path file = stage.servers().directory().root().resolve(stage.name() + ".yaml");
        try {
            Files.writeString(file, """
                    apiVersion: pulsar-cdc/v1
                    name: %1$s
                    topics: { prefix: %1$s }
                    source:
                      name: %1$s-source
                      connector: %2$s
                      postgres: { database: %3$s }
                      tables: [ %4$s ]
                      properties: { %5$s }
                    enrichment:
                      name: %1$s-enrichment
                      metadata: { team: crm }
                    """.formatted(
                            stage.name(), connector.text(), Servers.DATABASE, stage.tables(), propertiesText()));
        } catch (IOException e) {
            throw new BenchmarkException("Cannot write " + file + ": " + e.getMessage(), e);
        }
        return PipelineFile.read(file);
    }

    DeploymentTarget target() {
        return new DeploymentTarget.Local(Optional.of(new DeploymentTarget.EmbeddedPostgres(
                stage.servers().postgres().host(),
                stage.servers().postgres().port(),
                Servers.ROLE,
                Servers.PASSWORD_VARIABLE)));
    }

    private String propertiesText() {
        return properties.entrySet().stream()
                .map(property -> property.getKey() + ": \"" + property.getValue() + "\"")
                .collect(Collectors.joining(", "));
    }
}
