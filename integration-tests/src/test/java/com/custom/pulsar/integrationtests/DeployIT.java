package com.custom.pulsar.integrationtests;

import static com.custom.pulsar.integrationtests.FunctionsCluster.NAMESPACE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
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
import org.apache.pulsar.client.api.AuthenticationFactory;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.Schema;
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
    private static final long MEBIBYTE = 1024 * 1024;
    private static final String TENANT = "shop";
    private static final String SOURCE = "debezium-postgres-source";
    private static final String FUNCTION = "cdc-enrichment";
    private static final String PASSWORD = "canary-5d0b9f8e71";
    private static final String SOURCE_POD = FunctionsCluster.job(TENANT, SOURCE) + "-0";
    private static final String PROXY_NAMESPACE = "pulsar";
    private static final String PROXY = "pulsar-proxy-0";
    /** Where a broker is looked for: by the context, or by Pulsar's address. */
    private static final Set<String> BROKERS = Set.of("default", PROXY_NAMESPACE);

    private static final ObjectMapper JSON = new ObjectMapper();
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
    /** The same pipeline, with addresses that only the cluster knows. */
    private static Path forwarded;

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
                                "allowedSecrets", TENANT + "/default/" + SOURCE + "*=customers-postgres/password"))
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
        grant("deploy-rbac.yaml", NAMESPACE);
        makesAProxy();
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
                                "http://pulsar-proxy." + PROXY_NAMESPACE + ".svc.cluster.local:80"));
    }

    /** A pod as that of the chart's proxy, behind whose ports there is Pulsar itself. */
    private static void makesAProxy() throws Exception {
        cluster.kubernetes().namespace(PROXY_NAMESPACE, Map.of());
        grant("proxy-rbac.yaml", PROXY_NAMESPACE);
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Pod",
                        "metadata",
                        Map.of("name", PROXY, "namespace", PROXY_NAMESPACE, "labels", Map.of("component", "proxy")),
                        "spec",
                        Map.of("containers", List.of(Map.of("name", "proxy", "image", "apachepulsar/pulsar:4.0.8"))),
                        "status",
                        Map.of("phase", "Running")));
        cluster.kubernetes()
                .listen(
                        PROXY_NAMESPACE,
                        PROXY,
                        6650,
                        URI.create(cluster.pulsar().serviceUrl()).getPort());
        cluster.kubernetes()
                .listen(
                        PROXY_NAMESPACE,
                        PROXY,
                        8080,
                        URI.create(cluster.pulsar().adminUrl()).getPort());
    }

    private static void grant(String manifest, String namespace) throws Exception {
        Map<String, Object> role = new LinkedHashMap<>(new YAMLMapper()
                .readValue(
                        ROOT.resolve("deploy/manifests").resolve(manifest).toFile(),
                        new TypeReference<Map<String, Object>>() {}));
        role.put("metadata", Map.of("name", "tenant", "namespace", namespace));
        cluster.kubernetes().apply(role);
        cluster.kubernetes()
                .apply(Map.of(
                        "apiVersion",
                        "rbac.authorization.k8s.io/v1",
                        "kind",
                        "RoleBinding",
                        "metadata",
                        Map.of("name", "tenant", "namespace", namespace),
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
                // Whose settings the functions worker has is looked at where it is allowed.
                .filteredOn(request -> !BROKERS.contains(request.namespace()))
                .allSatisfy(request ->
                        assertThat(request.forbidden()).as(request.toString()).isFalse());
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
        // The code of both is uploaded through the pod of the proxy.
        Launcher.Result result = run("submitter", "deploy", forwarded, "--namespace", NAMESPACE, "--timeout", "20");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.out())
                .contains("svc.cluster.local:6650, through the pod " + PROXY_NAMESPACE + "/" + PROXY)
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

    @Test
    void statusTellsOfThePipelineInPulsarAndOfItsPodsInTheCluster() throws Exception {
        register();
        status(3, Map.of("waiting", Map.of("reason", "CrashLoopBackOff", "message", "back-off 40s")));

        Launcher.Result text = verb("status");
        Launcher.Result json = verb("status", "--output", "json");

        assertThat(text.exitCode()).as(text.toString()).isEqualTo(1);
        assertThat(text.out())
                .containsSubsequence(
                        "Cluster http://127.0.0.1:",
                        "(context double)",
                        "Namespace " + NAMESPACE + ", broker in " + PROXY_NAMESPACE,
                        "through the pod " + PROXY_NAMESPACE + "/" + PROXY,
                        "Pipeline customers",
                        "  source    " + SOURCE,
                        "NOT RUNNING",
                        "  pod       " + SOURCE_POD + ": Running, NOT READY, 3 restarts",
                        "CrashLoopBackOff: back-off 40s (it last ended with exit code 1, Error)",
                        "  pod       " + FunctionsCluster.job(TENANT, FUNCTION) + "-0: Pending, NOT READY, 0 restarts");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.err()).contains("Cluster http://127.0.0.1:", "Namespace " + NAMESPACE);
        JsonNode status = JSON.readTree(json.out());
        assertThat(status.path("cluster").path("context").asText()).isEqualTo("double");
        assertThat(status.path("source").path("deployed").asBoolean()).isTrue();
        JsonNode source = status.path("workloads").path(0);
        assertThat(source.path("component").asText()).isEqualTo("source");
        assertThat(source.path("wanted").asInt()).isEqualTo(1);
        assertThat(source.path("pods").path(0).path("name").asText()).isEqualTo(SOURCE_POD);
        assertThat(source.path("pods").path(0).path("restarts").asInt()).isEqualTo(3);
        removes();
    }

    @Test
    void logsAreThoseOfThePodsAndGoOnWithTheOneThatTakesItsPlace() throws Exception {
        register();
        assertThat(verb("logs", "source").err()).contains("has logged nothing yet: its container has not been started");
        assertThat(verb("logs", "postgres").exitCode()).isEqualTo(2);
        status(0, Map.of("running", Map.of()));
        cluster.kubernetes().log(NAMESPACE, SOURCE_POD, "first\n\u001b[2J hostile\n");

        Launcher.Result last = verb("logs", "source", "--lines", "1");
        assertThat(last.exitCode()).as(last.toString()).isZero();
        assertThat(last.out()).isEqualTo("\\u001b[2J hostile\n");
        assertThat(last.err()).contains("Cluster http://127.0.0.1:", "Namespace " + NAMESPACE);
        Launcher.Result both = verb("logs");
        assertThat(both.out()).isEqualTo("source   first\nsource   \\u001b[2J hostile\n");
        assertThat(both.err()).contains(FUNCTION + "-0 has logged nothing yet");

        long asked = logRequests();
        try (Launcher follow =
                command("logs", "source", "--follow", "--lines", "0").start()) {
            follow.awaitText("Namespace " + NAMESPACE, LIMIT);
            await().atMost(LIMIT).until(() -> logRequests() > asked);
            cluster.kubernetes().log(NAMESPACE, SOURCE_POD, "while it is followed\n");
            follow.awaitText("while it is followed\n", LIMIT);
            cluster.kubernetes().endLog(NAMESPACE, SOURCE_POD);
            cluster.kubernetes().log(NAMESPACE, SOURCE_POD, "the next container\n");
            status(1, Map.of("running", Map.of()));
            follow.awaitText("the next container\n", LIMIT);
            follow.interrupt();
            assertThat(follow.join(LIMIT).exitCode()).isEqualTo(130);
            assertThat(follow.out()).isEqualTo("while it is followed\nthe next container\n");
        }
        removes();
    }

    @Test
    void tailOffsetsAndSnapshotActOnThePipelineInTheCluster() throws Exception {
        register();
        sql("SELECT pg_create_logical_replication_slot('" + SLOT + "', 'pgoutput')");
        // A topic that nobody reads is deleted after a minute.
        admin.topics().createSubscription(TOPICS.get(1), "keeps-it", MessageId.earliest);
        try (PulsarClient client = PulsarClient.builder()
                        .serviceUrl(cluster.pulsar().serviceUrl())
                        .authentication(AuthenticationFactory.token(issuer.superUserToken()))
                        .build();
                Producer<String> producer =
                        client.newProducer(Schema.STRING).topic(TOPICS.get(1)).create()) {
            producer.newMessage().key("{\"id\":7}").value("{\"op\":\"c\"}").send();
        }
        try (Launcher tail = command("tail", "--from", "earliest").start()) {
            tail.awaitText("{\"topic\":\"" + TOPICS.get(1) + "\"", LIMIT);
            tail.interrupt();
            tail.join(LIMIT);
            assertThat(tail.out()).hasLineCount(1).contains("\"event\":{\"op\":\"c\"}");
            assertThat(tail.err()).contains("Cluster http://127.0.0.1:", "Namespace " + NAMESPACE);
        }

        Launcher.Result reset = verb("offsets", "reset", "--yes");
        assertThat(reset.exitCode()).as(reset.toString()).isZero();
        assertThat(reset.out())
                .containsSubsequence(
                        "Cluster http://127.0.0.1:",
                        "Namespace " + NAMESPACE,
                        "Stopped the source.",
                        "Started the source again.",
                        "The position is thrown away");
        Launcher.Result shown = verb("offsets", "show", "--output", "json");
        assertThat(shown.exitCode()).as(shown.toString()).isZero();
        assertThat(JSON.readTree(shown.out())
                        .path("record")
                        .path("snapshotOfSlot")
                        .asText())
                .isEqualTo(SLOT);
        assertThat(JSON.readTree(shown.out()).path("slot").path("active").asBoolean(true))
                .isFalse();

        Path position = Files.writeString(folder.resolve("position.json"), """
                {"format": "pulsar-cdc-offset/v1", "pipeline": "customers", "slot": "%s",
                 "record": {"partition": {"server": "dbserver1"}, "offset": {"lsn": %d}, "numbering": null}}
                """.formatted(
                        SLOT, number("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")));
        Launcher.Result imported = verb("offsets", "import", position);
        assertThat(imported.exitCode()).as(imported.toString()).isZero();
        assertThat(imported.out()).contains("Cluster http://127.0.0.1:", "The position is now ");
        Launcher.Result exported = verb("offsets", "export");
        assertThat(JSON.readTree(exported.out()).path("record").path("offset"))
                .isEqualTo(JSON.readTree(position.toFile()).path("record").path("offset"));
        assertThat(exported.err()).contains("Cluster http://127.0.0.1:");

        Launcher.Result snapshot = verb("snapshot", "public.customers", "--detach");
        assertThat(snapshot.exitCode()).isEqualTo(1);
        assertThat(snapshot.out()).contains("Cluster http://127.0.0.1:");
        assertThat(snapshot.err()).contains("The source " + SOURCE + " does not run, so nobody would read the tables");
        removes();
        sql("SELECT pg_drop_replication_slot('" + SLOT + "')");
        admin.topics().delete(TOPICS.get(1), true);
        admin.topics().delete(PREFIX + SOURCE + "-offsets", true);
    }

    /** The source's pod as a node would report it. */
    private static void status(int restarts, Map<String, Object> state) {
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

    private static long logRequests() {
        return cluster.kubernetes().requests().stream()
                .filter(request -> request.resource().equals("pods/log"))
                .count();
    }

    private static void removes() throws Exception {
        assertThat(run("submitter", "undeploy", file, "--namespace", NAMESPACE, "--keep-slot")
                        .exitCode())
                .isZero();
        assertNothingIsDeployed();
    }

    /** A verb on the pipeline as the cluster has it, through the pod of the proxy. */
    private static Launcher.Command command(Object... arguments) {
        return new Launcher.Command(folder)
                .with(arguments)
                .with("--context", "double", "--pipeline", forwarded, "--namespace", NAMESPACE)
                .environment("KUBECONFIG", kubeconfig.toString())
                .environment("PULSAR_TOKEN", issuer.token("submitter"))
                .environment("PULSAR_CDC_SECRET_CUSTOMERS_POSTGRES_PASSWORD", PASSWORD);
    }

    private static Launcher.Result verb(Object... arguments) {
        Launcher.Result result = command(arguments).run(LIMIT);
        assertThat(result.out() + result.err()).doesNotContain(PASSWORD, issuer.token("submitter"));
        return result;
    }

    /** The Job's command in the environment that Kubernetes gives a pod of its account, against the same double; without TLS, which that has not. */
    @Test
    void theJobThatIsRenderedDeploysWithTheRightsThatAreRenderedWithIt() throws Exception {
        Path rendered = folder.resolve("rendered");
        Path committed = Files.writeString(
                folder.resolve("committed.yaml"),
                Files.readString(file).replace("{ env: PULSAR_TOKEN }", "{ secret: pulsar-token, key: token }"));
        Launcher.Result written = run(
                "submitter", "render", committed, "--kubernetes", rendered, "--namespace", NAMESPACE, "--image", "a:1");
        assertThat(written.exitCode()).as(written.toString()).isZero();
        for (String role : List.of("deploy-rbac.yaml", "verify-role.yaml")) {
            apply(ROOT.resolve("deploy/manifests").resolve(role));
        }
        for (String manifest : List.of(
                "job-rolebinding.yaml",
                "job-rolebinding-broker.yaml",
                "networkpolicy.yaml",
                "poddisruptionbudget.yaml")) {
            apply(rendered.resolve(manifest));
        }
        JsonNode pod =
                new YAMLMapper().readTree(rendered.resolve("job.yaml").toFile()).at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        Path mount = Files.createDirectory(folder.resolve("mount"));
        for (Map.Entry<String, JsonNode> content : new YAMLMapper()
                .readTree(rendered.resolve("job-configmap.yaml").toFile())
                .path("data")
                .properties()) {
            Files.writeString(
                    mount.resolve(content.getKey()), content.getValue().asText());
        }
        String account = pod.path("serviceAccountName").asText();
        Path token = Files.writeString(
                folder.resolve("token"), cluster.kubernetes().serviceAccountToken(NAMESPACE, account));
        assertThat(container.at("/env/0/valueFrom/secretKeyRef/name").asText()).isEqualTo("pulsar-token");
        Launcher.Command command = new Launcher.Command(folder)
                .environment("KUBECONFIG", folder.resolve("none").toString())
                .environment("KUBERNETES_SERVICE_HOST", "127.0.0.1")
                .environment("KUBERNETES_SERVICE_PORT", "443")
                .environment("KUBERNETES_MASTER", cluster.kubernetes().url())
                .environment("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString())
                .environment(container.at("/env/0/name").asText(), issuer.token("submitter"));
        container
                .path("args")
                .forEach(argument -> command.with(argument.asText()
                        .replaceFirst(
                                "^" + container.at("/volumeMounts/0/mountPath").asText(), mount.toString())));

        try (Launcher job = command.start()) {
            job.awaitText("creating source " + SOURCE, LIMIT);
            cluster.awaitPods(TENANT, SOURCE, 1);
            cluster.awaitPods(TENANT, FUNCTION, 1);
            assertThat(job.out())
                    .contains("  keep    NetworkPolicy pulsar-cdc-customers", "  create  function " + FUNCTION);
            assertThat(mostMemory(job.pid()))
                    .isLessThan(MEBIBYTE
                            * Long.parseLong(container
                                    .at("/resources/limits/memory")
                                    .asText()
                                    .replace("Mi", "")));
        }

        assertThat(cluster.kubernetes().requests())
                .filteredOn(request -> request.user().endsWith(":" + account))
                .hasSizeGreaterThan(10)
                .allSatisfy(request ->
                        assertThat(request.forbidden()).as(request.toString()).isFalse())
                .allSatisfy(request -> assertThat(request.resource()).isNotEqualTo("secrets"));
        assertThat(run("submitter", "undeploy", file, "--namespace", NAMESPACE, "--keep-slot")
                        .exitCode())
                .isZero();
        assertNothingIsDeployed();
    }

    /** In bytes, of a process that runs. */
    private static long mostMemory(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    private static void apply(Path manifest) throws IOException {
        Map<String, Object> object =
                new YAMLMapper().readValue(manifest.toFile(), new TypeReference<LinkedHashMap<String, Object>>() {});
        Map<String, Object> metadata = new LinkedHashMap<>();
        ((Map<?, ?>) requireNonNull(object.get("metadata")))
                .forEach((key, value) -> metadata.put(key.toString(), value));
        metadata.putIfAbsent("namespace", NAMESPACE);
        object.put("metadata", metadata);
        cluster.kubernetes().apply(object);
    }

    @Test
    void aPipelineOfSeveralSourcesIsPlannedAndTakenAwayAsAWhole() throws Exception {
        String further = SOURCE + "-orders";
        Path split = Files.writeString(
                folder.resolve("split.yaml"), Files.readString(file) + "  split: { orders: [ public.orders ] }\n");
        Launcher.Result planned = run("submitter", "deploy", split, "--namespace", NAMESPACE, "--dry-run");
        assertThat(planned.exitCode()).as(planned.toString()).isZero();
        assertThat(planned.err()).contains("  create  source " + SOURCE + "\n", "  create  source " + further + "\n");
        assertThat(planned.out()).contains("pulsar-cdc/slot: \"" + SLOT + "," + SLOT + "_orders@127.0.0.1:");
        register(split);
        cluster.awaitPods(TENANT, further, 1);
        for (String slot : List.of(SLOT, SLOT + "_orders")) {
            sql("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
        }
        admin.topics().createNonPartitionedTopic(PREFIX + SOURCE + "-offsets");
        admin.topics().createNonPartitionedTopic(PREFIX + further + "-offsets");

        // A source that the file does not name any more still publishes.
        Launcher.Result left = run("submitter", "deploy", file, "--namespace", NAMESPACE, "--dry-run");
        assertThat(left.exitCode()).isEqualTo(1);
        assertThat(left.err()).contains("the source " + further + " publishes to the same topics");

        Launcher.Result dropped = run("submitter", "undeploy", split, "--namespace", NAMESPACE, "--drop-slot");
        assertThat(dropped.exitCode()).as(dropped.toString()).isZero();
        assertThat(dropped.out()).contains("dropped the slot " + SLOT + "\n", "dropped the slot " + SLOT + "_orders\n");
        assertThat(slots()).isZero();
        assertThat(admin.topics().getList(TENANT + "/default"))
                .doesNotContain(PREFIX + SOURCE + "-offsets", PREFIX + further + "-offsets");
        assertNothingIsDeployed();
        cluster.awaitPods(TENANT, further, 0);
    }

    private static void register() throws Exception {
        register(file);
    }

    /** As a deployment that has come through has left it. */
    private static void register(Path of) throws Exception {
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
        return number("SELECT count(*) FROM pg_replication_slots");
    }

    private static long number(String query) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
