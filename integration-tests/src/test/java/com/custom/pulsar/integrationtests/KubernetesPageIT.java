package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.ShellPage;
import com.custom.pulsar.testsupport.ShellPage.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The commands of {@code docs/kubernetes.md}, one after the other as a reader types them, in the cluster that {@code KUBECONFIG} names: a plain
 * one of a single node will do. It needs kubectl and helm on {@code PATH}, the rights of an administrator, no namespace {@code pulsar}, and
 * volumes that are made when they are claimed. {@code -Dpulsar.chart=DIR} takes Pulsar's chart from a folder.
 */
@Tag("cluster")
final class KubernetesPageIT {
    private static final Path ROOT =
            Path.of(System.getProperty("pulsar.cdc.root")).toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(40);
    private static final String INSTALL = "--install-pulsar --values deploy/helm/values-minimal.yaml";

    private static ShellPage page;

    @BeforeAll
    static void aClusterWithoutPulsar() throws Exception {
        page = ShellPage.read(ROOT.resolve("docs/kubernetes.md"), work());
        assertThat(System.getenv("KUBECONFIG")).as("the variable KUBECONFIG").isNotNull();
        assertThat(page.run("kubectl get namespaces -o name", Duration.ofMinutes(1)))
                .as("namespaces of the cluster")
                .satisfies(namespaces -> assertThat(namespaces.exitCode()).isZero())
                .satisfies(namespaces -> assertThat(namespaces.out().lines()).doesNotContain("namespace/pulsar"));
    }

    @AfterAll
    static void leavesNothingInTheCluster() throws Exception {
        page.run(
                "helm uninstall pulsar -n pulsar --wait; kubectl delete namespace pulsar --wait",
                Duration.ofMinutes(10));
    }

    @Test
    void aStrangerGetsFromAnEmptyClusterToAVerifiedEnrichedEventAndBack() throws Exception {
        Files.writeString(page.folder().resolve("pipeline.yaml"), page.block("The tenant", "yaml"));

        Outcome outcome = page.run(
                withChart(page.commands(List.of(
                        "The platform engineer, once",
                        "The tenant",
                        "How it is",
                        "Is it hardened, does it work",
                        "Away with it"))),
                LIMIT);

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
        assertThat(page.run("kubectl get statefulsets -n pulsar -o name", Duration.ofMinutes(1))
                        .out()
                        .lines())
                .as("what is left of the pipeline")
                .noneMatch(name -> name.startsWith("statefulset.apps/pf-"));
    }

    private static String withChart(String commands) {
        String chart = System.getProperty("pulsar.chart", "");
        assertThat(commands).contains(INSTALL);
        return chart.isEmpty()
                ? commands
                : commands.replace(
                        INSTALL, INSTALL + " --chart " + Path.of(chart).toAbsolutePath());
    }

    private static Path work() throws Exception {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "page");
        for (String name : List.of("pulsar-cdc", "deploy", "examples")) {
            Files.createSymbolicLink(folder.resolve(name), ROOT.resolve(name));
        }
        return folder;
    }
}
