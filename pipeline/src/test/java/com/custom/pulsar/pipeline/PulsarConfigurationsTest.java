package com.custom.pulsar.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.pipeline.DeploymentTarget.Cluster;
import com.custom.pulsar.pipeline.DeploymentTarget.EmbeddedPostgres;
import com.custom.pulsar.pipeline.DeploymentTarget.Local;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.functions.Resources;
import org.apache.pulsar.common.io.SourceConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PulsarConfigurationsTest {
    private static final Local EMBEDDED = new Local(
            Optional.of(new EmbeddedPostgres("127.0.0.1", 40001, "cdc_role", "PULSAR_CDC_POSTGRES_PASSWORD")));
    private static final Local LOCAL = new Local(Optional.empty());

    @Test
    void theSourceOfAnEmbeddedPostgresIsComplete() {
        SourceConfig config = PulsarConfigurations.source(pipeline(Optional.empty()), EMBEDDED);

        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("database.hostname", "127.0.0.1");
        expected.put("database.port", 40001);
        expected.put("database.user", "cdc_role");
        expected.put("database.password", "${env:PULSAR_CDC_POSTGRES_PASSWORD}");
        expected.put("database.dbname", "inventory");
        expected.put("topic.prefix", "dbserver1");
        expected.put("slot.name", "pulsar_cdc_crm_2");
        expected.put("publication.name", "pulsar_cdc_crm_2");
        expected.put("publication.autocreate.mode", "disabled");
        expected.put("plugin.name", "pgoutput");
        expected.put("snapshot.mode", "no_data");
        expected.put("table.include.list", "public\\.customers,public\\.a\\,b\\x20c,public\\.t{1\\,3}");
        expected.put("cdc.subscriptions", "cdc-enrichment");
        expected.put("cdc.retention.minutes", 60);
        expected.put("poll.interval.ms", 10L);
        assertThat(config)
                .isEqualTo(SourceConfig.builder()
                        .tenant("public")
                        .namespace("default")
                        .name("debezium-postgres-source")
                        .className("com.custom.pulsar.source.CdcSource")
                        .topicName("persistent://public/default/dbserver1")
                        .parallelism(1)
                        .processingGuarantees(FunctionConfig.ProcessingGuarantees.ATLEAST_ONCE)
                        .resources(new Resources(1.0, 512L * 1024 * 1024, null))
                        .configs(expected)
                        .build());
    }

    @Test
    void theConnectorThatPulsarShipsIsGivenTextOfItsOwnNamesAndNoPassword() {
        SourceConfig config = PulsarConfigurations.source(builtin(Optional.empty()), EMBEDDED);

        assertThat(config.getClassName()).isEqualTo("org.apache.pulsar.io.debezium.postgres.DebeziumPostgresSource");
        assertThat(config.getName()).isEqualTo("debezium-postgres-source");
        assertThat(config.getTopicName()).isEqualTo("persistent://public/default/dbserver1");
        assertThat(config.getProcessingGuarantees()).isEqualTo(FunctionConfig.ProcessingGuarantees.ATLEAST_ONCE);
        assertThat(config.getSecrets()).isNull();
        assertThat(config.getConfigs())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("database.hostname", "127.0.0.1"),
                        Map.entry("database.port", "40001"),
                        Map.entry("database.user", "cdc_role"),
                        Map.entry("database.dbname", "inventory"),
                        Map.entry("database.server.name", "dbserver1"),
                        Map.entry("topic.namespace", "public/default"),
                        Map.entry(
                                "offset.storage.topic",
                                "persistent://public/default/debezium-postgres-source-debezium-offset-topic"),
                        Map.entry("slot.name", "pulsar_cdc_crm_2"),
                        Map.entry("publication.name", "pulsar_cdc_crm_2"),
                        Map.entry("publication.autocreate.mode", "disabled"),
                        Map.entry("plugin.name", "pgoutput"),
                        Map.entry("snapshot.mode", "never"),
                        Map.entry("table.include.list", "public\\.customers"),
                        Map.entry("decimal.handling.mode", "precise"),
                        Map.entry("interval.handling.mode", "string"),
                        Map.entry("include.unknown.datatypes", "true"),
                        Map.entry("poll.interval.ms", "25"),
                        Map.entry("max.batch.size", "8192"),
                        Map.entry("max.queue.size", "32768"),
                        Map.entry("provide.transaction.metadata", "false")));
    }

    @Test
    void theConnectorThatPulsarShipsFindsItsPasswordAsASecretOfTheRuntimeElsewhere() {
        SourceConfig config = PulsarConfigurations.source(
                builtin(Optional.of(
                        new PostgresServer("h", 5432, "u", new SecretReference.ClusterSecret("postgres", "password")))),
                new Cluster());

        assertThat(config.getConfigs()).doesNotContainKey("database.password");
        assertThat(config.getSecrets())
                .isEqualTo(Map.of("database.password", Map.of("path", "postgres", "key", "password")));
    }

    @Test
    void severalInstancesHaveASourceThatSendsEventsOneByOne() {
        Pipeline one = pipeline(Optional.empty());
        Enrichment enrichment = one.enrichment();
        Pipeline three = new Pipeline(
                one.name(),
                one.pulsar(),
                one.topics(),
                one.source(),
                new Enrichment(enrichment.name(), enrichment.metadata(), 3, enrichment.rules(), enrichment.tables()));

        assertThat(PulsarConfigurations.function(three).getParallelism()).isEqualTo(3);
        assertThat(PulsarConfigurations.source(three, EMBEDDED).getConfigs()).containsEntry("cdc.batching", false);
        assertThat(PulsarConfigurations.source(one, EMBEDDED).getConfigs()).doesNotContainKey("cdc.batching");
    }

    @Test
    void theFunctionReadsWithAConsumerOfItsOwn() {
        FunctionConfig config = PulsarConfigurations.function(pipeline(Optional.empty()));

        assertThat(config)
                .isEqualTo(FunctionConfig.builder()
                        .tenant("public")
                        .namespace("default")
                        .name("cdc-enrichment")
                        .className("com.custom.pulsar.enrichment.EnrichmentFunction")
                        .runtime(FunctionConfig.Runtime.JAVA)
                        .topicsPattern("persistent://public/default/(?!)")
                        .parallelism(1)
                        .processingGuarantees(FunctionConfig.ProcessingGuarantees.ATLEAST_ONCE)
                        .resources(new Resources(1.0, 512L * 1024 * 1024, null))
                        .userConfig(Map.of(
                                "version",
                                1,
                                "prefix",
                                "dbserver1",
                                "metadata",
                                Map.of("team", "crm"),
                                "retentionMinutes",
                                60))
                        .build());
        assertThat("persistent://public/default/dbserver1.public.customers")
                .doesNotMatch("persistent://public/default/(?!)");
    }

    @Test
    void aVariableIsLookedUpWhereTheSourceRuns() {
        Pipeline pipeline = pipeline(new SecretReference.EnvironmentVariable("PGPASSWORD"));

        assertThat(passwordOf(pipeline, LOCAL)).isEqualTo("${env:PGPASSWORD}");
        assertThat(passwordOf(pipeline, new Cluster())).isEqualTo("${env:PGPASSWORD}");
    }

    @Test
    void aFileIsNamedWithItsPlaceOnThisMachine() {
        Pipeline relative = pipeline(new SecretReference.SecretFile("pg", Path.of("/etc/cdc/pg")));

        assertThat(passwordOf(relative, LOCAL)).isEqualTo("${file:/etc/cdc/pg}");
        assertThatThrownBy(() -> PulsarConfigurations.source(relative, new Cluster()))
                .hasMessage(
                        "source.postgres.password: the path pg is relative, and the source does not run where the pipeline"
                                + " file is; give an absolute path that exists there, or use {secret: NAME, key: KEY}");
    }

    @Test
    void anAbsoluteFileIsNamedAsItIsOnACluster() {
        Pipeline absolute = pipeline(new SecretReference.SecretFile("/run/pg", Path.of("/run/pg")));

        assertThat(passwordOf(absolute, new Cluster())).isEqualTo("${file:/run/pg}");
    }

    @Test
    void aClusterSecretIsAVariableOnThisMachineAndASecretOfTheSourceElsewhere() {
        Pipeline pipeline = pipeline(new SecretReference.ClusterSecret("postgres-credentials.v1", "pass-word"));

        SourceConfig local = PulsarConfigurations.source(pipeline, LOCAL);
        SourceConfig cluster = PulsarConfigurations.source(pipeline, new Cluster());

        assertThat(local.getConfigs())
                .containsEntry("database.password", "${env:PULSAR_CDC_SECRET_POSTGRES_CREDENTIALS_V1_PASS_WORD}");
        assertThat(local.getSecrets()).isNull();
        assertThat(cluster.getConfigs()).containsEntry("database.password", "${secret:database_password}");
        assertThat(cluster.getSecrets())
                .isEqualTo(Map.of("database_password", Map.of("path", "postgres-credentials.v1", "key", "pass-word")));
    }

    @Test
    void encryptionIsGivenToBothConnectorsInTheDriversTerms() {
        PostgresServer server = encrypted(new PostgresTls(
                PostgresTls.Mode.VERIFY_FULL,
                Optional.of(new TlsFile("ca.pem", Path.of("/etc/cdc/ca.pem"))),
                Optional.of(new PostgresTls.ClientCertificate(
                        new TlsFile("/c.pem", Path.of("/c.pem")), new TlsFile("/k.pem", Path.of("/k.pem"))))));

        for (Pipeline pipeline : List.of(pipeline(Optional.of(server)), builtin(Optional.of(server)))) {
            assertThat(PulsarConfigurations.source(pipeline, LOCAL).getConfigs())
                    .containsEntry("database.sslmode", "verify-full")
                    .containsEntry("database.sslrootcert", "/etc/cdc/ca.pem")
                    .containsEntry("database.sslcert", "/c.pem")
                    .containsEntry("database.sslkey", "/k.pem")
                    .doesNotContainKey("database.sslfactory");
            assertThat(PulsarConfigurations.source(pipeline, EMBEDDED).getConfigs())
                    .doesNotContainKey("database.sslmode");
        }
    }

    @Test
    void withoutARootCertificateWhatJavaTrustsIsTrusted() {
        PostgresServer verifying =
                encrypted(new PostgresTls(PostgresTls.Mode.VERIFY_CA, Optional.empty(), Optional.empty()));
        PostgresServer other = encrypted(new PostgresTls(PostgresTls.Mode.REQUIRE, Optional.empty(), Optional.empty()));

        assertThat(PulsarConfigurations.source(pipeline(Optional.of(verifying)), new Cluster())
                        .getConfigs())
                .containsEntry("database.sslmode", "verify-ca")
                .containsEntry("database.sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        assertThat(PulsarConfigurations.source(pipeline(Optional.of(other)), new Cluster())
                        .getConfigs())
                .containsEntry("database.sslmode", "require")
                .doesNotContainKey("database.sslfactory");
    }

    private static PostgresServer encrypted(PostgresTls tls) {
        return new PostgresServer(
                "postgres.example.com",
                5433,
                "cdc",
                new SecretReference.EnvironmentVariable("PGPASSWORD"),
                Optional.of(tls));
    }

    @Test
    void theEmbeddedPostgresIsReadAlthoughThePipelineNamesAnother() {
        Pipeline pipeline = pipeline(new SecretReference.EnvironmentVariable("PGPASSWORD"));

        assertThat(PulsarConfigurations.source(pipeline, EMBEDDED).getConfigs())
                .containsEntry("database.hostname", "127.0.0.1")
                .containsEntry("database.password", "${env:PULSAR_CDC_POSTGRES_PASSWORD}");
        assertThat(PulsarConfigurations.source(pipeline, LOCAL).getConfigs())
                .containsEntry("database.hostname", "postgres.example.com")
                .containsEntry("database.port", 5433)
                .containsEntry("database.user", "cdc");
    }

    @Test
    void aSourceWithoutADatabaseIsRefused() {
        Pipeline pipeline = pipeline(Optional.empty());

        assertThatThrownBy(() -> PulsarConfigurations.source(pipeline, LOCAL))
                .hasMessage(
                        "source.postgres.hostname is missing; without an embedded PostgreSQL the source needs one to read");
    }

    private static @Nullable Object passwordOf(Pipeline pipeline, DeploymentTarget target) {
        return PulsarConfigurations.source(pipeline, target).getConfigs().get("database.password");
    }

    private static Pipeline pipeline(SecretReference password) {
        return pipeline(Optional.of(new PostgresServer("postgres.example.com", 5433, "cdc", password)));
    }

    private static Pipeline pipeline(Optional<PostgresServer> server) {
        return new Pipeline(
                "crm-2",
                Optional.empty(),
                new Topics("public", "default", "dbserver1", new Retention(60)),
                new PostgresSource(
                        "debezium-postgres-source",
                        Connector.PULSAR_CDC,
                        new Postgres("inventory", server),
                        List.of(
                                TableSelector.parse("public.customers"),
                                TableSelector.parse("public.a,b c"),
                                TableSelector.parse("/public\\.t{1,3}/")),
                        SnapshotMode.NO_DATA,
                        Map.of("poll.interval.ms", 10L)),
                new Enrichment("cdc-enrichment", Map.of("team", "crm")));
    }

    private static Pipeline builtin(Optional<PostgresServer> server) {
        return new Pipeline(
                "crm-2",
                Optional.empty(),
                new Topics("public", "default", "dbserver1", new Retention(60)),
                new PostgresSource(
                        "debezium-postgres-source",
                        Connector.BUILTIN,
                        new Postgres("inventory", server),
                        List.of(TableSelector.parse("public.customers")),
                        SnapshotMode.NO_DATA,
                        Map.of(
                                "poll.interval.ms",
                                25L,
                                "provide.transaction.metadata",
                                false,
                                "decimal.handling.mode",
                                "precise")),
                new Enrichment("cdc-enrichment", Map.of("team", "crm")));
    }
}
