package com.custom.pulsar.operations;

import com.custom.pulsar.operations.PostgresFacts.Publication;
import com.custom.pulsar.operations.PostgresFacts.ReplicaIdentity;
import com.custom.pulsar.operations.PostgresFacts.Table;
import com.custom.pulsar.operations.PostgresFacts.Used;
import com.custom.pulsar.pipeline.NearestName;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.TableName;
import com.custom.pulsar.pipeline.TableSelector;
import com.custom.pulsar.rules.EventRules;
import com.custom.pulsar.rules.PipelineRules;
import com.custom.pulsar.rules.Rule;
import com.custom.pulsar.rules.Unchanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges what a PostgreSQL says of itself for one source of a pipeline. No I/O. */
final class PostgresFindings {
    private static final int OLDEST_VERSION = 140000;
    private static final int VERSION_DIGITS = 10000;
    private static final String OWN_RULES = "enrichment.tables.";
    private static final String UNAVAILABLE = "__debezium_unavailable_value";

    private final Pipeline pipeline;
    private final PipelineRules rules;
    private final PostgresFacts facts;
    private final List<Finding> findings = new ArrayList<>();
    private final SortedSet<TableName> unpublished = new TreeSet<>();

    /** @param pipeline as the one source sees it */
    PostgresFindings(Pipeline pipeline, PostgresFacts facts) {
        this.pipeline = pipeline;
        this.rules = PipelineRules.compile(pipeline.rules());
        this.facts = facts;
        server();
        slots();
        slot();
        SortedSet<TableName> selected = tables();
        publication(selected);
        selected.forEach(this::contents);
        selected.forEach(this::columns);
    }

