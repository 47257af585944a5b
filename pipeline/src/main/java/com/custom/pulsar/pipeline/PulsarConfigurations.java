package com.custom.pulsar.pipeline;

import com.custom.pulsar.pipeline.DeploymentTarget.EmbeddedPostgres;
import com.custom.pulsar.rules.RuleSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.functions.Resources;
import org.apache.pulsar.common.io.SourceConfig;

/** What Pulsar is given for a pipeline. No I/O; the same pipeline and target always give equal configurations. */
public final class PulsarConfigurations {
    public static final String SOURCE_CLASS = "com.custom.pulsar.source.CdcSource";
    /** The connector that Pulsar ships. */
    public static final String SHIPPED_SOURCE_CLASS = ShippedConnector.CLASS;

    public static final String FUNCTION_CLASS = "com.custom.pulsar.enrichment.EnrichmentFunction";
    /** The name under which the source asks its runtime for the password of a {@code {secret, key}} reference. */
    public static final String PASSWORD_SECRET = "database_password";
    /** The version of the settings that the function reads. */
    public static final int SETTINGS_VERSION = 1;

    static final String NO_DATABASE =
            "source.postgres.hostname is missing; without an embedded PostgreSQL the source needs one to read";

    private static final double CPU = 1.0;
    private static final long RAM_BYTES = 512L * 1024 * 1024;

    private PulsarConfigurations() {}

    /**
     * The source of {@code pipeline}, or the connector that Pulsar ships. The source has passwords only as references: {@code
     * ${env:VARIABLE}}, {@code ${file:PATH}} or {@code ${secret:NAME}}, which it looks up where it runs. The connector has none: on this
     * machine PostgreSQL's driver finds it in the file that the variable {@code PGPASSFILE} of its process names, elsewhere it is a secret
     * of Pulsar's runtime.
     *
     * @throws IllegalArgumentException if {@code target} cannot run it, with what would be right
     */
    public static SourceConfig source(Pipeline pipeline, DeploymentTarget target) {
        boolean shipped = pipeline.source().connector() == Connector.BUILTIN;
        Map<String, Object> secrets = new LinkedHashMap<>();
        Map<String, Object> configs =
                shipped ? ShippedConnector.settings(pipeline, target, secrets) : settings(pipeline, target, secrets);
        return SourceConfig.builder()
                .tenant(pipeline.topics().tenant())
                .namespace(pipeline.topics().namespace())
                .name(pipeline.source().name())
                .className(shipped ? SHIPPED_SOURCE_CLASS : SOURCE_CLASS)
                .topicName(pipeline.names().sourceTopic())
                .parallelism(1)
                .processingGuarantees(FunctionConfig.ProcessingGuarantees.ATLEAST_ONCE)
                .resources(resources())
                .configs(configs)
                .secrets(secrets.isEmpty() ? null : secrets)
                .build();
    }

    private static Map<String, Object> settings(
            Pipeline pipeline, DeploymentTarget target, Map<String, Object> secrets) {
        PipelineNames names = pipeline.names();
        Map<String, Object> configs = new LinkedHashMap<>();
        connection(pipeline, target, configs, secrets);
        configs.put("topic.prefix", pipeline.topics().prefix());
        configs.put("slot.name", names.slot());
        configs.put("publication.name", names.publication());
        configs.put("publication.autocreate.mode", "disabled");
        configs.put("plugin.name", "pgoutput");
        configs.put("snapshot.mode", pipeline.source().snapshot().text());
        configs.put("table.include.list", pipeline.source().includeList());
        configs.put("cdc.subscriptions", names.subscription());
        configs.put("cdc.retention.minutes", pipeline.topics().retention().minutes());
        if (pipeline.enrichment().isShared()) {
            // A batch goes to one instance, whatever its events' keys.
            configs.put("cdc.batching", false);
        }
        if (pipeline.enrichment().recalls()) {
            configs.put("cdc.lineage", true);
        }
        configs.putAll(pipeline.source().properties());
        return configs;
    }

    /** The function of {@code pipeline}, the same wherever it runs. */
    public static FunctionConfig function(Pipeline pipeline) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("version", SETTINGS_VERSION);
        settings.put("prefix", pipeline.topics().prefix());
        settings.put("metadata", pipeline.enrichment().metadata());
        settings.put("retentionMinutes", pipeline.topics().retention().minutes());
        RuleSettings rules = pipeline.rules();
        if (!rules.isEmpty()) {
            settings.put("rules", rules.toMap());
        }
        // A null value on a topic that the framework reads ends the instance, for ever; so the framework's consumer is
        // given a pattern that matches nothing, and the function reads with one of its own. Not as inputSpecs: the
        // 4.0.8 admin
        // client loses that they are patterns.
        String nothing = "persistent://" + pipeline.names().namespace() + "/(?!)";
        return FunctionConfig.builder()
                .tenant(pipeline.topics().tenant())
                .namespace(pipeline.topics().namespace())
                .name(pipeline.enrichment().name())
                .className(FUNCTION_CLASS)
                .runtime(FunctionConfig.Runtime.JAVA)
                .topicsPattern(nothing)
                .parallelism(pipeline.enrichment().parallelism())
                .processingGuarantees(FunctionConfig.ProcessingGuarantees.ATLEAST_ONCE)
                .resources(resources())
                .userConfig(settings)
                .build();
    }

    private static void connection(
            Pipeline pipeline, DeploymentTarget target, Map<String, Object> configs, Map<String, Object> secrets) {
        Postgres postgres = pipeline.source().postgres();
        if (target instanceof DeploymentTarget.Local local && local.embedded().isPresent()) {
            EmbeddedPostgres embedded = local.embedded().get();
            configs.put("database.hostname", embedded.hostname());
            configs.put("database.port", embedded.port());
            configs.put("database.user", embedded.user());
            configs.put("database.password", "${env:" + embedded.passwordVariable() + "}");
        } else {
            PostgresServer server = postgres.server().orElseThrow(() -> new IllegalArgumentException(NO_DATABASE));
            configs.put("database.hostname", server.hostname());
            configs.put("database.port", server.port());
            configs.put("database.user", server.user());
            configs.put("database.password", password(server.password(), target, secrets));
            server.tls().ifPresent(tls -> configs.putAll(tls.debeziumSettings()));
        }
        configs.put("database.dbname", postgres.database());
    }

    private static String password(SecretReference reference, DeploymentTarget target, Map<String, Object> secrets) {
        boolean local = target instanceof DeploymentTarget.Local;
        if (reference instanceof SecretReference.EnvironmentVariable variable) {
            return "${env:" + variable.name() + "}";
        }
        if (reference instanceof SecretReference.SecretFile file) {
            Require.require(
                    local || file.path().startsWith("/"),
                    "source.postgres.password: the path " + file.path()
                            + " is relative, and the source does not run where the pipeline file is; give an absolute path"
                            + " that exists there, or use {secret: NAME, key: KEY}");
            return "${file:" + (local ? file.location() : file.path()) + "}";
        }
        SecretReference.ClusterSecret secret = (SecretReference.ClusterSecret) reference;
        if (local) {
            return "${env:" + secret.variable() + "}";
        }
        secrets.put(PASSWORD_SECRET, Map.of("path", secret.name(), "key", secret.key()));
        return "${secret:" + PASSWORD_SECRET + "}";
    }

    private static Resources resources() {
        return Resources.builder().cpu(CPU).ram(RAM_BYTES).build();
    }
}
