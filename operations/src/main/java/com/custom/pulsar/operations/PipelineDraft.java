package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.DistinctTables;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.PostgresTls;
import com.custom.pulsar.pipeline.SecretReference;
import com.custom.pulsar.pipeline.Shown;
import com.custom.pulsar.pipeline.TableSelector;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    /** The tables that are captured: those that can be published; where none can, all. Only those that the file can name. */
    public List<DatabaseTable> captured() {
        Map<DatabaseTable, String> refused = refused();
        return candidates().stream()
                .filter(table -> !refused.containsKey(table))
                .toList();
    }

    /** The tables that the file cannot name, a line each with the reason. */
    public List<String> refusals() {
        return refused().entrySet().stream()
                .map(table -> comment(table.getKey().fullName() + "; " + table.getValue()))
                .toList();
    }

    private Map<DatabaseTable, String> refused() {
        Map<DatabaseTable, String> refused = new LinkedHashMap<>();
        DistinctTables named = new DistinctTables();
        // Of two tables with one topic the one that can be captured is to have it.
        for (DatabaseTable table : candidates()) {
            refusal(table, named).ifPresent(reason -> refused.put(table, reason));
        }
        for (DatabaseTable table : tables) {
            if (!table.canBePublished()) {
                refusal(table, new DistinctTables()).ifPresent(reason -> refused.put(table, reason));
            }
        }
        return refused;
    }

    private List<DatabaseTable> candidates() {
        List<DatabaseTable> publishable =
                tables.stream().filter(DatabaseTable::canBePublished).toList();
        return publishable.isEmpty() ? tables : publishable;
    }

    /** Why the file would be wrong, or capture another table. */
    private static Optional<String> refusal(DatabaseTable table, DistinctTables named) {
        try {
            if (!(TableSelector.parse(table.fullName()) instanceof TableSelector.Literal literal)) {
                return Optional.of(
                        "its name between slashes would be read as a regular expression; write one that matches it");
            }
            if (!literal.table().schema().equals(table.schema())) {
                return Optional.of("the dot in its schema's name would end that name");
            }
            named.add(literal);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The file's text. */
    public String text() {
        Set<DatabaseTable> captured = new HashSet<>(captured());
        Map<DatabaseTable, String> refused = refused();
        String entries = tables.stream()
                .map(table -> line(table, captured.contains(table), refused.get(table)))
                .collect(Collectors.joining("\n"));
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
                    %s
                  snapshot: initial  # first the rows that are there, then every change; no_data: only changes
                  tables:  # or, between slashes, a regular expression: /public\\.order.*/
                %s
                # enrichment: { metadata: { team: crm } }  # constants that are added to every event
                """.formatted(
                        comment(database),
                        server.hostname(),
                        name,
                        name.replace('-', '_'),
                        prefix(),
                        prefix(),
                        quoted(server.hostname()),
                        server.port(),
                        quoted(database),
                        quoted(server.user()),
                        password(),
                        tls(),
                        entries);
    }

    /** The pipeline's name, but for one that would make a topic a part of another. */
    private String prefix() {
        return name.matches(".*-partition-[0-9]+") ? name + "_" : name;
    }

    private String password() {
        return server.password() instanceof SecretReference.EnvironmentVariable variable
                ? "{ env: " + variable.name() + " }"
                : server.password().describe();
    }

    private String tls() {
        if (server.tls().isEmpty()) {
            return "# tls: { mode: verify-full, rootCertificate: /path/to/ca.pem }  # encrypt, and look who the server is";
        }
        PostgresTls tls = server.tls().get();
        return "tls: { mode: " + tls.mode().text()
                + tls.rootCertificate()
                        .map(file -> ", rootCertificate: " + Json.text(file.path()))
                        .orElse("") + " }";
    }

    private static String line(DatabaseTable table, boolean captured, @Nullable String refusal) {
        if (refusal != null) {
            return "    # left out: " + comment(table.fullName() + "; " + refusal);
        }
        String entry = "- " + quoted(table.fullName()) + "  # " + comment(about(table));
        return (captured ? "    " : "    # ") + entry;
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
        String alter = "ALTER TABLE " + table.quoted() + " REPLICA IDENTITY ";
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

    /** What is not plain is a string of JSON, which is one of YAML too, where a character that YAML refuses is escaped. */
    private static String quoted(String text) {
        if (text.matches("[A-Za-z_][A-Za-z0-9_.-]*") && !text.matches("(?i)true|false|null|yes|no|on|off|y|n")) {
            return text;
        }
        return Json.text(text).codePoints().mapToObj(Shown::escaped).collect(Collectors.joining());
    }
}