    List<Finding> all() {
        return findings;
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

    /** That tables are not published yet, which {@code up} mends where the role may. */
    Optional<Finding> publicationMissing() {
        String sql = publicationStatement();
        if (sql.isEmpty()) {
            return Optional.empty();
        }
        String name = pipeline.names().publication();
        String what = facts.publication().isPresent()
                ? "the publication " + name + " leaves out "
                        + unpublished.stream().map(TableName::toString).collect(Collectors.joining(", "))
                : "there is no publication " + name;
        boolean mayPublish = facts.publication().map(Publication::owned).orElse(facts.mayCreate())
                && unpublished.stream().map(facts.tables()::get).allMatch(table -> table != null && table.owned());
        return Optional.of(
                mayPublish
                        ? Finding.warning(what, "up does it, or as " + facts.role() + ": " + sql + ";")
                        : Finding.error(
                                what + ", and the role " + facts.role() + " may not change that",
                                "as the tables' owner or an administrator: " + sql + ";"));
    }

    private void server() {
        String version = facts.version() / VERSION_DIGITS + "." + facts.version() % VERSION_DIGITS;
        findings.add(
                facts.version() < OLDEST_VERSION
                        ? Finding.error(
                                "PostgreSQL at " + facts.server() + " is version " + version,
                                "Pulsar CDC needs 14 or newer: upgrade it")
                        : Finding.ok("PostgreSQL " + version + " at " + facts.server()));
        findings.add(
                facts.walLevel().equals("logical")
                        ? Finding.ok("wal_level is logical")
                        : Finding.error(
                                "wal_level of " + facts.server() + " is " + facts.walLevel(),
                                "as an administrator: ALTER SYSTEM SET wal_level = logical; then restart PostgreSQL"));
        findings.add(
                facts.mayReplicate()
                        ? Finding.ok("the role " + facts.role() + " may replicate")
                        : Finding.error(
                                "the role " + facts.role() + " may not replicate",
                                "as an administrator: ALTER ROLE " + quoted(facts.role())
                                        + " REPLICATION; (on Amazon RDS: GRANT rds_replication TO "
                                        + quoted(facts.role()) + ";)"));
    }

    private void slots() {
        findings.add(
                facts.slots().suffices()
                        ? Finding.ok("replication slots in use" + of(facts.slots()))
                        : Finding.error(
                                lack("all replication slots of ", "the replication slots of ", facts.slots()),
                                "drop one that nobody uses, or raise max_replication_slots and restart PostgreSQL"));
        findings.add(
                facts.senders().suffices()
                        ? Finding.ok("WAL senders in use" + of(facts.senders()))
                        : Finding.error(
                                lack("all WAL senders of ", "the WAL senders of ", facts.senders()),
                                "end one that nobody needs, or raise max_wal_senders and restart PostgreSQL"));
        findings.add(
                facts.slotKeepMegabytes().isEmpty()
                        ? Finding.warning(
                                "max_slot_wal_keep_size is not limited, so while the pipeline is down PostgreSQL keeps"
                                        + " its log until the disk is full",
                                "as an administrator, with more than is written in the longest pause: ALTER SYSTEM SET"
                                        + " max_slot_wal_keep_size = '50GB'; SELECT pg_reload_conf();")
                        : Finding.ok(String.format(
                                Locale.ROOT,
                                "max_slot_wal_keep_size is %,d MB: a slot that is further behind is lost",
                                facts.slotKeepMegabytes().getAsLong())));
    }

    private String lack(String all, String some, Used used) {
        return used.isFull()
                ? all + facts.server() + " are taken" + of(used)
                : some + facts.server() + " do not suffice" + of(used)
                        + " are taken, and the sources of the pipeline need " + used.needed() + " more";
    }

    private static String of(Used used) {
        return ": " + used.used() + " of " + used.max();
    }

    private void slot() {
        String name = pipeline.names().slot();
        if (facts.slot().isEmpty()) {
            findings.add(Finding.ok("the source will make the replication slot " + name));
            return;
        }
        ReplicationSlot slot = facts.slot().get();
        if (!slot.plugin().equals("pgoutput") || !slot.database().equals(facts.database())) {
            findings.add(Finding.error(
                    "the replication slot " + name + " is there already, for the database " + slot.database()
                            + " with the plug-in " + slot.plugin(),
                    "give the pipeline another name, or drop the slot if nobody uses it: SELECT pg_drop_replication_slot('"
                            + name + "');"));
        } else if (slot.walStatus().equals("lost")) {
            findings.add(Finding.error(
                    "the replication slot " + name
                            + " is lost: PostgreSQL has removed log that the source has not read",
                    "begin anew, with a new snapshot: pulsar-cdc offsets reset --yes"));
        } else if (slot.walStatus().equals("unreserved")) {
            findings.add(Finding.warning(
                    "the replication slot " + name + " will be lost at the next checkpoint, being too far behind",
                    "as an administrator, at once: ALTER SYSTEM SET max_slot_wal_keep_size = -1;"
                            + " SELECT pg_reload_conf(); and start the pipeline"));
        } else {
            findings.add(Finding.ok(String.format(
                    Locale.ROOT,
                    "the replication slot %s is %s and keeps %,d bytes of log",
                    name,
                    slot.active() ? "in use" : "not in use",
                    slot.retainedBytes())));
        }
    }

    private SortedSet<TableName> tables() {
        SortedSet<TableName> selected = new TreeSet<>();
        for (TableSelector selector : pipeline.source().tables()) {
            if (selector instanceof TableSelector.Literal literal) {
                if (facts.tables().containsKey(literal.table())) {
                    selected.add(literal.table());
                } else {
                    findings.add(absent(literal.table()));
                }
            } else {
                facts.tables().forEach((table, properties) -> {
                    if (!properties.partition() && selector.selects(table)) {
                        selected.add(table);
                    }
                });
                if (!facts.publication().map(Publication::allTables).orElse(false)) {
                    findings.add(Finding.warning(
                            selector
                                    + " also selects tables that are created later, but PostgreSQL does not publish them",
                            "after each: ALTER PUBLICATION "
                                    + quoted(pipeline.names().publication()) + " ADD TABLE …;"));
                }
            }
        }
        List<TableName> unreadable =
                selected.stream().filter(table -> !properties(table).readable()).toList();
        for (TableName table : unreadable) {
            findings.add(Finding.error(
                    "the role " + facts.role() + " may not read " + table,
                    "as its owner: GRANT USAGE ON SCHEMA " + quoted(table.schema()) + " TO " + quoted(facts.role())
                            + "; GRANT SELECT ON " + quoted(table) + " TO " + quoted(facts.role()) + ";"));
        }
        if (!selected.isEmpty() && unreadable.isEmpty()) {
            findings.add(Finding.ok("the role " + facts.role() + " may read the tables: "
                    + selected.stream().map(TableName::toString).collect(Collectors.joining(", "))));
        }
        return selected;
    }

    private Finding absent(TableName table) {
        List<String> known =
                facts.tables().keySet().stream().map(TableName::toString).toList();
        return Finding.error(
                "there is no table " + table + " in the database " + facts.database(),
                NearestName.of(table.toString(), known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("create it, or correct its name in the pipeline file"));
    }

    private void publication(SortedSet<TableName> selected) {
        String name = pipeline.names().publication();
        facts.publication()
                .filter(publication -> !publication.complete())
                .ifPresent(publication -> findings.add(Finding.error(
                        "the publication " + name + " leaves out inserts, updates or deletes",
                        "as its owner: ALTER PUBLICATION " + quoted(name)
                                + " SET (publish = 'insert, update, delete, truncate');")));
        boolean covers = facts.publication().isPresent();
        for (TableName table : selected) {
            boolean published = facts.publication()
                    .map(publication -> publication.covers(table))
                    .orElse(false);
            covers = covers && published;
            if (!properties(table).hasIdentity()) {
                findings.add(withoutIdentity(table, published));
            } else if (!published) {
                unpublished.add(table);
            }
        }
        if (covers && !selected.isEmpty()) {
            findings.add(Finding.ok("the publication " + name + " covers the tables"));
        }
        facts.publication().ifPresent(publication -> partitions(publication, selected));
        boolean onlyExpressions =
                pipeline.source().tables().stream().noneMatch(TableSelector.Literal.class::isInstance);
        if (facts.publication().isEmpty() && selected.isEmpty() && onlyExpressions) {
            findings.add(Finding.error(
                    "the source " + pipeline.source().name() + " selects no table of the database " + facts.database()
                            + ", so there is nothing to publish",
                    "create one first, or correct the source's tables in the pipeline file"));
        }
    }

    /** What is told under the names of a table's parts is the change of no captured table. */
    private void partitions(Publication publication, SortedSet<TableName> selected) {
        List<String> partitioned = selected.stream()
                .filter(table -> properties(table).partitioned() && publication.covers(table))
                .map(TableName::toString)
                .toList();
        if (partitioned.isEmpty()) {
            return;
        }
        String name = pipeline.names().publication();
        String tables = String.join(", ", partitioned);
        findings.add(
                publication.viaRoot()
                        ? Finding.ok("the publication " + name
                                + " tells changes of partitions under the tables' names: " + tables)
                        : Finding.error(
                                "the publication " + name + " tells the changes of " + tables
                                        + " under the names of the partitions, which are not captured",
                                "as its owner: ALTER PUBLICATION " + quoted(name)
                                        + " SET (publish_via_partition_root = true);"));
    }

    /** PostgreSQL refuses updates and deletes of a published table that has no identity; one that only grows can live so. */
    private Finding withoutIdentity(TableName table, boolean published) {
        Table properties = properties(table);
        String alter = "as its owner: ALTER TABLE " + quoted(table) + " REPLICA IDENTITY ";
        String reason = properties.identity() == ReplicaIdentity.NOTHING
                ? " has REPLICA IDENTITY NOTHING"
                : " has no primary key";
        String fix = properties.primaryKey() ? alter + "DEFAULT;" : "add a primary key, or " + alter + "FULL;";
        return published
                ? Finding.warning("the table " + table + reason + ", so its updates and deletes fail", fix)
                : Finding.error(
                        "the table " + table + reason + ", so its updates and deletes would fail once it is published",
                        fix);
    }

    /** What events of the table lack. */
    private void contents(TableName table) {
        Table properties = properties(table);
        if (!properties.primaryKey()) {
            findings.add(Finding.warning(
                    "events of " + table
                            + " have no key, and pulsar-cdc snapshot cannot read it, because it has no primary key",
                    "as its owner: ALTER TABLE " + quoted(table) + " ADD PRIMARY KEY (…);"));
        }
        if (properties.hasIdentity()
                && properties.identity() != ReplicaIdentity.WHOLE_ROW
                && !properties.longColumns().isEmpty()
                && !recalls(table)) {
            findings.add(Finding.warning(
                    "an update of " + table + " that leaves a long value as it is says " + UNAVAILABLE + " for it ("
                            + String.join(", ", properties.longColumns()) + ")",
                    "where that matters: enrichment.unchanged: last-known in the pipeline file; or, as its owner: ALTER TABLE "
                            + quoted(table) + " REPLICA IDENTITY FULL; (PostgreSQL then logs whole old rows)"));
        }
    }

    private boolean recalls(TableName table) {
        return pipeline.rules().unchanged(pipeline.names().rawTopic(table)) == Unchanged.LAST_KNOWN;
    }

    /** Rules that read what the table does not have: each of its events would go to the dead letters. */
    private void columns(TableName table) {
        @Nullable EventRules ofTable = rules.of(pipeline.names().rawTopic(table));
        if (ofTable == null) {
            return;
        }
        List<String> known = properties(table).columns();
        for (Rule rule : ofTable.all()) {
            rule.columns().stream()
                    .filter(column -> !known.contains(column))
                    .forEach(column -> findings.add(unknownColumn(rule, column, table, known)));
        }
    }

    private static Finding unknownColumn(Rule rule, String column, TableName table, List<String> known) {
        String what = "the rule " + rule.name() + " reads the column " + column + ", which " + table + " does not have";
        String fix = NearestName.of(column, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("correct the name, or ask has(after." + column + ") before");
        return rule.name().startsWith(OWN_RULES) ? Finding.error(what, fix) : Finding.warning(what, fix);
    }

    private Table properties(TableName table) {
        return Optional.ofNullable(facts.tables().get(table)).orElseThrow();
    }

    static String quoted(TableName table) {
        return quoted(table.schema()) + "." + quoted(table.table());
    }

    static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
