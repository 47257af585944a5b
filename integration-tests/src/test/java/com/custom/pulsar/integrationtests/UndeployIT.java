package com.custom.pulsar.integrationtests;

import static com.custom.pulsar.integrationtests.TenantCluster.FUNCTION;
import static com.custom.pulsar.integrationtests.TenantCluster.HOSTNAME;
import static com.custom.pulsar.integrationtests.TenantCluster.LIMIT;
import static com.custom.pulsar.integrationtests.TenantCluster.NAMESPACE;
import static com.custom.pulsar.integrationtests.TenantCluster.POSTGRES;
import static com.custom.pulsar.integrationtests.TenantCluster.PREFIX;
import static com.custom.pulsar.integrationtests.TenantCluster.PROXY_NAMESPACE;
import static com.custom.pulsar.integrationtests.TenantCluster.SLOT;
import static com.custom.pulsar.integrationtests.TenantCluster.SOURCE;
import static com.custom.pulsar.integrationtests.TenantCluster.TENANT;
import static com.custom.pulsar.integrationtests.TenantCluster.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pipeline out of a cluster, as a tenant. */
@Tag("slow")
@ExtendWith(SharedTenantCluster.class)
class UndeployIT {
    private final TenantCluster tenant;

    UndeployIT(TenantCluster tenant) {
        this.tenant = tenant;
    }

    @Test
    void undeployTakesAwayWhatIsThereAndDropsOnlyASlotThatIsThePipelines() throws Exception {
        tenant.register();
        for (String topic : TOPICS) {
            tenant.admin().topics().createNonPartitionedTopic(topic);
        }
        tenant.admin().topics().createNonPartitionedTopic(PREFIX + SOURCE + "-offsets");
        tenant.admin().topics().createNonPartitionedTopic(PREFIX + "somebody.elses");
        tenant.sql("SELECT pg_create_logical_replication_slot('" + SLOT + "', 'pgoutput')");

        assertThat(tenant.run("submitter", "undeploy", tenant.file(), "--namespace", NAMESPACE)
                        .exitCode())
                .isEqualTo(2);
        Launcher.Result kept =
                tenant.run("submitter", "undeploy", tenant.file(), "--namespace", NAMESPACE, "--keep-slot");
        assertThat(kept.exitCode()).as(kept.toString()).isZero();
        tenant.assertNothingIsDeployed();
        assertThat(tenant.slots()).isEqualTo(1);
        assertThat(tenant.admin().topics().getList(TENANT + "/default")).containsAll(TOPICS);

        Launcher.Result foreign =
                tenant.run("submitter", "undeploy", tenant.file(), "--namespace", NAMESPACE, "--drop-slot");
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.err()).contains("the slot " + SLOT + " is not written down as one of the pipeline");
        assertThat(tenant.slots()).isEqualTo(1);

        // By the names that only the cluster knows.
        tenant.register(tenant.forwarded());
        Launcher.Result dropped = tenant.run(
                "submitter",
                "undeploy",
                tenant.forwarded(),
                "--namespace",
                NAMESPACE,
                "--drop-slot",
                "--delete-topics");
        assertThat(dropped.exitCode()).as(dropped.toString()).isZero();
        assertThat(dropped.out())
                .containsSubsequence(
                        "PostgreSQL " + HOSTNAME + ":5432, through the pod " + PROXY_NAMESPACE + "/" + POSTGRES,
                        "dropped the slot " + SLOT,
                        "deleted the source's position");
        assertThat(tenant.slots()).isZero();
        tenant.assertNothingIsDeployed();
        assertThat(tenant.admin().topics().getList(TENANT + "/default"))
                .doesNotContainAnyElementsOf(TOPICS)
                .doesNotContain(PREFIX + SOURCE + "-offsets")
                .contains(PREFIX + "somebody.elses");
    }

    @Test
    void aPipelineOfSeveralSourcesIsPlannedAndTakenAwayAsAWhole() throws Exception {
        String further = SOURCE + "-orders";
        Path split = Files.writeString(
                tenant.folder().resolve("split.yaml"),
                Files.readString(tenant.file()) + "  split: { orders: [ public.orders ] }\n");
        Launcher.Result planned = tenant.run("submitter", "deploy", split, "--namespace", NAMESPACE, "--dry-run");
        assertThat(planned.exitCode()).as(planned.toString()).isZero();
        assertThat(planned.err()).contains("  create  source " + SOURCE + "\n", "  create  source " + further + "\n");
        assertThat(planned.out()).contains("pulsar-cdc/slot: \"" + SLOT + "," + SLOT + "_orders@127.0.0.1:");
        tenant.register(split);
        tenant.cluster().awaitPods(TENANT, further, 1);
        for (String slot : List.of(SLOT, SLOT + "_orders")) {
            tenant.sql("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
        }
        tenant.admin().topics().createNonPartitionedTopic(PREFIX + SOURCE + "-offsets");
        tenant.admin().topics().createNonPartitionedTopic(PREFIX + further + "-offsets");

        // A source that the tenant.file() does not name any more still publishes.
        Launcher.Result left = tenant.run("submitter", "deploy", tenant.file(), "--namespace", NAMESPACE, "--dry-run");
        assertThat(left.exitCode()).isEqualTo(1);
        assertThat(left.err()).contains("the source " + further + " publishes to the same topics");

        Launcher.Result dropped = tenant.run("submitter", "undeploy", split, "--namespace", NAMESPACE, "--drop-slot");
        assertThat(dropped.exitCode()).as(dropped.toString()).isZero();
        assertThat(dropped.out()).contains("dropped the slot " + SLOT + "\n", "dropped the slot " + SLOT + "_orders\n");
        assertThat(tenant.slots()).isZero();
        assertThat(tenant.admin().topics().getList(TENANT + "/default"))
                .doesNotContain(PREFIX + SOURCE + "-offsets", PREFIX + further + "-offsets");
        tenant.assertNothingIsDeployed();
        tenant.cluster().awaitPods(TENANT, further, 0);
    }

    @Test
    void ctrlCEndsItWhereItStandsAndTheNextRunGoesOn() throws Exception {
        tenant.register();
        // For as long as it is there, the source's StatefulSet is waited for.
        tenant.anotherStatefulSet("source");
        try (Launcher undeploy = tenant.as(
                        "submitter", "undeploy", tenant.file(), "--namespace", NAMESPACE, "--keep-slot")
                .start()) {
            undeploy.awaitText("removing function " + FUNCTION, LIMIT);
            undeploy.interrupt();

            Launcher.Result result = undeploy.join(LIMIT);
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
            assertThat(result.out())
                    .contains(
                            "Interrupted; what was removed until here stays removed. Run it again: it goes on with the rest of"
                                    + " the list above.")
                    .doesNotContain("is gone from the cluster");
        }
        tenant.anotherStatefulSet("none");
        tenant.removes();
    }
}
