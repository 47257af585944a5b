package com.custom.pulsar.benchmarks;

import com.custom.pulsar.pipeline.Connector;
import com.custom.pulsar.pipeline.PulsarConfigurations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.io.SourceConfig;

/** The connector that Pulsar ships, with the settings that a pipeline gives it, which are those that make it fastest. */
final class ShippedConnector implements Contender {
    private final String connector;

    /** @param connector URL of its NAR */
    ShippedConnector(String connector) {
        this.connector = connector;
    }

    @Override
    public String name() {
        return Results.SHIPPED_CONNECTOR;
    }

    @Override
    public Running start(Stage stage) {
        StagePipeline pipeline = new StagePipeline(stage, Connector.BUILTIN, Map.of());
        SourceConfig config = PulsarConfigurations.source(pipeline.read(), pipeline.target());
        Map<String, Object> settings = new LinkedHashMap<>(config.getConfigs());
        // Of a database that ends with the benchmark, so it need not stay secret.
        settings.put("database.password", stage.servers().password());
        config.setConfigs(settings);
        try {
            stage.servers().connection().admin().sources().createSourceWithUrl(config, connector);
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar refuses it: " + e.getMessage(), e);
        }
        return new RunningSource(stage, config.getName(), Optional.empty(), stage::topic);
    }
}
