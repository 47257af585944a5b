package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.NearestName;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.TableName;
import com.custom.pulsar.pipeline.TableSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Judges what a PostgreSQL says of itself for one pipeline. No I/O. */
final class PostgresFindings {
    private static final int OLDEST_VERSION = 140000;

    private final Pipeline pipeline;
    private final PostgresLogin login;
    private final PostgresFacts facts;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final SortedSet<TableName> unpublished = new TreeSet<>();

    PostgresFindings(Pipeline pipeline, PostgresLogin login, PostgresFacts facts) {
        this.pipeline = pipeline;
        this.login = login;
        this.facts = facts;
        server();
        slot();
        SortedSet<TableName> selected = tables();
        publication(selected);
    }

    List<String> problems() {
        return problems;
    }

    List<String> notes() {
        return notes;
    }

    /** The statement that makes the publication cover all selected tables; empty if it does or if a table must change first. */
    String publicationStatement() {
        if (unpublished.isEmpty()) {
            return "";
        }
        String tables = unpublished.stream().map(PostgresFindings::quoted).collect(Collectors.joining(", "));
        String name = quoted(pipeline.names().publication());
        return facts.publication().isPresent()
                ? "ALTER PUBLICATION " + name + " ADD TABLE " + tables
                : "CREATE PUBLICATION " + name + " FOR TABLE " + tables + " WITH (publish_via_partition_root = true)";
    }

    private void server() {
        if (facts.version() < OLDEST_VERSION) {
            problems.add("PostgreSQL at " + login + " is version " + facts.version() / 10000
                    + "; Pulsar CDC needs 14 or newer");
        }
        if (!facts.walLevel().equals("logical")) {
            problems.add("wal_level of " + login + " is " + facts.walLevel()
                    + "; as an administrator: ALTER SYSTEM SET wal_level = logical; then restart PostgreSQL");
        }
        if (!facts.mayReplicate()) {
            problems.add("the role " + login.user() + " may not replicate; as an administrator: ALTER ROLE "
                    + quoted(login.user()) + " REPLICATION; (on Amazon RDS: GRANT rds_replication TO "
                    + quoted(login.user()) + ";)");
        }
    }

    private void slot() {
        String name = pipeline.names().slot();
        facts.slot()
                .filter(slot ->
                        !slot.plugin().equals("pgoutput") || !slot.database().equals(login.database()))
                .ifPresent(slot -> problems.add("the replication slot " + name + " is there already, for the database "
                        + slot.database() + " with the plug-in " + slot.plugin()
                        + "; give the pipeline another name, or drop the slot if nobody uses it: SELECT pg_drop_replication_slot('"
                        + name + "');"));
        if (facts.slot().isEmpty() && facts.freeSlots() <= 0) {
            problems.add("all replication slots of " + login
                    + " are taken; drop one that nobody uses, or raise max_replication_slots and restart PostgreSQL");
        }
    }

    private SortedSet<TableName> tables() {
        SortedSet<TableName> selected = new TreeSet<>();
        for (TableSelector selector : pipeline.source().tables()) {
            if (selector instanceof TableSelector.Literal literal) {
                if (facts.tables().containsKey(literal.table())) {
                    selected.add(literal.table());
                } else {
                    List<String> known = facts.tables().keySet().stream()
                            .map(TableName::toString)
                            .toList();
                    problems.add("there is no table " + literal + " in the database " + login.database()
                            + NearestName.of(literal.toString(), known)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("; create it, or correct source.tables"));
                }
            } else {
                facts.tables().forEach((table, properties) -> {
                    if (!properties.partition() && selector.selects(table)) {
                        selected.add(table);
                    }
                });
                boolean follows = facts.publication()
                        .map(PostgresFacts.Publication::allTables)
                        .orElse(false);
                if (!follows) {
                    notes.add(selector
                            + " also selects tables that are created later, but PostgreSQL publishes them only after"
                            + " ALTER PUBLICATION " + quoted(pipeline.names().publication()) + " ADD TABLE …;");
                }
            }
        }
        for (TableName table : selected) {
            PostgresFacts.Table properties = facts.tables().get(table);
            if (properties != null && !properties.readable()) {
                problems.add("the role " + login.user() + " may not read " + table
                        + "; as its owner: GRANT USAGE ON SCHEMA "
                        + quoted(table.schema()) + " TO " + quoted(login.user()) + "; GRANT SELECT ON " + quoted(table)
                        + " TO " + quoted(login.user()) + ";");
            }
        }
        return selected;
    }

    private void publication(SortedSet<TableName> selected) {
        String name = pipeline.names().publication();
        facts.publication()
                .filter(publication -> !publication.complete())
                .ifPresent(publication -> problems.add("the publication " + name
                        + " leaves out inserts, updates or deletes; as its owner: ALTER PUBLICATION " + quoted(name)
                        + " SET (publish = 'insert, update, delete, truncate');"));
        for (TableName table : selected) {
            PostgresFacts.Table properties = facts.tables().get(table);
            boolean published = facts.publication()
                    .map(publication -> publication.covers(table))
                    .orElse(false);
            if (published || properties == null) {
                continue;
            }
            if (properties.identity()) {
                unpublished.add(table);
            } else {
                // PostgreSQL refuses updates and deletes of a published table that has no identity.
                problems.add("the table " + table
                        + " has no primary key, so its updates and deletes would fail once it is published;"
                        + " add one, or as its owner: ALTER TABLE " + quoted(table) + " REPLICA IDENTITY FULL;");
            }
        }
        boolean onlyExpressions =
                pipeline.source().tables().stream().noneMatch(TableSelector.Literal.class::isInstance);
        if (facts.publication().isEmpty() && selected.isEmpty() && onlyExpressions) {
            problems.add("source.tables selects no table of the database " + login.database()
                    + ", so there is nothing to publish; create one first, or correct source.tables");
        }
    }

    static String quoted(TableName table) {
        return quoted(table.schema()) + "." + quoted(table.table());
    }

    static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
