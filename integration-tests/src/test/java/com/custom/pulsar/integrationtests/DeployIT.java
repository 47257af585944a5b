package com.custom.pulsar.integrationtests;

import static com.custom.pulsar.integrationtests.TenantCluster.FUNCTION;
import static com.custom.pulsar.integrationtests.TenantCluster.LIMIT;
import static com.custom.pulsar.integrationtests.TenantCluster.NAMESPACE;
import static com.custom.pulsar.integrationtests.TenantCluster.PASSWORD;
import static com.custom.pulsar.integrationtests.TenantCluster.PROXY;
import static com.custom.pulsar.integrationtests.TenantCluster.PROXY_NAMESPACE;
import static com.custom.pulsar.integrationtests.TenantCluster.SLOT;
import static com.custom.pulsar.integrationtests.TenantCluster.SOURCE;
import static com.custom.pulsar.integrationtests.TenantCluster.SOURCE_POD;
import static com.custom.pulsar.integrationtests.TenantCluster.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pipeline into a cluster, as a tenant. */
@Tag("slow")
@ExtendWith(SharedTenantCluster.class)
class DeployIT {
    private final TenantCluster tenant;

    DeployIT(TenantCluster tenant) {
        this.tenant = tenant;
    }

    @Test
    void aDryRunLooksAtEverythingAndChangesNothing() throws Exception {
        Launcher.Result result =
                tenant.run("submitter", "deploy", tenant.file(), "--dry-run", "--namespace", NAMESPACE);

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.err())
                .contains("Cluster http://127.0.0.1:", "Namespace " + NAMESPACE)
                .contains("  create  NetworkPolicy pulsar-cdc-customers", "  create  function " + FUNCTION)
                .contains("  create  source " + SOURCE);
        assertThat(result.out()).contains("kind: \"NetworkPolicy\"", "kind: \"PodDisruptionBudget\"", "# ");
        tenant.assertNothingIsDeployed();
    }

    @Test
    void aSuperusersTokenIsRefused() throws Exception {
        Launcher.Result result = tenant.run("admin", "deploy", tenant.file(), "--namespace", NAMESPACE);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("the role admin is a superuser of this Pulsar", "--allow-superuser");
        tenant.assertNothingIsDeployed();
    }

    @Test
    void whatFailsHalfWayLeavesNothingOfWhatItCreated() throws Exception {
        // The code of both is uploaded through the pod of the proxy.
        Launcher.Result result =
                tenant.run("submitter", "deploy", tenant.forwarded(), "--namespace", NAMESPACE, "--timeout", "20");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.out())
                .contains("svc.cluster.local:6650, through the pod " + PROXY_NAMESPACE + "/" + PROXY)
                .contains("creating function " + FUNCTION, "creating source " + SOURCE, "0 of 1 pods ready")
                .contains("removing source " + SOURCE, "removed NetworkPolicy pulsar-cdc-customers");
        assertThat(result.err()).contains("does not run", "0 of 1 pods ready");
        tenant.assertNothingIsDeployed();
        assertThat(tenant.cluster().kubernetes().requests().toString()).doesNotContain(PASSWORD);
        assertThat(tenant.cluster().kubernetes().requests())
                .filteredOn(request -> request.resource().equals("statefulsets")
                        && request.verb().equals("create")
                        && request.name().contains(SOURCE))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.body().toString())
                        .contains("secretKeyRef", "customers-postgres")
                        .doesNotContain(PASSWORD));
    }

    @Test
    void aFileThatWasEditedToAnotherSlotIsRefusedAndWhatRunsIsOnlyUpdated() throws Exception {
        tenant.register();
        Path edited = Files.writeString(
                tenant.folder().resolve("edited.yaml"),
                Files.readString(tenant.file()).replace("    networks:", "    slot: another\n    networks:"));

        Launcher.Result refused = tenant.run("submitter", "deploy", edited, "--namespace", NAMESPACE);
        Launcher.Result planned =
                tenant.run("submitter", "deploy", tenant.file(), "--namespace", NAMESPACE, "--dry-run");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("reads the slot " + SLOT + ", and the pipeline file names another");
        assertThat(planned.exitCode()).as(planned.toString()).isZero();
        // The digest of the code is what was not there.
        assertThat(planned.err())
                .contains("  update  function " + FUNCTION + ": ", "  update  source " + SOURCE + ": ");
        assertThat(tenant.run("submitter", "undeploy", tenant.file(), "--namespace", NAMESPACE, "--keep-slot")
                        .exitCode())
                .isZero();
        tenant.assertNothingIsDeployed();
    }

    /** The function is the one that is waited for, and is only pending. */
    @Test
    void aSourceThatCrashesAgainAndAgainIsToldBeforeTheFunctionRuns() throws Exception {
        try (Launcher deploy = tenant.as("submitter", "deploy", tenant.file(), "--namespace", NAMESPACE)
                .start()) {
            deploy.awaitText("pf-shop-default-" + FUNCTION + ": 0 of 1 pods ready", LIMIT);
            tenant.cluster().awaitPods(TENANT, SOURCE, 1);
            tenant.status(2, Map.of("waiting", Map.of("reason", "CrashLoopBackOff", "message", "back-off 20s")));

            Launcher.Result result = deploy.join(LIMIT);
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
            assertThat(result.err())
                    .contains(
                            "pod " + NAMESPACE + "/" + SOURCE_POD
                                    + " ends again and again: CrashLoopBackOff: back-off 20s",
                            "kubectl logs -n " + NAMESPACE + " " + SOURCE_POD + " --previous");
        }
        tenant.assertNothingIsDeployed();
    }

    @Test
    void ctrlCRemovesWhatThisRunHasCreated() throws Exception {
        try (Launcher deploy = tenant.as("submitter", "deploy", tenant.file(), "--namespace", NAMESPACE)
                .start()) {
            deploy.awaitText("0 of 1 pods ready", LIMIT);
            deploy.interrupt();

            Launcher.Result result = deploy.join(LIMIT);
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
            assertThat(result.out())
                    .containsSubsequence(
                            "creating source " + SOURCE,
                            "It ends once the servers have answered what they were asked; Ctrl-C again ends it at once.",
                            "Interrupted; what this run has created is removed again. Topics, slot and Secrets stay.",
                            "removing source " + SOURCE,
                            "removed NetworkPolicy pulsar-cdc-customers");
        }
        tenant.assertNothingIsDeployed();
    }

    /** As a node that is drained does it to the rendered Job. */
    @Test
    void sigtermDoesTheSameAndLeavesWhatWasThereBefore() throws Exception {
        tenant.register();
        try (Launcher deploy = tenant.as("submitter", "deploy", tenant.file(), "--namespace", NAMESPACE)
                .start()) {
            deploy.awaitText("updating function " + FUNCTION, LIMIT);
            deploy.terminate();

            Launcher.Result result = deploy.join(LIMIT);
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(143);
            assertThat(result.out()).contains("Interrupted; what this run has created is removed again.");
            assertThat(result.out()).contains("removed NetworkPolicy pulsar-cdc-customers");
            assertThat(result.out()).doesNotContain("removing ");
        }
        assertThat(tenant.admin().sources().listSources(TENANT, "default")).containsExactly(SOURCE);
        tenant.removes();
    }
}
