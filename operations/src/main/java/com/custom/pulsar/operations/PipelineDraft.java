package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.SecretReference;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A pipeline file for a database that is there, with comments that say what is captured and what it means.
 *
 * @param name the pipeline's
 * @param tables at least one
 */
public record PipelineDraft(String name, PostgresServer server, String database, List<DatabaseTable> tables) {
    private static final int COMMENT_LIMIT = 600;
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

    public PipelineDraft {
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("a pipeline captures a table");
        }
        tables = List.copyOf(tables);
    }

    /** The tables that are captured: those that can be published; where none can, all. */
    public List<DatabaseTable> captured() {
        List<DatabaseTable> publishable =
                tables.stream().filter(DatabaseTable::canBePublished).toList();
        return publishable.isEmpty() ? tables : publishable;
    }

    /** The file's text. */
    public String text() {
        return """
                # The database %s of %s, as pulsar-cdc init found it.
                # What is missing before it can run: pulsar-cdc doctor --pipeline THIS_FILE
                apiVersion: pulsar-cdc/v1
                name: %s  # replication slot and publication are called pulsar_cdc_%s
                topics:
                  prefix: %s  # a topic for each table: persistent://public/default/%s.<schema>.<table>
                  retention: 7d  # events stay that long after everybody has read them
                source:
                  postgres:
                    hostname: %s
                    port: %d
                    database: %s
                    user: %s
                    password: %s  # where it is; never the password itself
                  snapshot: initial  # first the rows that are there, then every change; no_data: only changes
                  tables:  # or, between slashes, a regular expression: /public\\.order.*/
                %s
                # enrichment: { metadata: { team: crm } }  # constants that are added to every event
                """.formatted(
                        comment(database),
                        server.hostname(),
                        name,
                        name.replace('-', '_'),
                        name,
                        name,
                        quoted(server.hostname()),
                        server.port(),
                        quoted(database),
                        quoted(server.user()),
                        password(),
                        tables.stream().map(this::lines).collect(Collectors.joining("\n")));
    }

    private String password() {
        return server.password() instanceof SecretReference.EnvironmentVariable variable
                ? "{ env: " + variable.name() + " }"
                : server.password().describe();
    }

    private String lines(DatabaseTable table) {
        String entry = "- " + quoted(table.name().toString());
        return (captured().contains(table) ? "    " + entry : "    # " + entry) + "  # " + comment(about(table));
    }

    private static String about(DatabaseTable table) {
        StringBuilder about = new StringBuilder(size(table));
        if (table.key().isEmpty()) {
            about.append("; no primary key: its events have no key, and pulsar-cdc snapshot cannot read it");
        } else {
            about.append("; key ").append(String.join(", ", table.key()));
        }
        if (!table.readable()) {
            about.append("; the role may not read it yet");
        }
        String alter = "ALTER TABLE " + PostgresFindings.quoted(table.name()) + " REPLICA IDENTITY ";
        switch (table.identity()) {
            case "f" -> about.append("; REPLICA IDENTITY FULL: updates and deletes bring the whole old row");
            case "i" ->
                about.append("; REPLICA IDENTITY USING INDEX: updates and deletes bring the columns of that index");
            case "n" ->
                about.append("; REPLICA IDENTITY NOTHING: once it is published its updates and deletes fail; first: ")
                        .append(alter)
                        .append(table.key().isEmpty() ? "FULL;" : "DEFAULT;");
            default -> {
                if (table.key().isEmpty()) {
                    about.append("; once it is published its updates and deletes fail; first give it a key, or: ")
                            .append(alter)
                            .append("FULL;");
                }
            }
        }
        return about.toString();
    }

    private static String size(DatabaseTable table) {
        double size = table.bytes();
        int unit = 0;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        String bytes = String.format(Locale.ROOT, "%.0f %s", size, UNITS[unit]);
        return table.rows() < 0 ? bytes : String.format(Locale.ROOT, "about %,d rows, %s", table.rows(), bytes);
    }

    private static String comment(String text) {
        return TerminalText.of(text, COMMENT_LIMIT);
    }

    /** What is not plain is a string of JSON, which is one of YAML too. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_.-]*") && !text.matches("(?i)true|false|null|yes|no|on|off|y|n")
                ? text
                : Json.text(text);
    }
}
