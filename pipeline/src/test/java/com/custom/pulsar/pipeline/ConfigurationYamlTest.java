package com.custom.pulsar.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.io.SourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationYamlTest {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @TempDir
    Path folder;

    @Test
    void whatIsReadBackIsWhatUpWouldDeploy() throws IOException {
        Pipeline pipeline = pipeline("{ secret: shop-db, key: password }");

        SourceConfig source = YAML.readValue(ConfigurationYaml.source(pipeline), SourceConfig.class);
        FunctionConfig function = YAML.readValue(ConfigurationYaml.function(pipeline), FunctionConfig.class);

        assertThat(YAML.writeValueAsString(source))
                .isEqualTo(
                        YAML.writeValueAsString(PulsarConfigurations.source(pipeline, new DeploymentTarget.Cluster())));
        assertThat(YAML.writeValueAsString(function))
                .isEqualTo(YAML.writeValueAsString(PulsarConfigurations.function(pipeline)));
    }

    @Test
    void theSourceSaysWhereThePasswordIs() throws IOException {
        assertThat(ConfigurationYaml.source(pipeline("{ secret: shop-db, key: password }")))
                .contains("  database.password: \"${secret:database_password}\"\n")
                .contains("""
                        secrets:
                          database_password:
                        """)
                .contains("path: shop-db");
        assertThat(ConfigurationYaml.source(pipeline("{ env: SHOP_PASSWORD }")))
                .contains("  database.password: \"${env:SHOP_PASSWORD}\"\n")
                .doesNotContain("secrets:");
    }

    @Test
    void anEmbeddedPostgresCannotBeRendered() throws IOException {
        Path file = Files.writeString(
                folder.resolve("embedded.yaml"),
                "{ apiVersion: pulsar-cdc/v1, name: shop, source: { tables: [ public.orders ] } }");

        assertThatThrownBy(() -> ConfigurationYaml.source(PipelineFile.read(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("source.postgres.hostname is missing");
    }

    private Pipeline pipeline(String password) throws IOException {
        return PipelineFile.read(Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: shop
                source:
                  tables: [ public.customers, /public\\.order.*/ ]
                  postgres: { hostname: db.example.com, database: shop, user: cdc, password: %s }
                  properties: { snapshot.fetch.size: 2000, time.precision.mode: connect, "decimal.handling.mode": "string" }
                enrichment: { metadata: { team: crm, "a: b": "yes" } }
                """.formatted(password)));
    }
}
