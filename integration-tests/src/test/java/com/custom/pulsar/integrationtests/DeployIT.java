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
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.kubernetes.JwtIssuer;
import com.custom.pulsar.testsupport.kubernetes.PulsarWithKubernetesRuntime;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A pipeline into a cluster and out of it, as a tenant: a real functions worker makes StatefulSets in the double of the Kubernetes API, which
 * holds the tenant to the Role that the project ships. No pod runs.
 */
@Tag("slow")
class DeployIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String TENANT = "shop";
    private static final String SOURCE = "debezium-postgres-source";
    private static final String FUNCTION = "cdc-enrichment";
    private static final String PASSWORD = "canary-5d0b9f8e71";
    private static final String SLOT = "pulsar_cdc_customers";
    private static final String PREFIX = "persistent://" + TENANT + "/default/";
    private static final List<String> TOPICS = List.of(
            PREFIX + "dbserver1.public.customers",
            PREFIX + "dbserver1.public.customers-enriched",
            PREFIX + "dbserver1.public.customers-dlq");
    private static final Path ROOT = Path.of(System.getProperty("pulsar.cdc.root"));
    private static final Deque<Runnable> OPEN = new ArrayDeque<>();

    private static Path folder;
    private static FunctionsCluster cluster;
    private static EmbeddedPostgres postgres;
    private static PulsarAdmin admin;
    private static JwtIssuer issuer;
    private static Path file;
    private static Path kubeconfig;

    @BeforeAll
    static void makesACluster() throws Exception {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "deploy");
        issuer = new JwtIssuer("admin");
        cluster = FunctionsCluster.launch(
                FunctionsCluster.withCustomizer()
                        .withAuthentication(issuer)
                        .withInstancePorts(
                                PulsarWithKubernetesRuntime.freePort(), PulsarWithKubernetesRuntime.freePort())
                        .withCustomizerSettings(Map.of(
                                "allowedSecrets", TENANT + "/default/" + SOURCE + "=customers-postgres/password"))
                        .withEnvironment(Map.of(
                                "PF_functionAuthProviderClassName",
                                "com.custom.pulsar.SecurityEnabledKubernetesSecretsTokenAuthProvider",
                                "PF_secretsProviderConfiguratorClassName",
                                "org.apache.pulsar.functions.secretsproviderconfigurator"
                                        + ".KubernetesSecretsProviderConfigurator")),
                "functions-worker-rbac.yaml",
                "functions-worker-tokens-rbac.yaml");
        OPEN.push(cluster::close);
        DataDirectory data = DataDirectory.open(folder.resolve("data"), notice -> {});
        OPEN.push(data::close);
        postgres = EmbeddedPostgres.start(
                data,
                DistributionStore.ofUser().unpacked(Distribution.postgres(), FetchProgress.NONE),
                new PostgresSettings("inventory", "cdc", "pulsar_cdc_customers")
                        .withRolePassword(PASSWORD)
                        .withScript(ROOT.resolve("examples/customers/database.sql")));
        OPEN.push(postgres::close);
        cluster.pulsar().awaitReady(LIMIT);
        admin = cluster.admin(issuer.superUserToken());
        OPEN.push(admin::close);
        admin.tenants()
                .createTenant(
                        TENANT,
                        TenantInfo.builder()
                                .adminRoles(Set.of("submitter"))
                                .allowedClusters(Set.of("standalone"))
                                .build());
        admin.namespaces().createNamespace(TENANT + "/default");
        grantTheRoleThatIsShipped();
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
    }

    private static void grantTheRoleThatIsShipped() throws Exception {
        Map<String, Object> role = new LinkedHashMap<>(new YAMLMapper()
                .readValue(
                        ROOT.resolve("deploy/manifests/deploy-rbac.yaml").toFile(),
                        new TypeReference<Map<String, Object>>() {}));
        role.put("metadata", Map.of("name", "tenant", "namespace", NAMESPACE));
        cluster.kubernetes().apply(role);
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "rbac.authorization.k8s.io/v1",
                        "kind",
                        "RoleBinding",
                        "metadata",
                        Map.of("name", "tenant", "namespace", NAMESPACE),
                        "subjects",
                        List.of(Map.of("kind", "ServiceAccount", "name", "tenant", "namespace", NAMESPACE)),
                        "roleRef",
                        Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Role", "name", "tenant")));
    }

    @AfterAll
    static void leavesNothingBehind() {
        while (!OPEN.isEmpty()) {
            OPEN.pop().run();
        }
    }

    @AfterEach
    void noSecretWasShownAndNothingWasRefused() {
        assertThat(cluster.kubernetes().requests())
                .filteredOn(request -> request.user().endsWith(":tenant"))
                .allSatisfy(request -> assertThat(request.resource()).isNotEqualTo("secrets"))
                .allSatisfy(request -> assertThat(
                                request.forbidden() && !request.namespace().equals("default"))
                        .as(request.toString())
                        .isFalse());
    }

    @Test
    void aDryRunLooksAtEverythingAndChangesNothing() throws Exception {
        Launcher.Result result = run("submitter", "deploy", file, "--dry-run", "--namespace", NAMESPACE);

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.err())
                .contains("Cluster http://127.0.0.1:", "Namespace " + NAMESPACE)
                .contains("  create  NetworkPolicy pulsar-cdc-customers", "  create  function " + FUNCTION)
                .contains("  create  source " + SOURCE);
        assertThat(result.out()).contains("kind: \"NetworkPolicy\"", "kind: \"PodDisruptionBudget\"", "# ");
        assertNothingIsDeployed();
    }

    @Test
    void aSuperusersTokenIsRefused() throws Exception {
        Launcher.Result result = run("admin", "deploy", file, "--namespace", NAMESPACE);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("the role admin is a superuser of this Pulsar", "--allow-superuser");
        assertNothingIsDeployed();
    }

    @Test
    void whatFailsHalfWayLeavesNothingOfWhatItCreated() throws Exception {
        Launcher.Result result = run("submitter", "deploy", file, "--namespace", NAMESPACE, "--timeout", "20");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.out())
                .contains("creating function " + FUNCTION, "creating source " + SOURCE, "0 of 1 pods ready")
                .contains("removing source " + SOURCE, "removed NetworkPolicy pulsar-cdc-customers");
        assertThat(result.err()).contains("does not run", "0 of 1 pods ready");
        assertNothingIsDeployed();
        assertThat(cluster.kubernetes().requests().toString()).doesNotContain(PASSWORD);
        assertThat(cluster.kubernetes().requests())
                .filteredOn(request -> request.resource().equals("statefulsets")
                        && request.verb().equals("create")
                        && request.name().contains(SOURCE))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.body().toString())
                        .contains("secretKeyRef", "customers-postgres")
                        .doesNotContain(PASSWORD));
    }

    @Test
    void undeployTakesAwayWhatIsThereAndDropsOnlyASlotThatIsThePipelines() throws Exception {
        register();
        for (String topic : TOPICS) {
            admin.topics().createNonPartitionedTopic(topic);
        }
        admin.topics().createNonPartitionedTopic(PREFIX + SOURCE + "-offsets");
        admin.topics().createNonPartitionedTopic(PREFIX + "somebody.elses");
        sql("SELECT pg_create_logical_replication_slot('" + SLOT + "', 'pgoutput')");

        assertThat(run("submitter", "undeploy", file, "--namespace", NAMESPACE).exitCode())
                .isEqualTo(2);
        Launcher.Result kept = run("submitter", "undeploy", file, "--namespace", NAMESPACE, "--keep-slot");
        assertThat(kept.exitCode()).as(kept.toString()).isZero();
        assertNothingIsDeployed();
        assertThat(slots()).isEqualTo(1);
        assertThat(admin.topics().getList(TENANT + "/default")).containsAll(TOPICS);

        Launcher.Result foreign = run("submitter", "undeploy", file, "--namespace", NAMESPACE, "--drop-slot");
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.err()).contains("the slot " + SLOT + " is not written down as one of the pipeline");
        assertThat(slots()).isEqualTo(1);

        register();
        Launcher.Result dropped =
                run("submitter", "undeploy", file, "--namespace", NAMESPACE, "--drop-slot", "--delete-topics");
        assertThat(dropped.exitCode()).as(dropped.toString()).isZero();
        assertThat(dropped.out()).contains("dropped the slot " + SLOT, "deleted the source's position");
        assertThat(slots()).isZero();
        assertNothingIsDeployed();
        assertThat(admin.topics().getList(TENANT + "/default"))
                .doesNotContainAnyElementsOf(TOPICS)
                .doesNotContain(PREFIX + SOURCE + "-offsets")
                .contains(PREFIX + "somebody.elses");
    }

    @Test
    void aFileThatWasEditedToAnotherSlotIsRefusedAndWhatRunsIsOnlyUpdated() throws Exception {
        register();
        Path edited = Files.writeString(
                folder.resolve("edited.yaml"),
                Files.readString(file).replace("    networks:", "    slot: another\n    networks:"));

        Launcher.Result refused = run("submitter", "deploy", edited, "--namespace", NAMESPACE);
        Launcher.Result planned = run("submitter", "deploy", file, "--namespace", NAMESPACE, "--dry-run");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("reads the slot " + SLOT + ", and the pipeline file names another");
        assertThat(planned.exitCode()).as(planned.toString()).isZero();
        // The digest of the code is what was not there.
        assertThat(planned.err())
                .contains("  update  function " + FUNCTION + ": ", "  update  source " + SOURCE + ": ");
        assertThat(run("submitter", "undeploy", file, "--namespace", NAMESPACE, "--keep-slot")
                        .exitCode())
                .isZero();
        assertNothingIsDeployed();
    }

    /** As a deployment that has come through has left it. */
    private static void register() throws Exception {
        Pipeline pipeline = PipelineFile.read(file);
        try (PulsarAdmin tenant = cluster.admin(issuer.token("submitter"))) {
            tenant.functions()
                    .createFunction(
                            PulsarConfigurations.function(pipeline),
                            cluster.functionJar().toString());
            tenant.sources()
                    .createSource(
                            PulsarConfigurations.source(pipeline, new DeploymentTarget.Cluster()),
                            cluster.connectorArchive().toString());
        }
        cluster.awaitPods(TENANT, SOURCE, 1);
        cluster.awaitPods(TENANT, FUNCTION, 1);
    }

    private static void assertNothingIsDeployed() throws Exception {
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

    private static Launcher.Result run(String role, Object... arguments) {
        Launcher.Result result = new Launcher.Command(folder)
                .with(arguments)
                .environment("KUBECONFIG", kubeconfig.toString())
                .environment("PULSAR_TOKEN", role.equals("admin") ? issuer.superUserToken() : issuer.token(role))
                .environment("PULSAR_CDC_SECRET_CUSTOMERS_POSTGRES_PASSWORD", PASSWORD)
                .run(LIMIT);
        assertThat(result.out() + result.err()).doesNotContain(PASSWORD);
        return result;
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static long slots() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery("SELECT count(*) FROM pg_replication_slots")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
