package com.custom.pulsar.cli;

import com.custom.pulsar.local.FileTrouble;
import com.custom.pulsar.operations.DatabaseTable;
import com.custom.pulsar.operations.PipelineDraft;
import com.custom.pulsar.operations.PostgresLogin;
import com.custom.pulsar.operations.PostgresPreflight;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.Postgres;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.PostgresTls;
import com.custom.pulsar.pipeline.SecretLookup;
import com.custom.pulsar.pipeline.SecretReference;
import com.custom.pulsar.pipeline.TlsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A pipeline file for a database that is there. */
@Command(
        name = "init",
        description = {
            "Look at a database and write a commented pipeline file for it.",
            "The comments say of each table its key, what PostgreSQL logs of its updates and deletes, and its size. Nothing"
                    + " in the database is changed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  pulsar-cdc init --hostname db.example.com --database shop --user cdc --password-env PGPASSWORD"
        })
final class Init implements Callable<Integer> {
    private static final int LONGEST_NAME = 40;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Option(names = "--hostname", paramLabel = "HOST", required = true, description = "Where PostgreSQL is.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private String hostname;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "5432", description = "Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--database", paramLabel = "NAME", required = true, description = "The database.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private String database;

    @Option(names = "--user", paramLabel = "ROLE", required = true, description = "The role that is to capture.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private String user;

    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            defaultValue = "PGPASSWORD",
            description = "The environment variable that holds its password (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private String passwordVariable;

    @Option(
            names = "--tls-mode",
            paramLabel = "MODE",
            description = "How connections are encrypted, PostgreSQL's sslmode: disable, prefer, require, verify-ca,"
                    + " verify-full (default: where the server offers it; with --tls-root-certificate: verify-full).")
    private @Nullable String tlsMode;

    @Option(
            names = "--tls-root-certificate",
            paramLabel = "FILE",
            description = "The certificate (PEM) of the authority that signed the server's.")
    private @Nullable Path rootCertificate;

    @Option(names = "--name", paramLabel = "NAME", description = "The pipeline's name (default: the database's).")
    private @Nullable String name;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "pipeline.yaml",
            description = "The file to write (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private Path file;

    @Option(names = "--force", description = "Write over a file that is there.")
    private boolean force;

    @Override
    public Integer call() {
        PostgresServer server = server();
        if (name != null && !name.equals(nameOf(name))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--name: \"" + name
                            + "\" is no name of a pipeline; use up to 40 lower-case letters, digits, - and _,"
                            + " such as " + nameOf(name));
        }
        if (!force && Files.exists(file)) {
            throw exists();
        }
        SecretLookup secrets = new SecretLookup(System.getenv(), Optional.empty());
        PipelineDraft draft = new PipelineDraft(
                name == null ? nameOf(database) : name,
                server,
                database,
                tables(PostgresLogin.of(server, database, secrets)));
        int captured = draft.captured().size();
        if (captured == 0) {
            throw new IllegalStateException("No table of the database " + database + " can be captured:\n"
                    + String.join("\n", draft.refusals()));
        }
        write(draft.text());
        PipelineFile.read(file);
        int left = draft.tables().size() - captured;
        PrintWriter out = spec.commandLine().getOut();
        out.println("Wrote " + file + ": " + captured + (captured == 1 ? " table" : " tables")
                + (left == 0 ? "." : ", and " + left + " as comments that say why."));
        out.println("Look at it, then: pulsar-cdc doctor --pipeline " + file);
        out.flush();
        return 0;
    }

    private PostgresServer server() {
        try {
            PostgresServer server = new PostgresServer(
                    hostname, port, user, new SecretReference.EnvironmentVariable(passwordVariable), tls());
            return new Postgres(database, Optional.of(server)).server().orElseThrow();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<PostgresTls> tls() {
        if (tlsMode == null && rootCertificate == null) {
            return Optional.empty();
        }
        // Absolute: the file that is written may be elsewhere, and so may the source.
        return Optional.of(new PostgresTls(
                tlsMode == null ? PostgresTls.Mode.VERIFY_FULL : PostgresTls.Mode.parse(tlsMode),
                Optional.ofNullable(rootCertificate)
                        .map(path -> path.toAbsolutePath().normalize())
                        .map(path -> new TlsFile(path.toString(), path)),
                Optional.empty()));
    }

    private List<DatabaseTable> tables(PostgresLogin login) {
        List<DatabaseTable> tables;
        try (Connection connection = login.connect()) {
            tables = DatabaseTable.of(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(PostgresPreflight.unreachable(login, e), e);
        }
        if (tables.isEmpty()) {
            throw new IllegalStateException(
                    "The database " + database + " has no table yet: create one, or name another --database.");
        }
        return tables;
    }

    private void write(String text) {
        try {
            if (force) {
                Files.writeString(file, text);
            } else {
                Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot write " + file + " (" + FileTrouble.of(e) + "): name another --output.", e);
        }
    }

    private IllegalStateException exists() {
        return new IllegalStateException(
                file + " is there already: name another file with --output, or write over it with --force.");
    }

    /** The database's name as a pipeline may be called. */
    static String nameOf(String database) {
        String name = database.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        String good = name.matches("[a-z].*") ? name : "db-" + name;
        return good.substring(0, Math.min(LONGEST_NAME, good.length()));
    }
}
