package com.custom.pulsar.integrationtests;

import static com.custom.pulsar.integrationtests.FunctionsCluster.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.local.DataDirectory;
import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.EmbeddedPostgres;
import com.custom.pulsar.local.FetchProgress;
import com.custom.pulsar.local.PostgresSettings;
import com.custom.pulsar.pipeline.DeploymentTarget;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.PulsarConfigurations;
import com.custom.pulsar.testsupport.CertificateAuthority;
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.kubernetes.JwtIssuer;
import com.custom.pulsar.testsupport.kubernetes.PulsarWithKubernetesRuntime;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.common.policies.data.TenantInfo;

/**
 * A cluster with a pipeline's tenant, who is held to the Roles that the project ships: a real functions worker makes StatefulSets in the double of
 * the Kubernetes API, and a real PostgreSQL is behind a Service of it. No pod runs. One test after the other has it, and leaves it as it was.
 */
final class TenantCluster implements AutoCloseable {
    static final String NAMESPACE = FunctionsCluster.NAMESPACE;
    static final Duration LIMIT = Duration.ofMinutes(3);
    static final String TENANT = "shop";
    static final String SOURCE = "debezium-postgres-source";
    static final String FUNCTION = "cdc-enrichment";
    static final String PASSWORD = "canary-5d0b9f8e71";
    static final String SOURCE_POD = FunctionsCluster.job(TENANT, SOURCE) + "-0";
    /** Where Pulsar's proxy and the database are, for who asks the cluster. */
    static final String PROXY_NAMESPACE = "pulsar";

    static final String PROXY = "pulsar-proxy-0";
    static final String POSTGRES = "postgres-0";
    static final String HOSTNAME = "postgres." + PROXY_NAMESPACE + ".svc.cluster.local";
    private static final int POD_PORT = 15432;
    static final String SLOT = "pulsar_cdc_customers";
    static final String PREFIX = "persistent://" + TENANT + "/default/";
    static final List<String> TOPICS = List.of(
            PREFIX + "dbserver1.public.customers",
            PREFIX + "dbserver1.public.customers-enriched",
            PREFIX + "dbserver1.public.customers-dlq");
    static final Path ROOT = Path.of(System.getProperty("pulsar.cdc.root"));
    /** Where a broker is looked for: by the context, or by Pulsar's address. */
    private static final Set<String> BROKERS = Set.of("default", PROXY_NAMESPACE);

    private final Deque<Runnable> open = new ArrayDeque<>();
    private Path folder;
    private FunctionsCluster cluster;
    private EmbeddedPostgres postgres;
    private PulsarAdmin admin;
    private JwtIssuer issuer;
    private Path file;
    /** The same pipeline, with addresses that only the cluster knows. */
    private Path forwarded;

    private Path kubeconfig;
    private Path trusted;

    @SuppressWarnings("NullAway.Init") // Filled before anybody gets one.
    private TenantCluster() {}

