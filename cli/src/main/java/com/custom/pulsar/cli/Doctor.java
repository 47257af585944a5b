package com.custom.pulsar.cli;

import com.custom.pulsar.local.PostgresEndpoint;
import com.custom.pulsar.local.PulsarEndpoint;
import com.custom.pulsar.operations.Finding;
import com.custom.pulsar.operations.Finding.Severity;
import com.custom.pulsar.operations.OperationException;
import com.custom.pulsar.operations.PostgresLogin;
import com.custom.pulsar.operations.PostgresPreflight;
import com.custom.pulsar.operations.PulsarConnection;
import com.custom.pulsar.operations.PulsarPreflight;
import com.custom.pulsar.pipeline.MissingSecretException;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.SecretLookup;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Whether PostgreSQL and Pulsar are as a pipeline needs them. */
@Command(
        name = "doctor",
        description = {
            "Look whether PostgreSQL and Pulsar are as the pipeline needs them.",
            "Of each thing that is not, what mends it is told. Nothing is changed. With --pipeline it works before anything"
                    + " was started."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 1 if there is an error: something that keeps the pipeline from running.",
            "",
            "Examples:",
            "  pulsar-cdc doctor",
            "  pulsar-cdc doctor --pipeline shop/pipeline.yaml --output json"
        })
final class Doctor implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final RunOption option = new RunOption();

    /** What was found about one of the two servers, or about this command line. */
    private record Chapter(String about, List<Finding> findings) {}

    @Override
    public Integer call() {
        RunRecord record = option.record();
        Pipeline pipeline = record.pipeline();
        List<Chapter> chapters = List.of(
                new Chapter("Command line", commandLine()),
                new Chapter("PostgreSQL", postgres(pipeline, record.secretLookup())),
                new Chapter("Pulsar", pulsar(pipeline, record.secretLookup())));
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(json(pipeline, chapters));
        } else {
            print(out, pipeline, chapters);
        }
        out.flush();
        return count(chapters, Severity.error) == 0 ? 0 : 1;
    }

    /** What a report of a fault needs first. */
    private static List<Finding> commandLine() {
        String java = "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ") in "
                + System.getProperty("java.home");
        return List.of(new Finding(Severity.ok, Version.text(), null), new Finding(Severity.ok, java, null));
    }

    private List<Finding> postgres(Pipeline pipeline, SecretLookup secrets) {
        try {
            if (pipeline.source().postgres().server().isPresent()) {
                return PostgresPreflight.examine(PostgresLogin.of(pipeline, secrets), pipeline);
            }
            Optional<PostgresEndpoint> embedded = PostgresEndpoint.running(option.dataDirectory());
            return embedded.isPresent()
                    ? embedded(embedded.get(), pipeline)
                    : List.of(notRunning("PostgreSQL", "source.postgres.hostname"));
        } catch (MissingSecretException e) {
            return List.of(Finding.ofMessage(String.valueOf(e.getMessage())));
        }
    }

    /** Only the launcher knew the role's password: the superuser takes the role's place. */
    private static List<Finding> embedded(PostgresEndpoint endpoint, Pipeline pipeline) {
        try (Connection connection = endpoint.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + LocalServers.ROLE);
            String server =
                    LocalServers.ROLE + "@" + endpoint.host() + ":" + endpoint.port() + "/" + endpoint.database();
            return PostgresPreflight.examine(connection, server, pipeline);
        } catch (SQLException e) {
            return List.of(Finding.ofMessage(
                    "PostgreSQL cannot be asked: " + e.getMessage() + "; see pulsar-cdc logs postgres"));
        }
    }

    private List<Finding> pulsar(Pipeline pipeline, SecretLookup secrets) {
        Optional<PulsarEndpoint> embedded =
                pipeline.pulsar().isPresent() ? Optional.empty() : PulsarEndpoint.running(option.dataDirectory());
        if (pipeline.pulsar().isEmpty() && embedded.isEmpty()) {
            return List.of(notRunning("Pulsar", "pulsar.serviceUrl"));
        }
        try (PulsarConnection pulsar = embedded.isPresent()
                ? PulsarConnection.open(
                        embedded.get().serviceUrl(), embedded.get().adminUrl(), Optional.empty())
                : PulsarConnection.open(pipeline.pulsar().orElseThrow(), secrets)) {
            return PulsarPreflight.examine(pulsar, pipeline);
        } catch (OperationException | MissingSecretException e) {
            return List.of(Finding.ofMessage(String.valueOf(e.getMessage())));
        }
    }

    private Finding notRunning(String server, String key) {
        Path directory = option.dataDirectory();
        return Finding.ofMessage("no " + server + " runs in " + directory
                + " and the pipeline file names none; start it with pulsar-cdc up, or give " + key);
    }

    private static void print(PrintWriter out, Pipeline pipeline, List<Chapter> chapters) {
        out.println("Pipeline " + pipeline.name());
        for (Chapter chapter : chapters) {
            out.println(chapter.about());
            for (Finding finding : chapter.findings()) {
                out.printf(Locale.ROOT, "  %-8s %s%n", finding.severity(), Terminal.safe(finding.what()));
                if (finding.fix() != null) {
                    out.println("           fix: " + Terminal.safe(finding.fix()));
                }
            }
        }
        out.println(count(chapters, Severity.error) + " errors, " + count(chapters, Severity.warning) + " warnings");
    }

    private static ObjectNode json(Pipeline pipeline, List<Chapter> chapters) {
        ObjectNode root = JSON.createObjectNode();
        root.put("pipeline", pipeline.name());
        ArrayNode findings = root.putArray("findings");
        for (Chapter chapter : chapters) {
            for (Finding finding : chapter.findings()) {
                findings.addObject()
                        .put("about", chapter.about())
                        .put("severity", finding.severity().name())
                        .put("what", finding.what())
                        .put("fix", finding.fix());
            }
        }
        root.put("errors", count(chapters, Severity.error));
        root.put("warnings", count(chapters, Severity.warning));
        return root;
    }

    private static long count(List<Chapter> chapters, Severity severity) {
        return chapters.stream()
                .flatMap(chapter -> chapter.findings().stream())
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
