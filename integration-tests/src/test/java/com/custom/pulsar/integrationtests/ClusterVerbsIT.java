package com.custom.pulsar.integrationtests;

import static com.custom.pulsar.integrationtests.TenantCluster.FUNCTION;
import static com.custom.pulsar.integrationtests.TenantCluster.HOSTNAME;
import static com.custom.pulsar.integrationtests.TenantCluster.LIMIT;
import static com.custom.pulsar.integrationtests.TenantCluster.NAMESPACE;
import static com.custom.pulsar.integrationtests.TenantCluster.POSTGRES;
import static com.custom.pulsar.integrationtests.TenantCluster.PREFIX;
import static com.custom.pulsar.integrationtests.TenantCluster.PROXY;
import static com.custom.pulsar.integrationtests.TenantCluster.PROXY_NAMESPACE;
import static com.custom.pulsar.integrationtests.TenantCluster.SLOT;
import static com.custom.pulsar.integrationtests.TenantCluster.SOURCE;
import static com.custom.pulsar.integrationtests.TenantCluster.SOURCE_POD;
import static com.custom.pulsar.integrationtests.TenantCluster.TENANT;
import static com.custom.pulsar.integrationtests.TenantCluster.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.Launcher;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.pulsar.client.api.AuthenticationFactory;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.Schema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is asked and told of a pipeline in a cluster, and done to its position, by a tenant. */
@Tag("slow")
@ExtendWith(SharedTenantCluster.class)
class ClusterVerbsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TenantCluster tenant;

    ClusterVerbsIT(TenantCluster tenant) {
        this.tenant = tenant;
    }

    @Test
    void statusTellsOfThePipelineInPulsarAndOfItsPodsInTheCluster() throws Exception {
        tenant.register();
        tenant.status(3, Map.of("waiting", Map.of("reason", "CrashLoopBackOff", "message", "back-off 40s")));

        Launcher.Result text = tenant.verb("status");
        Launcher.Result json = tenant.verb("status", "--output", "json");

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
        tenant.removes();
    }

    @Test
    void logsAreThoseOfThePodsAndGoOnWithTheOneThatTakesItsPlace() throws Exception {
        tenant.register();
        assertThat(tenant.verb("logs", "source").err())
                .contains("has logged nothing yet: its container has not been started");
        assertThat(tenant.verb("logs", "postgres").exitCode()).isEqualTo(2);
        tenant.status(0, Map.of("running", Map.of()));
        tenant.cluster().kubernetes().log(NAMESPACE, SOURCE_POD, "first\n\u001b[2J hostile\n");

        Launcher.Result last = tenant.verb("logs", "source", "--lines", "1");
        assertThat(last.exitCode()).as(last.toString()).isZero();
        assertThat(last.out()).isEqualTo("\\u001b[2J hostile\n");
        assertThat(last.err()).contains("Cluster http://127.0.0.1:", "Namespace " + NAMESPACE);
        Launcher.Result both = tenant.verb("logs");
        assertThat(both.out()).isEqualTo("source   first\nsource   \\u001b[2J hostile\n");
        assertThat(both.err()).contains(FUNCTION + "-0 has logged nothing yet");

        long asked = tenant.logRequests();
        try (Launcher follow =
                tenant.command("logs", "source", "--follow", "--lines", "0").start()) {
            follow.awaitText("Namespace " + NAMESPACE, LIMIT);
            await().atMost(LIMIT).until(() -> tenant.logRequests() > asked);
            tenant.cluster().kubernetes().log(NAMESPACE, SOURCE_POD, "while it is followed\n");
            follow.awaitText("while it is followed\n", LIMIT);
            tenant.cluster().kubernetes().endLog(NAMESPACE, SOURCE_POD);
            tenant.cluster().kubernetes().log(NAMESPACE, SOURCE_POD, "the next container\n");
            tenant.status(1, Map.of("running", Map.of()));
            follow.awaitText("the next container\n", LIMIT);
            follow.interrupt();
            assertThat(follow.join(LIMIT).exitCode()).isEqualTo(130);
            assertThat(follow.out()).isEqualTo("while it is followed\nthe next container\n");
        }
        tenant.removes();
    }

    @Test
    void tailOffsetsAndSnapshotActOnThePipelineInTheCluster() throws Exception {
        tenant.register();
        tenant.sql("SELECT pg_create_logical_replication_slot('" + SLOT + "', 'pgoutput')");
        // A topic that nobody reads is deleted after a minute.
        tenant.admin().topics().createSubscription(TOPICS.get(1), "keeps-it", MessageId.earliest);
        try (PulsarClient client = PulsarClient.builder()
                        .serviceUrl(tenant.cluster().pulsar().serviceUrl())
                        .authentication(
                                AuthenticationFactory.token(tenant.issuer().superUserToken()))
                        .build();
                Producer<String> producer =
                        client.newProducer(Schema.STRING).topic(TOPICS.get(1)).create()) {
            producer.newMessage().key("{\"id\":7}").value("{\"op\":\"c\"}").send();
        }
        try (Launcher tail = tenant.command("tail", "--from", "earliest").start()) {
            tail.awaitText("{\"topic\":\"" + TOPICS.get(1) + "\"", LIMIT);
            tail.interrupt();
            tail.join(LIMIT);
            assertThat(tail.out()).hasLineCount(1).contains("\"event\":{\"op\":\"c\"}");
            assertThat(tail.err()).contains("Cluster http://127.0.0.1:", "Namespace " + NAMESPACE);
        }

        Launcher.Result reset = tenant.verb("offsets", "reset", "--yes");
        assertThat(reset.exitCode()).as(reset.toString()).isZero();
        assertThat(reset.out())
                .containsSubsequence(
                        "Cluster http://127.0.0.1:",
                        "Namespace " + NAMESPACE,
                        "Stopped the source.",
                        "Started the source again.",
                        "The position is thrown away");
        Launcher.Result shown = tenant.verb("offsets", "show", "--output", "json");
        assertThat(shown.exitCode()).as(shown.toString()).isZero();
        assertThat(JSON.readTree(shown.out())
                        .path("record")
                        .path("snapshotOfSlot")
                        .asText())
                .isEqualTo(SLOT);
        assertThat(JSON.readTree(shown.out()).path("slot").path("active").asBoolean(true))
                .isFalse();

        Path position = Files.writeString(tenant.folder().resolve("position.json"), """
                {"format": "pulsar-cdc-offset/v1", "pipeline": "customers", "slot": "%s",
                 "record": {"partition": {"server": "dbserver1"}, "offset": {"lsn": %d}, "numbering": null}}
                """.formatted(
                        SLOT, tenant.number("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")));
        Launcher.Result imported = tenant.verb("offsets", "import", position);
        assertThat(imported.exitCode()).as(imported.toString()).isZero();
        assertThat(imported.out())
                .containsSubsequence(
                        "Cluster http://127.0.0.1:",
                        "PostgreSQL " + HOSTNAME + ":5432, through the pod " + PROXY_NAMESPACE + "/" + POSTGRES,
                        "The position is now ");
        Launcher.Result exported = tenant.verb("offsets", "export");
        assertThat(JSON.readTree(exported.out()).path("record").path("offset"))
                .isEqualTo(JSON.readTree(position.toFile()).path("record").path("offset"));
        assertThat(exported.err()).contains("Cluster http://127.0.0.1:");

        Launcher.Result snapshot = tenant.verb("snapshot", "public.customers", "--detach");
        assertThat(snapshot.exitCode()).isEqualTo(1);
        assertThat(snapshot.out()).contains("Cluster http://127.0.0.1:");
        assertThat(snapshot.err()).contains("The source " + SOURCE + " does not run, so nobody would read the tables");
        tenant.removes();
        tenant.sql("SELECT pg_drop_replication_slot('" + SLOT + "')");
        tenant.admin().topics().delete(TOPICS.get(1), true);
        tenant.admin().topics().delete(PREFIX + SOURCE + "-offsets", true);
    }

    @Test
    void aDatabaseInTheClusterIsReachedByItsShortNameTooAndItsCertificateIsLookedAtForTheNameThatIsWritten()
            throws Exception {
        tenant.register();
        String full = Files.readString(tenant.forwarded());
        Path wrong = Files.writeString(
                tenant.folder().resolve("short.yaml"), full.replace(HOSTNAME, "postgres." + PROXY_NAMESPACE));
        Path open = Files.writeString(
                tenant.folder().resolve("open.yaml"), Files.readString(wrong).replaceFirst("    tls: .*\n", ""));

        assertThat(slot(tenant.command("offsets", "show")).path("active").isMissingNode())
                .isTrue();
        assertThat(slot(tenant.on(wrong, "offsets", "show")).path("error").asText())
                .contains("postgres." + PROXY_NAMESPACE);
        Launcher.Result reached =
                tenant.on(open, "offsets", "show", "--output", "json").run(LIMIT);
        assertThat(JSON.readTree(reached.out()).path("slot").isNull())
                .as(reached.toString())
                .isTrue();
        assertThat(reached.err())
                .contains("PostgreSQL postgres." + PROXY_NAMESPACE + ":5432, through the pod " + PROXY_NAMESPACE + "/"
                        + POSTGRES);
        tenant.removes();
    }

    @Test
    void whatKeepsTheDatabaseFromBeingReachedIsTold() throws Exception {
        tenant.register();
        assertThat(slot(tenant.command("offsets", "show")
                                .environment("PULSAR_CDC_SECRET_CUSTOMERS_POSTGRES_PASSWORD", ""))
                        .path("error")
                        .asText())
                .contains(
                        "no Secret of the cluster is read from here",
                        "PULSAR_CDC_SECRET_CUSTOMERS_POSTGRES_PASSWORD",
                        "--secrets");

        tenant.revoke("database-rbac.yaml", PROXY_NAMESPACE);
        Launcher.Result snapshot =
                tenant.command("snapshot", "public.customers").run(LIMIT);
        assertThat(snapshot.exitCode()).isEqualTo(1);
        assertThat(snapshot.err())
                .contains(
                        "may not get services in the namespace " + PROXY_NAMESPACE,
                        "deploy/manifests/database-rbac.yaml",
                        "Nothing was begun.");
        tenant.grant("database-rbac.yaml", PROXY_NAMESPACE);
        tenant.removes();
    }

    private static JsonNode slot(Launcher.Command command) throws Exception {
        Launcher.Result result = command.with("--output", "json").run(LIMIT);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return JSON.readTree(result.out()).path("slot");
    }
}
