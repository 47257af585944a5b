package com.custom.pulsar.benchmarks;

import com.custom.pulsar.pipeline.DeploymentTarget;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.PulsarConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.io.SourceConfig;

/** The source of this project as a pipeline runs it, with or without the enrichment function beside it. */
final class ThisSource implements Contender {
    private final String connector;
    private final Optional<String> function;
    private final Map<String, String> properties;

    /**
     * @param connector URL of the NAR
     * @param function URL of the jar; the enriched topics are measured then, otherwise the raw ones
     * @param properties for Debezium, beside what the pipeline sets
     */
    ThisSource(String connector, Optional<String> function, Map<String, String> properties) {
        this.connector = connector;
        this.function = function;
        this.properties = Map.copyOf(properties);
    }

    @Override
    public String name() {
        return function.isPresent() ? Results.ENRICHED : Results.THIS_SOURCE;
    }

    @Override
    public Running start(Stage stage) {
        Pipeline pipeline = pipeline(stage);
        DeploymentTarget target = new DeploymentTarget.Local(Optional.of(new DeploymentTarget.EmbeddedPostgres(
                stage.servers().postgres().host(),
                stage.servers().postgres().port(),
                Servers.ROLE,
                Servers.PASSWORD_VARIABLE)));
        SourceConfig source = PulsarConfigurations.source(pipeline, target);
        FunctionConfig enrichment = PulsarConfigurations.function(pipeline);
        PulsarAdmin admin = stage.servers().connection().admin();
        try {
            if (function.isPresent()) {
                admin.functions().createFunctionWithUrl(enrichment, function.get());
            }
            admin.sources().createSourceWithUrl(source, connector);
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar refuses it: " + e.getMessage(), e);
        }
        return new RunningSource(
                stage,
                source.getName(),
                function.isPresent() ? Optional.of(enrichment.getName()) : Optional.empty(),
                shape ->
                        function.isPresent() ? pipeline.names().enrichedTopic(stage.topic(shape)) : stage.topic(shape));
    }

    private Pipeline pipeline(Stage stage) {
        Path file = stage.servers().directory().root().resolve(stage.name() + ".yaml");
        try {
            Files.writeString(file, """
                    apiVersion: pulsar-cdc/v1
                    name: %1$s
                    topics: { prefix: %1$s }
                    source:
                      name: %1$s-source
                      postgres: { database: %2$s }
                      tables: [ %3$s ]
                      properties: { %4$s }
                    enrichment:
                      name: %1$s-enrichment
                      metadata: { team: crm }
                    """.formatted(stage.name(), Servers.DATABASE, stage.tables(), propertiesText()));
        } catch (IOException e) {
            throw new BenchmarkException("Cannot write " + file + ": " + e.getMessage(), e);
        }
        return PipelineFile.read(file);
    }

    private String propertiesText() {
        return properties.entrySet().stream()
                .map(property -> property.getKey() + ": \"" + property.getValue() + "\"")
                .collect(Collectors.joining(", "));
    }
}
