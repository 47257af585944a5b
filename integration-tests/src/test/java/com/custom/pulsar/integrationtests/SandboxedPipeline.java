package com.custom.pulsar.integrationtests;

import static com.custom.pulsar.integrationtests.FunctionsCluster.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.local.DataDirectory;
import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.EmbeddedPostgres;
import com.custom.pulsar.local.FetchProgress;
import com.custom.pulsar.local.PostgresSettings;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.pipeline.DeploymentTarget;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.PulsarConfigurations;
import com.custom.pulsar.testsupport.kubernetes.JwtIssuer;
import com.custom.pulsar.testsupport.kubernetes.PodSandbox;
import com.custom.pulsar.testsupport.kubernetes.PulsarImage;
import com.custom.pulsar.testsupport.kubernetes.PulsarWithKubernetesRuntime;
import com.custom.pulsar.testsupport.kubernetes.SandboxedPod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.common.policies.data.TenantInfo;

/**
 * The customers of the example in a real PostgreSQL, and their pipeline in a real Pulsar whose functions worker has the
 * customizer with its defaults: clients log in with tokens, the password comes from a Secret, and the namespace of the pods
 * enforces {@code restricted}. Its pods do not run until they are started in the sandbox, one at a time: they listen on the same
 * ports.
 */
final class SandboxedPipeline implements AutoCloseable {
    static final String TENANT = "shop";
    static final String TOPICS = "persistent://" + TENANT + "/default/";
    static final String RAW = TOPICS + "dbserver1.public.customers";
    static final String SOURCE = "debezium-postgres-source";
    static final String FUNCTION = "cdc-enrichment";
    static final String PASSWORD = "canary-91c7d3f2ab";
    static final Duration SOON = Duration.ofMinutes(2);

    private static final String ROLE = "submitter";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int metricsPort = PulsarWithKubernetesRuntime.freePort();
    private final Deque<Runnable> open = new ArrayDeque<>();
    private final Path folder;
    private final FunctionsCluster cluster;
    private final EmbeddedPostgres postgres;
    private final PulsarConnection connection;

    /** @param folder an empty one, for logs and data */
    SandboxedPipeline(Path folder) throws Exception {
        this.folder = folder;
        JwtIssuer issuer = new JwtIssuer("admin");
        try {
            cluster = FunctionsCluster.launch(
                    FunctionsCluster.withCustomizer()
                            .withAuthentication(issuer)
                            .withInstancePorts(PulsarWithKubernetesRuntime.freePort(), metricsPort)
                            .withCustomizerSettings(Map.of(
                                    "allowedSecrets", TENANT + "/default/" + SOURCE + "=customers-postgres/password"))
                            .withEnvironment(Map.of(
                                    "PF_functionAuthProviderClassName",
                                    "com.custom.pulsar.SecurityEnabledKubernetesSecretsTokenAuthProvider",
                                    "PF_exposeAdminClientEnabled",
                                    "true",
                                    "PF_secretsProviderConfiguratorClassName",
                                    "org.apache.pulsar.functions.secretsproviderconfigurator"
                                            + ".KubernetesSecretsProviderConfigurator")),
                    "functions-worker-rbac.yaml",
                    "functions-worker-tokens-rbac.yaml");
            open.push(cluster::close);
            DataDirectory data = DataDirectory.open(folder.resolve("data"), notice -> {});
            open.push(data::close);
            postgres = EmbeddedPostgres.start(
                    data,
                    DistributionStore.ofUser().unpacked(Distribution.postgres(), FetchProgress.NONE),
                    new PostgresSettings("inventory", "cdc", "pulsar_cdc_customers")
                            .withRolePassword(PASSWORD)
                            .withScript(
                                    Path.of(System.getProperty("pulsar.cdc.root"), "examples/customers/database.sql")));
            open.push(postgres::close);
            cluster.pulsar().awaitReady(SOON);
            try (PulsarAdmin admin = cluster.admin(issuer.superUserToken())) {
                admin.tenants()
                        .createTenant(
                                TENANT,
                                TenantInfo.builder()
                                        .adminRoles(Set.of(ROLE))
                                        .allowedClusters(Set.of("standalone"))
                                        .build());
                admin.namespaces().createNamespace(TENANT + "/default");
            }
            connection = PulsarConnection.open(
                    cluster.pulsar().serviceUrl(), cluster.pulsar().adminUrl(), Optional.of(issuer.token(ROLE)));
            open.push(connection::close);
            deploy();
        } catch (Exception | Error failed) {
            close();
            throw failed;
        }
    }

