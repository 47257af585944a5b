package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.custom.pulsar.testsupport.ShellPage.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands of {@code docs/kubernetes.md}, one after the other as a reader types them; its first section has made the {@link PlainCluster}. */
@Tag("cluster")
@Timeout(value = 1, unit = TimeUnit.HOURS)
@ExtendWith(PlainCluster.Extension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KubernetesPageIT {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final String PAGE_IMAGE = "registry.example.com/pulsar-cdc@sha256:…";

    private static PlainCluster cluster;

    @BeforeAll
    static void aClusterWithPulsar(PlainCluster given) {
        cluster = given;
    }

    @Test
    @Order(1)
    void aStrangerGetsFromAnEmptyClusterToAVerifiedEnrichedEventAndBack() throws Exception {
        Outcome outcome = cluster.run(
                cluster.commands("The tenant", "How it is", "Is it hardened, does it work", "Away with it"), LIMIT);

        assertThat(outcome.exitCode()).as(outcome.told()).isZero();
        assertThat(outcome.out())
                .as("an enriched event")
                .contains(
                        "\"name\":\"Aster Bakery\"",
                        "\"enriched\":true,\"function_name\":\"cdc-enrichment\",\"team\":\"crm\"")
                .as("what verify says")
                .contains("StatefulSet pulsar/pf-public-default-debezium-postgres-source: passed")
                .contains("StatefulSet pulsar/pf-public-default-cdc-enrichment: passed")
                .contains("Passed: ");
        assertNothingOfThePipelineIsLeft();
    }

    /** {@code -Dpulsar.cdc.image=NAME} is an image of this release that the cluster's nodes have or can pull. */
    @Test
    @Order(2)
    void thePipelineIsDeployedByAJobOfTheCluster() throws Exception {
        String image = System.getProperty("pulsar.cdc.image", "");
        assumeThat(image).as("the image of -Dpulsar.cdc.image").isNotEmpty();
        String commands = cluster.commands("GitOps: without anybody's machine");
        assertThat(commands).contains(PAGE_IMAGE);

        Outcome outcome = cluster.run(commands.replace(PAGE_IMAGE, image), LIMIT);

        assertThat(outcome.exitCode()).as(outcome.told()).isZero();
        assertThat(outcome.out())
                .contains("creating source debezium-postgres-source", "creating function cdc-enrichment")
                .contains(
                        "  keep    PodDisruptionBudget pulsar-cdc-customers",
                        "Source debezium-postgres-source and function cdc-enrichment run.");
        cluster.insertCustomer("Juniper Jams");
        assertThat(cluster.eventsUpTo("Juniper Jams"))
                .last(InstanceOfAssertFactories.STRING)
                .contains("\"op\":\"c\"", "\"enriched\":true");
        Outcome again = cluster.run(commands.replace(PAGE_IMAGE, image), LIMIT);
        assertThat(again.exitCode()).as(again.told()).isZero();
        assertThat(again.out())
                .as("the same Job")
                .containsPattern("job.batch/pulsar-cdc-customers-[0-9a-f]{10} unchanged")
                .doesNotContain(" created");
        cluster.ask("kubectl delete -k cluster/customers; " + cluster.commands("Away with it"));
        assertNothingOfThePipelineIsLeft();
    }

    @Test
    @Order(3)
    void pulsarMayBeInstalledByHand() throws Exception {
        Outcome installed = cluster.installByHand();
        assertThat(installed.exitCode()).as(installed.told()).isZero();

        Outcome outcome =
                cluster.run(cluster.commands("The tenant", "Is it hardened, does it work", "Away with it"), LIMIT);

        assertThat(outcome.exitCode()).as(outcome.told()).isZero();
        assertThat(outcome.out()).contains("Passed: ", "\"name\":\"Aster Bakery\"");
        assertNothingOfThePipelineIsLeft();
    }

    private static void assertNothingOfThePipelineIsLeft() throws Exception {
        assertThat(cluster.ask("kubectl get statefulsets -n pulsar -o name").lines())
                .noneMatch(name -> name.startsWith("statefulset.apps/pf-"));
    }
}