    private void makesACluster() throws Exception {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "deploy");
        issuer = new JwtIssuer("admin");
        cluster = FunctionsCluster.launch(
                FunctionsCluster.withCustomizer()
                        .withAuthentication(issuer)
                        .withInstancePorts(
                                PulsarWithKubernetesRuntime.freePort(), PulsarWithKubernetesRuntime.freePort())
                        .withCustomizerSettings(Map.of(
                                "allowedSecrets", TENANT + "/default/" + SOURCE + "*=customers-postgres/password"))
                        .withEnvironment(Map.of(
                                "PF_functionAuthProviderClassName",
                                "com.custom.pulsar.SecurityEnabledKubernetesSecretsTokenAuthProvider",
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
                        .withScript(ROOT.resolve("examples/customers/database.sql")));
        open.push(postgres::close);
        cluster.pulsar().awaitReady(LIMIT);
        admin = cluster.admin(issuer.superUserToken());
        open.push(admin::close);
        admin.tenants()
                .createTenant(
                        TENANT,
                        TenantInfo.builder()
                                .adminRoles(Set.of("submitter"))
                                .allowedClusters(Set.of("standalone"))
                                .build());
        admin.namespaces().createNamespace(TENANT + "/default");
        grant("deploy-rbac.yaml", NAMESPACE);
        makesAProxy();
        makesADatabase();
        kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"),
                cluster.kubernetes().kubeconfig(cluster.kubernetes().serviceAccountToken(NAMESPACE, "tenant")));
        file = Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: customers
                pulsar: { serviceUrl: "%s", adminUrl: "%s", auth: { token: { env: PULSAR_TOKEN } } }
                topics: { tenant: %s }
                source:
                  postgres:
                    hostname: 127.0.0.1
                    port: %d
                    database: inventory
                    user: cdc
                    password: { secret: customers-postgres, key: password }
                    networks: [ 127.0.0.0/8 ]
                  tables: [ public.customers ]
                """.formatted(
                        cluster.pulsar().serviceUrl(),
                        cluster.pulsar().adminUrl(),
                        TENANT,
                        postgres.endpoint().port()));
        forwarded = Files.writeString(
                folder.resolve("forwarded.yaml"),
                Files.readString(file)
                        .replace(
                                cluster.pulsar().serviceUrl(),
                                "pulsar://pulsar-proxy." + PROXY_NAMESPACE + ".svc.cluster.local:6650")
                        .replace(
                                cluster.pulsar().adminUrl(),
                                "http://pulsar-proxy." + PROXY_NAMESPACE + ".svc.cluster.local:80")
                        .replace("hostname: 127.0.0.1", "hostname: " + HOSTNAME)
                        .replace("port: " + postgres.endpoint().port(), "tls: { rootCertificate: " + trusted + " }"));
    }

    /** Starts it, and waits until functions can be created. */
    static TenantCluster start() {
        TenantCluster made = new TenantCluster();
        try {
            made.makesACluster();
            return made;
        } catch (Exception | Error failed) {
            made.close();
            throw new IllegalStateException(failed);
        }
    }

    /** A pod as that of the chart's proxy, behind whose ports there is Pulsar itself. */
    private void makesAProxy() throws Exception {
        cluster.kubernetes().namespace(PROXY_NAMESPACE, Map.of());
        grant("proxy-rbac.yaml", PROXY_NAMESPACE);
        pod(PROXY, "proxy");
        listen(PROXY, 6650, URI.create(cluster.pulsar().serviceUrl()).getPort());
        listen(PROXY, 8080, URI.create(cluster.pulsar().adminUrl()).getPort());
    }

    /** A Service as that of the demo database, whose port is another than its pod's; PostgreSQL speaks TLS under the Service's name. */
    private void makesADatabase() throws Exception {
        CertificateAuthority authority = CertificateAuthority.in(Files.createDirectory(folder.resolve("certificates")));
        CertificateAuthority.Issued server = authority.issue("postgres", "dns:" + HOSTNAME);
        trusted = authority.certificate();
        sql("ALTER SYSTEM SET ssl_cert_file = '" + server.certificate() + "'");
        sql("ALTER SYSTEM SET ssl_key_file = '" + server.key() + "'");
        sql("ALTER SYSTEM SET ssl = on");
        sql("SELECT pg_reload_conf()");
        grant("database-rbac.yaml", PROXY_NAMESPACE);
        pod(POSTGRES, "postgres");
        listen(POSTGRES, POD_PORT, postgres.endpoint().port());
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Service",
                        "metadata",
                        Map.of("name", "postgres", "namespace", PROXY_NAMESPACE),
                        "spec",
                        Map.of(
                                "clusterIP",
                                "10.96.0.7",
                                "ports",
                                List.of(Map.of("name", "sql", "port", 5432, "targetPort", "sql")))));
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "discovery.k8s.io/v1",
                        "kind",
                        "EndpointSlice",
                        "metadata",
                        Map.of(
                                "name",
                                "postgres-x7k2p",
                                "namespace",
                                PROXY_NAMESPACE,
                                "labels",
                                Map.of("kubernetes.io/service-name", "postgres")),
                        "addressType",
                        "IPv4",
                        "ports",
                        List.of(Map.of("name", "sql", "port", POD_PORT)),
                        "endpoints",
                        List.of(Map.of(
                                "addresses",
                                List.of("10.244.0.9"),
                                "conditions",
                                Map.of("ready", true),
                                "targetRef",
                                Map.of("kind", "Pod", "name", POSTGRES, "namespace", PROXY_NAMESPACE)))));
    }

    private void pod(String name, String component) {
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Pod",
                        "metadata",
                        Map.of("name", name, "namespace", PROXY_NAMESPACE, "labels", Map.of("component", component)),
                        "spec",
                        Map.of("containers", List.of(Map.of("name", component, "image", component + ":1"))),
                        "status",
                        Map.of("phase", "Running")));
    }

    private void listen(String pod, int port, int here) {
        cluster.kubernetes().listen(PROXY_NAMESPACE, pod, port, here);
    }

    /** Takes the rights of a Role from the tenant, who keeps the Role. */
    void revoke(String manifest, String namespace) {
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "rbac.authorization.k8s.io/v1",
                        "kind",
                        "Role",
                        "metadata",
                        Map.of("name", manifest, "namespace", namespace),
                        "rules",
                        List.of()));
    }

    void grant(String manifest, String namespace) throws Exception {
        Map<String, Object> role = new LinkedHashMap<>(new YAMLMapper()
                .readValue(
                        ROOT.resolve("deploy/manifests").resolve(manifest).toFile(),
                        new TypeReference<Map<String, Object>>() {}));
        role.put("metadata", Map.of("name", manifest, "namespace", namespace));
        cluster.kubernetes().apply(role);
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "rbac.authorization.k8s.io/v1",
                        "kind",
                        "RoleBinding",
                        "metadata",
                        Map.of("name", manifest, "namespace", namespace),
                        "subjects",
                        List.of(Map.of("kind", "ServiceAccount", "name", "tenant", "namespace", NAMESPACE)),
                        "roleRef",
                        Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Role", "name", manifest)));
    }

    Path folder() {
        return folder;
    }

    FunctionsCluster cluster() {
        return cluster;
    }

    PulsarAdmin admin() {
        return admin;
    }

    JwtIssuer issuer() {
        return issuer;
    }

    Path file() {
        return file;
    }

    Path forwarded() {
        return forwarded;
    }

    void assertNoSecretWasShownAndNothingWasRefused() {
        assertThat(cluster.kubernetes().requests())
                .filteredOn(request -> request.user().endsWith(":tenant"))
                .allSatisfy(request -> assertThat(request.resource()).isNotEqualTo("secrets"))
                // Whose settings the functions worker has is looked at where it is allowed.
                .filteredOn(request -> !BROKERS.contains(request.namespace()))
                .allSatisfy(request ->
                        assertThat(request.forbidden()).as(request.toString()).isFalse());
    }

    void register() throws Exception {
        register(file);
    }

    /** As a deployment that has come through has left it. */
    void register(Path of) throws Exception {
        Pipeline pipeline = PipelineFile.read(of);
        try (PulsarAdmin tenant = cluster.admin(issuer.token("submitter"))) {
            tenant.functions()
                    .createFunction(
                            PulsarConfigurations.function(pipeline),
                            cluster.functionJar().toString());
            for (Pipeline source : pipeline.perSource()) {
                tenant.sources()
                        .createSource(
                                PulsarConfigurations.source(source, new DeploymentTarget.Cluster()),
                                cluster.connectorArchive().toString());
            }
        }
        cluster.awaitPods(TENANT, SOURCE, 1);
        cluster.awaitPods(TENANT, FUNCTION, 1);
    }

    void assertNothingIsDeployed() throws Exception {
        assertThat(admin.functions().getFunctions(TENANT, "default")).isEmpty();
        assertThat(admin.sources().listSources(TENANT, "default")).isEmpty();
        for (String resource : List.of("networkpolicies", "poddisruptionbudgets")) {
            assertThat(cluster.kubernetes().names(resource, NAMESPACE))
                    .as(resource)
                    .isEmpty();
        }
        cluster.awaitPods(TENANT, SOURCE, 0);
        cluster.awaitPods(TENANT, FUNCTION, 0);
    }

    /** {@code deploy}, {@code undeploy} or {@code render}, as a role of Pulsar. */
    Launcher.Command as(String role, Object... arguments) {
        return new Launcher.Command(folder)
                .with(arguments)
                .environment("KUBECONFIG", kubeconfig.toString())
                .environment("PULSAR_TOKEN", role.equals("admin") ? issuer.superUserToken() : issuer.token(role))
                .environment("PULSAR_CDC_SECRET_CUSTOMERS_POSTGRES_PASSWORD", PASSWORD);
    }

    Launcher.Result run(String role, Object... arguments) {
        Launcher.Result result = as(role, arguments).run(LIMIT);
        assertThat(result.out() + result.err()).doesNotContain(PASSWORD);
        return result;
    }

    /** A verb on the pipeline as the cluster has it, through the pod of the proxy. */
    Launcher.Command command(Object... arguments) {
        return on(forwarded, arguments);
    }

    /** The same with another file. */
    Launcher.Command on(Path pipeline, Object... arguments) {
        return as("submitter", arguments).with("--context", "double", "--pipeline", pipeline, "--namespace", NAMESPACE);
    }

    Launcher.Result verb(Object... arguments) {
        Launcher.Result result = command(arguments).run(LIMIT);
        assertThat(result.out() + result.err()).doesNotContain(PASSWORD, issuer.token("submitter"));
        return result;
    }

    /** The source's pod as a node would report it. */
    void status(int restarts, Map<String, Object> state) {
        Map<String, Object> pod = new LinkedHashMap<>(
                cluster.kubernetes().find("pods", NAMESPACE, SOURCE_POD).orElseThrow());
        pod.put(
                "status",
                Map.of(
                        "phase",
                        "Running",
                        "containerStatuses",
                        List.of(Map.of(
                                "name",
                                "pulsarfunction",
                                "ready",
                                state.containsKey("running"),
                                "restartCount",
                                restarts,
                                "state",
                                state,
                                "lastState",
                                Map.of("terminated", Map.of("exitCode", 1, "reason", "Error"))))));
        cluster.kubernetes().apply(pod);
    }

    void removes() throws Exception {
        assertThat(run("submitter", "undeploy", file, "--namespace", NAMESPACE, "--keep-slot")
                        .exitCode())
                .isZero();
        assertNothingIsDeployed();
    }

    long logRequests() {
        return cluster.kubernetes().requests().stream()
                .filter(request -> request.resource().equals("pods/log"))
                .count();
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    long slots() throws SQLException {
        return number("SELECT count(*) FROM pg_replication_slots");
    }

    long number(String query) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Makes a StatefulSet with the source's labels that is none of Pulsar's, or one that has others. */
    void anotherStatefulSet(String component) {
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "apps/v1",
                        "kind",
                        "StatefulSet",
                        "metadata",
                        Map.of(
                                "name",
                                "left-over",
                                "namespace",
                                NAMESPACE,
                                "labels",
                                Map.of(
                                        "component",
                                        component,
                                        "tenant",
                                        TENANT,
                                        "namespace",
                                        "default",
                                        "name",
                                        SOURCE)),
                        "spec",
                        Map.of(
                                "replicas",
                                0,
                                "serviceName",
                                "left-over",
                                "selector",
                                Map.of("matchLabels", Map.of("app", "left-over")),
                                "template",
                                Map.of(
                                        "metadata",
                                        Map.of("labels", Map.of("app", "left-over")),
                                        "spec",
                                        Map.of("containers", List.of(Map.of("name", "any", "image", "any:1")))))));
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}
