package com.custom.pulsar.benchmarks;

import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PulsarConfigurations;
import java.util.Map;
import java.util.Optional;
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
        StagePipeline deployed = new StagePipeline(stage, Connector.PULSAR_CDC, properties);
        Pipeline pipeline = deployed.read();
        SourceConfig source = PulsarConfigurations.source(pipeline, deployed.target());
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
}
