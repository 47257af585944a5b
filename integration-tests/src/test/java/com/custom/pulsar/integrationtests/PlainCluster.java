package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.ShellPage;
import com.custom.pulsar.testsupport.ShellPage.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The cluster that {@code KUBECONFIG} names, with what the platform engineer does once according to {@code docs/kubernetes.md}: a plain one of a
 * single node will do. It needs kubectl and helm on {@code PATH}, the rights of an administrator, no namespace {@code pulsar}, and volumes that are
 * made when they are claimed. {@code -Dpulsar.chart=DIR} takes Pulsar's chart from a folder. Used by one thread.
 */
final class PlainCluster implements AutoCloseable {
    private static final Path ROOT =
            Path.of(System.getProperty("pulsar.cdc.root")).toAbsolutePath();
    private static final Duration INSTALLING = Duration.ofMinutes(30);
    private static final Duration ASKING = Duration.ofMinutes(2);
    private static final Duration LEAVING = Duration.ofMinutes(10);
    private static final String LEAVE = "helm uninstall pulsar -n pulsar --wait --ignore-not-found || FAILED=$?;"
            + " kubectl delete namespace pulsar --wait; exit ${FAILED:-0}";
    private static final String INSTALL = "--install-pulsar --values deploy/helm/values-minimal.yaml";
    private static final String ENGINEER = "The platform engineer, once";
    private static final String PULSARS_CHART = "pulsar --repo https://pulsar.apache.org/charts --version 4.7.0";

    private final ShellPage page;

    private PlainCluster(ShellPage page) {
        this.page = page;
    }

    /** Gives all test classes the same one: it takes minutes, and is taken away after the last. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType().equals(PlainCluster.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(PlainCluster.class))
                    .computeIfAbsent(PlainCluster.class, key -> withPulsar());
        }
    }

    private static PlainCluster withPulsar() {
        assertThat(System.getenv("KUBECONFIG")).as("the variable KUBECONFIG").isNotNull();
        try {
            PlainCluster cluster = new PlainCluster(ShellPage.read(ROOT.resolve("docs/kubernetes.md"), work()));
            assertThat(cluster.ask("kubectl get namespaces -o name").lines())
                    .as("namespaces of the cluster")
                    .doesNotContain("namespace/pulsar");
            cluster.install();
            cluster.write(cluster.pipeline());
            return cluster;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path work() throws IOException {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "page");
        for (String name : List.of("pulsar-cdc", "deploy", "examples")) {
            Files.createSymbolicLink(folder.resolve(name), ROOT.resolve(name));
        }
        Files.createSymbolicLink(
                folder.resolve("customizer"), ROOT.resolve("distribution/target/pulsar-cdc/customizer"));
        return folder;
    }

    private void install() throws IOException, InterruptedException {
        String commands = commands(ENGINEER);
        assertThat(commands).contains(INSTALL);
        Outcome outcome = run(commands.replace(INSTALL, INSTALL + chart()), INSTALLING);
        try {
            assertThat(outcome.exitCode()).as(outcome.told()).isZero();
        } catch (AssertionError e) {
            try {
                close();
            } catch (AssertionError closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** Takes Pulsar away and does everything once more, but Pulsar by hand, as the page has it. */
    Outcome installByHand() throws IOException, InterruptedException {
        Outcome left = run(LEAVE, LEAVING);
        assertThat(left.exitCode()).as(left.told()).isZero();
        String byHand = commands("Pulsar by hand");
        assertThat(byHand).contains(PULSARS_CHART);
        String chart = System.getProperty("pulsar.chart", "");
        String given = chart.isEmpty()
                ? byHand
                : byHand.replace(PULSARS_CHART, Path.of(chart).toAbsolutePath().toString());
        String rest = commands(ENGINEER)
                .lines()
                .filter(line -> !line.contains(INSTALL))
                .collect(Collectors.joining("\n"));
        return run(given + rest, INSTALLING);
    }

    private static String chart() {
        String chart = System.getProperty("pulsar.chart", "");
        return chart.isEmpty() ? "" : " --chart " + Path.of(chart).toAbsolutePath();
    }

    /** Installs Pulsar again, with further values on top of the page's. */
    Outcome upgrade(String values) throws IOException, InterruptedException {
        Files.writeString(page.folder().resolve("further-values.yaml"), values);
        return run("./pulsar-cdc deploy " + INSTALL + chart() + " --values further-values.yaml", INSTALLING);
    }

    /** The pipeline file of the page. */
    String pipeline() {
        return page.block("The tenant", "yaml");
    }

    /** Puts a pipeline file where the page has its own. */
    void write(String pipeline) throws IOException {
        Files.writeString(page.folder().resolve("pipeline.yaml"), pipeline);
    }

    /** The commands of some of the page's sections. */
    String commands(String... sections) {
        return page.commands(List.of(sections));
    }

    Outcome run(String script, Duration limit) throws IOException, InterruptedException {
        return page.run(script, limit);
    }

    /** Runs a script that has to succeed, and gives what it prints. */
    String ask(String script) throws IOException, InterruptedException {
        Outcome outcome = run(script, ASKING);
        assertThat(outcome.exitCode()).as(outcome.told()).isZero();
        return outcome.out();
    }

    /** A statement's rows in the demo database, whose columns are kept apart by |. */
    List<String> sql(String statement) throws IOException, InterruptedException {
        return ask("kubectl exec -n pulsar postgres-0 -- psql -U postgres -t -A -q inventory -c \"" + statement + "\"")
                .lines()
                .toList();
    }

    void insertCustomer(String name) throws IOException, InterruptedException {
        sql("INSERT INTO customers (name, email) VALUES ('" + name + "', 'hello@example.com')");
    }

    /** All that was ever enriched up to a row with that text, which has to come. */
    List<String> eventsUpTo(String text) throws IOException, InterruptedException {
        // A pipe would be waited for until tail has something to write again.
        return ask("exec 3< <(exec ./pulsar-cdc tail --from earliest --pipeline pipeline.yaml"
                        + " --context \"$(kubectl config current-context)\"); TAIL=$!; sed '/" + text
                        + "/q' <&3; kill $TAIL")
                .lines()
                .toList();
    }

    @Override
    public void close() throws IOException {
        try {
            Outcome outcome = run(LEAVE, LEAVING);
            assertThat(outcome.exitCode()).as(outcome.told()).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while Pulsar is taken away");
        }
    }
}
