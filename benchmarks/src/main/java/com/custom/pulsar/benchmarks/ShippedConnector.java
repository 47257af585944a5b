package com.custom.pulsar.benchmarks;

import com.custom.pulsar.pipeline.PulsarConfigurations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.functions.Resources;
import org.apache.pulsar.common.io.SourceConfig;

/** The connector that Pulsar ships, with the settings that make it fastest; it ignores those that are not text. */
final class ShippedConnector implements Contender {
    private static final long RAM_BYTES = 512L * 1024 * 1024;

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
        SourceConfig config = SourceConfig.builder()
                .tenant("public")
                .namespace("default")
                .name(stage.name() + "-shipped")
                .className(PulsarConfigurations.SHIPPED_SOURCE_CLASS)
                .topicName("persistent://public/default/" + stage.name())
                .parallelism(1)
                .processingGuarantees(FunctionConfig.ProcessingGuarantees.ATLEAST_ONCE)
                .resources(Resources.builder().cpu(1.0).ram(RAM_BYTES).build())
                .configs(settings(stage))
                .build();
        try {
            stage.servers().connection().admin().sources().createSourceWithUrl(config, connector);
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar refuses it: " + e.getMessage(), e);
        }
        return new RunningSource(stage, config.getName(), Optional.empty(), stage::topic);
    }

    private static Map<String, Object> settings(Stage stage) {
        Servers servers = stage.servers();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("database.hostname", servers.postgres().host());
        settings.put("database.port", Integer.toString(servers.postgres().port()));
        settings.put("database.user", Servers.ROLE);
        settings.put("database.password", servers.password());
        settings.put("database.dbname", Servers.DATABASE);
        settings.put("database.server.name", stage.name());
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", stage.slot());
        settings.put("publication.name", stage.publication());
        settings.put("publication.autocreate.mode", "disabled");
        settings.put("snapshot.mode", "initial");
        settings.put("table.include.list", stage.tables());
        settings.put("decimal.handling.mode", "string");
        settings.put("poll.interval.ms", "10");
        settings.put("max.batch.size", "8192");
        settings.put("max.queue.size", "32768");
        settings.put("pulsar.service.url", servers.pulsar().endpoint().serviceUrl());
        settings.put(
                "database.history.pulsar.service.url",
                servers.pulsar().endpoint().serviceUrl());
        settings.put("database.history.pulsar.topic", stage.name() + "-history");
        settings.put("offset.storage.topic", stage.name() + "-shipped-offsets");
        return settings;
    }
}