    PulsarClient client() {
        return connection.client();
    }

    PulsarAdmin admin() {
        return connection.admin();
    }

    /** The pod that the StatefulSet of a function or source has got, as Kubernetes keeps it. */
    Map<String, Object> pod(String name) {
        cluster.awaitPods(TENANT, name, 1);
        return cluster.kubernetes()
                .find("pods", NAMESPACE, FunctionsCluster.job(TENANT, name) + "-0")
                .orElseThrow();
    }

    SandboxedPod start(PulsarImage image, Map<String, Object> pod) {
        return new PodSandbox(image, folder).start(pod, secrets());
    }

    /** What the instance that runs answers to a scrape. */
    String metrics() throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                                .timeout(SOON)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(HttpURLConnection.HTTP_OK);
        return response.body();
    }

    /** The events of a topic, waited for, an empty object for a tombstone; fails if there are more of them. */
    List<JsonNode> events(String topic, int count) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        try (Reader<byte[]> reader = client().newReader(Schema.BYTES)
                .topic(topic)
                .startMessageId(MessageId.earliest)
                .create()) {
            while (events.size() < count) {
                Message<byte[]> message = reader.readNext((int) SOON.toSeconds(), TimeUnit.SECONDS);
                assertThat(message)
                        .as("event " + events.size() + " of " + count + " on " + topic)
                        .isNotNull();
                events.add(message.size() == 0 ? JSON.createObjectNode() : JSON.readTree(message.getData()));
            }
            assertThat(reader.hasMessageAvailable()).isFalse();
        }
        return events;
    }

    void sql(String... statements) throws SQLException {
        try (Connection sql = postgres.connect();
                Statement statement = sql.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    long count(String query) throws SQLException {
        try (Connection sql = postgres.connect();
                Statement statement = sql.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    String postgresLog() throws IOException {
        return Files.readString(postgres.log());
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }

    private void deploy() throws Exception {
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Secret",
                        "metadata",
                        Map.of("name", "customers-postgres", "namespace", NAMESPACE),
                        "data",
                        Map.of(
                                "password",
                                Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8)))));
        Pipeline pipeline = PipelineFile.read(Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: customers
                pulsar: { serviceUrl: "%s", adminUrl: "%s" }
                topics: { tenant: %s }
                source:
                  postgres:
                    hostname: 127.0.0.1
                    port: %d
                    database: inventory
                    user: cdc
                    password: { secret: customers-postgres, key: password }
                  tables: [ public.customers ]
                enrichment:
                  metadata: { team: crm }
                """.formatted(
                        cluster.pulsar().serviceUrl(),
                        cluster.pulsar().adminUrl(),
                        TENANT,
                        postgres.endpoint().port())));
        admin().sources()
                .createSource(
                        PulsarConfigurations.source(pipeline, new DeploymentTarget.Cluster()),
                        cluster.connectorArchive().toString());
        admin().functions()
                .createFunction(
                        PulsarConfigurations.function(pipeline),
                        cluster.functionJar().toString());
    }

    private Map<String, Map<String, String>> secrets() {
        Map<String, Map<String, String>> secrets = new HashMap<>();
        for (JsonNode secret : JSON.<JsonNode>valueToTree(cluster.kubernetes().list("secrets", NAMESPACE))) {
            Map<String, String> values = new HashMap<>();
            secret.path("data")
                    .properties()
                    .forEach(field -> values.put(
                            field.getKey(),
                            new String(
                                    Base64.getDecoder().decode(field.getValue().asText()), StandardCharsets.UTF_8)));
            secrets.put(secret.path("metadata").path("name").asText(), values);
        }
        return secrets;
    }
}
