package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.operations.Finding.Severity;
import com.custom.pulsar.operations.PostgresFacts.Publication;
import com.custom.pulsar.operations.PostgresFacts.ReplicaIdentity;
import com.custom.pulsar.operations.PostgresFacts.Table;
import com.custom.pulsar.operations.PostgresFacts.Used;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresFindingsTest {
    private static final PostgresLogin LOGIN = new PostgresLogin("db.example.com", 5432, "inventory", "cdc", "canary");
    private static final TableName CUSTOMERS = TableName.parse("public.customers");
    private static final TableName ORDERS = TableName.parse("public.orders");
    private static final Table GOOD = table(true, ReplicaIdentity.PRIMARY_KEY);
    private static final Publication PUBLISHED = new Publication(true, true, true, false, Set.of(CUSTOMERS, ORDERS));

    @TempDir
    Path directory;

    private int version = 180006;
    private String walLevel = "logical";
    private boolean mayReplicate = true;
    private Map<TableName, Table> tables = Map.of(CUSTOMERS, GOOD, ORDERS, GOOD);
    private Optional<Publication> publication = Optional.of(PUBLISHED);
    private Optional<ReplicationSlot> slot = Optional.empty();
    private Used slots = new Used(9, 10, 1);
    private Used senders = new Used(0, 10, 1);
    private OptionalLong slotKeepMegabytes = OptionalLong.of(51200);
    private boolean mayCreate = true;
    private String selectors = "public.customers";
    private String enrichment = "";

    @BeforeEach
    void aDatabaseWithoutFaultIsReady() throws IOException {
        assertThat(look().all()).extracting(Finding::severity).containsOnly(Severity.ok);
        assertThat(look().all())
                .extracting(Finding::what)
                .containsExactly(
                        "PostgreSQL 18.6 at cdc@db.example.com:5432/inventory",
                        "wal_level is logical",
                        "the role cdc may replicate",
                        "replication slots in use: 9 of 10",
                        "WAL senders in use: 0 of 10",
                        "max_slot_wal_keep_size is 51,200 MB: a slot that is further behind is lost",
                        "the source will make the replication slot pulsar_cdc_shop",
                        "the role cdc may read the tables: public.customers",
                        "the publication pulsar_cdc_shop covers the tables");
        assertThat(look().publicationStatement()).isEmpty();
        assertThat(look().publicationMissing()).isEmpty();
    }

    @Test
    void everythingIsFoundAtOnce() throws IOException {
        version = 130012;
        walLevel = "replica";
        mayReplicate = false;
        slots = new Used(10, 10, 1);
        tables = Map.of(
                TableName.parse("public.customer"),
                GOOD,
                ORDERS,
                new Table(false, false, false, false, true, ReplicaIdentity.PRIMARY_KEY, List.of("id"), List.of()));
        selectors = "public.customers, public.orders";

        assertThat(errors())
                .containsExactly(
                        "PostgreSQL at cdc@db.example.com:5432/inventory is version 13.12; Pulsar CDC needs 14 or newer:"
                                + " upgrade it",
                        "wal_level of cdc@db.example.com:5432/inventory is replica; as an administrator: ALTER SYSTEM SET"
                                + " wal_level = logical; then restart PostgreSQL",
                        "the role cdc may not replicate; as an administrator: ALTER ROLE \"cdc\" REPLICATION; (on Amazon RDS:"
                                + " GRANT rds_replication TO \"cdc\";)",
                        "all replication slots of cdc@db.example.com:5432/inventory are taken: 10 of 10; drop one that nobody"
                                + " uses, or raise max_replication_slots and restart PostgreSQL",
                        "there is no table public.customers in the database inventory; did you mean public.customer?",
                        "the role cdc may not read public.orders; as its owner: GRANT USAGE ON SCHEMA \"public\" TO \"cdc\";"
                                + " GRANT SELECT ON \"public\".\"orders\" TO \"cdc\";");
    }

    @Test
    void aTableThatNobodyKnowsHasNoSuggestion() throws IOException {
        selectors = "sales.invoices";

        assertThat(errors())
                .containsExactly(
                        "there is no table sales.invoices in the database inventory; create it, or correct its name in the pipeline file");
    }

    @Test
    void aMissingPublicationIsMade() throws IOException {
        publication = Optional.empty();
        selectors = "public.customers, /public\\.ord.*/";

        PostgresFindings findings = look();

        assertThat(errors()).isEmpty();
        assertThat(findings.publicationStatement())
                .isEqualTo(
                        "CREATE PUBLICATION \"pulsar_cdc_shop\" FOR TABLE \"public\".\"customers\", \"public\".\"orders\""
                                + " WITH (publish_via_partition_root = true)");
        assertThat(warnings())
                .containsExactly("/public\\.ord.*/ also selects tables that are created later, but PostgreSQL does not"
                        + " publish them; after each: ALTER PUBLICATION \"pulsar_cdc_shop\" ADD TABLE …;");
    }

    @Test
    void aNarrowPublicationIsWidened() throws IOException {
        publication = Optional.of(new Publication(true, true, true, false, Set.of(CUSTOMERS)));
        selectors = "public.customers, public.orders";

        assertThat(look().publicationStatement())
                .isEqualTo("ALTER PUBLICATION \"pulsar_cdc_shop\" ADD TABLE \"public\".\"orders\"");
    }

    @Test
    void aPublicationOfAllTablesIsEnough() throws IOException {
        publication = Optional.of(new Publication(true, true, true, true, Set.of()));
        selectors = "/.*/";

        assertThat(look().publicationStatement()).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aPublicationThatLeavesOutOperationsIsAProblem() throws IOException {
        publication = Optional.of(new Publication(false, true, true, false, Set.of(CUSTOMERS)));

        assertThat(errors())
                .containsExactly(
                        "the publication pulsar_cdc_shop leaves out inserts, updates or deletes; as its owner: ALTER"
                                + " PUBLICATION \"pulsar_cdc_shop\" SET (publish = 'insert, update, delete, truncate');");
    }

    @Test
    void aTableWithoutIdentityIsNotPublished() throws IOException {
        publication = Optional.empty();
        tables = Map.of(CUSTOMERS, table(false, ReplicaIdentity.PRIMARY_KEY));

        assertThat(errors())
                .containsExactly(
                        "the table public.customers has no primary key, so its updates and deletes would fail once it"
                                + " is published; add a primary key, or as its owner: ALTER TABLE \"public\".\"customers\""
                                + " REPLICA IDENTITY FULL;");
        assertThat(look().publicationStatement()).isEmpty();
        assertThat(warnings())
                .containsExactly(
                        "events of public.customers have no key, and pulsar-cdc snapshot cannot read it, because it has no"
                                + " primary key; as its owner: ALTER TABLE \"public\".\"customers\" ADD PRIMARY KEY (…);");
    }

    @Test
    void aTableWithAKeyThatLogsNothingIsNotSaidToHaveNoKey() throws IOException {
        tables = Map.of(CUSTOMERS, table(true, ReplicaIdentity.NOTHING));

        assertThat(errors()).isEmpty();
        assertThat(warnings())
                .containsExactly(
                        "the table public.customers has REPLICA IDENTITY NOTHING, so its updates and deletes fail;"
                                + " as its owner: ALTER TABLE \"public\".\"customers\" REPLICA IDENTITY DEFAULT;");

        publication = Optional.empty();

        assertThat(errors())
                .containsExactly(
                        "the table public.customers has REPLICA IDENTITY NOTHING, so its updates and deletes would"
                                + " fail once it is published; as its owner: ALTER TABLE \"public\".\"customers\" REPLICA IDENTITY"
                                + " DEFAULT;");
    }

    @Test
    void longValuesThatAnUpdateLeavesOutAreTold() throws IOException {
        tables = Map.of(
                CUSTOMERS,
                new Table(
                        true,
                        true,
                        false,
                        false,
                        true,
                        ReplicaIdentity.PRIMARY_KEY,
                        List.of("id", "notes", "picture"),
                        List.of("notes", "picture")),
                ORDERS,
                new Table(
                        true,
                        true,
                        false,
                        false,
                        true,
                        ReplicaIdentity.WHOLE_ROW,
                        List.of("id", "notes"),
                        List.of("notes")));
        selectors = "public.customers, public.orders";

        assertThat(errors()).isEmpty();
        assertThat(warnings())
                .containsExactly(
                        "an update of public.customers that leaves a long value as it is says"
                                + " __debezium_unavailable_value for it (notes, picture); where that matters:"
                                + " enrichment.unchanged: last-known in the pipeline file; or, as its owner: ALTER TABLE \"public\".\"customers\" REPLICA IDENTITY FULL; (PostgreSQL then logs whole old rows)");
    }

    @Test
    void longValuesThatTheFunctionKnowsAreNotTold() throws IOException {
        tables = Map.of(
                CUSTOMERS,
                new Table(
                        true,
                        true,
                        false,
                        false,
                        true,
                        ReplicaIdentity.PRIMARY_KEY,
                        List.of("id", "notes"),
                        List.of("notes")));
        enrichment = "unchanged: last-known";

        assertThat(warnings()).isEmpty();
    }

    @Test
    void aRuleOfATableThatReadsWhatTheTableDoesNotHaveIsAnError() throws IOException {
        enrichment =
                "tables: { public.customers: { filter: \"after.emial != '' && has(after.maybe) && after.maybe > 1\","
                        + " compute: { x: \"before['nothing']\", y: after.email, z: source.table } } }";

        assertThat(errors())
                .containsExactly(
                        "the rule enrichment.tables.public.customers.filter reads the column emial, which public.customers"
                                + " does not have; did you mean email?",
                        "the rule enrichment.tables.public.customers.compute.x reads the column nothing, which"
                                + " public.customers does not have; correct the name, or ask has(after.nothing) before");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aRuleForAllTablesThatOneCannotAnswerIsAWarning() throws IOException {
        enrichment = "routes: [ { when: after.total > 1, topic: \"'t-' + after.email\", pattern: t-.* } ],"
                + " validate: { constraints: { c: \"'k' in after || after['k'] == 1\" } }";

        assertThat(errors()).isEmpty();
        assertThat(warnings())
                .containsExactly(
                        "the rule enrichment.routes[0].when reads the column total, which public.customers does"
                                + " not have; correct the name, or ask has(after.total) before");
    }

    @Test
    void aSlotWithoutLimitAndSendersThatAreAllTakenAreTold() throws IOException {
        slotKeepMegabytes = OptionalLong.empty();
        senders = new Used(10, 10, 1);

        assertThat(errors())
                .containsExactly(
                        "all WAL senders of cdc@db.example.com:5432/inventory are taken: 10 of 10; end one that"
                                + " nobody needs, or raise max_wal_senders and restart PostgreSQL");
        assertThat(warnings()).singleElement().asString().contains("max_slot_wal_keep_size = '50GB'");

        slot = Optional.of(slot("inventory", true, "reserved"));
        senders = new Used(10, 10, 0);

        assertThat(errors()).isEmpty();
    }

    @Test
    void aLostSlotIsAnErrorAndOneThatSoonWillBeAWarning() throws IOException {
        slot = Optional.of(slot("inventory", false, "lost"));
        assertThat(errors()).singleElement().asString().contains("is lost").endsWith("pulsar-cdc offsets reset --yes");

        slot = Optional.of(slot("inventory", true, "unreserved"));
        assertThat(errors()).isEmpty();
        assertThat(warnings()).singleElement().asString().contains("max_slot_wal_keep_size = -1");
    }

    @Test
    void whatTheRoleMayNotPublishIsAnErrorAndTheRestIsDoneByUp() throws IOException {
        publication = Optional.empty();
        assertThat(look().publicationMissing())
                .hasValueSatisfying(finding -> assertThat(finding.severity()).isEqualTo(Severity.warning));

        mayCreate = false;
        assertThat(look().publicationMissing()).hasValueSatisfying(finding -> {
            assertThat(finding.isError()).isTrue();
            assertThat(finding.text())
                    .isEqualTo("there is no publication pulsar_cdc_shop, and the role cdc may not change that; as the"
                            + " tables' owner or an administrator: CREATE PUBLICATION \"pulsar_cdc_shop\" FOR TABLE"
                            + " \"public\".\"customers\" WITH (publish_via_partition_root = true);");
        });
    }

    @Test
    void partsOfATableAreNotSelectedByAnExpression() throws IOException {
        publication = Optional.empty();
        tables = Map.of(
                ORDERS,
                GOOD,
                TableName.parse("public.orders_2026"),
                new Table(true, true, true, false, true, ReplicaIdentity.PRIMARY_KEY, List.of("id"), List.of()));
        selectors = "/public\\.orders.*/";

        assertThat(look().publicationStatement())
                .isEqualTo("CREATE PUBLICATION \"pulsar_cdc_shop\" FOR TABLE \"public\".\"orders\""
                        + " WITH (publish_via_partition_root = true)");
    }

    @Test
    void changesThatAreToldUnderTheNamesOfPartitionsAreAProblem() throws IOException {
        tables = Map.of(
                CUSTOMERS,
                GOOD,
                ORDERS,
                new Table(true, true, false, true, true, ReplicaIdentity.PRIMARY_KEY, List.of("id"), List.of()));
        selectors = "public.customers, public.orders";
        assertThat(look().all())
                .extracting(Finding::what)
                .contains("the publication pulsar_cdc_shop tells changes of partitions under the tables' names:"
                        + " public.orders");

        publication = Optional.of(new Publication(true, true, false, false, Set.of(CUSTOMERS, ORDERS)));
        assertThat(errors())
                .containsExactly(
                        "the publication pulsar_cdc_shop tells the changes of public.orders under the names of the"
                                + " partitions, which are not captured; as its owner: ALTER PUBLICATION \"pulsar_cdc_shop\" SET"
                                + " (publish_via_partition_root = true);");

        selectors = "public.customers";
        assertThat(errors()).isEmpty();
    }

    @Test
    void nothingToPublishIsAProblem() throws IOException {
        publication = Optional.empty();
        selectors = "/public\\.none.*/";

        assertThat(errors())
                .containsExactly(
                        "the source debezium-postgres-source selects no table of the database inventory, so there is"
                                + " nothing to publish; create one first, or correct the source's tables in the pipeline"
                                + " file");
    }

    @Test
    void slotsAndSendersMustSufficeForAllSources() throws IOException {
        slots = new Used(9, 10, 2);
        senders = new Used(8, 10, 3);

        assertThat(errors())
                .containsExactly(
                        "the replication slots of cdc@db.example.com:5432/inventory do not suffice: 9 of 10 are taken, and"
                                + " the sources of the pipeline need 2 more; drop one that nobody uses, or raise"
                                + " max_replication_slots and restart PostgreSQL",
                        "the WAL senders of cdc@db.example.com:5432/inventory do not suffice: 8 of 10 are taken, and the"
                                + " sources of the pipeline need 3 more; end one that nobody needs, or raise"
                                + " max_wal_senders and restart PostgreSQL");

        slots = new Used(8, 10, 2);
        senders = new Used(7, 10, 3);

        assertThat(errors()).isEmpty();
    }

    @Test
    void aSlotOfAnotherDatabaseIsAProblem() throws IOException {
        slot = Optional.of(slot("crm", false, "reserved"));
        slots = new Used(10, 10, 0);

        assertThat(errors())
                .containsExactly(
                        "the replication slot pulsar_cdc_shop is there already, for the database crm with the plug-in"
                                + " pgoutput; give the pipeline another name, or drop the slot if nobody uses it: SELECT"
                                + " pg_drop_replication_slot('pulsar_cdc_shop');");
    }

    @Test
    void aRefusedConnectionIsSaidWithTheRemedy() {
        assertThat(PostgresPreflight.unreachable(LOGIN, new SQLException("password authentication failed", "28P01")))
                .isEqualTo(
                        "cannot get into PostgreSQL at cdc@db.example.com:5432/inventory: password authentication failed; the"
                                + " password is wrong or the role is unknown; correct source.postgres.user or password");
        assertThat(PostgresPreflight.unreachable(LOGIN, new SQLException("Connection refused.", "08001")))
                .isEqualTo(
                        "cannot get into PostgreSQL at cdc@db.example.com:5432/inventory: Connection refused; check that it"
                                + " runs and that source.postgres.hostname and port are its address");
    }

    @Test
    void namesAreQuoted() {
        assertThat(PostgresFindings.quoted(TableName.parse("public.we\"ird"))).isEqualTo("\"public\".\"we\"\"ird\"");
    }

    private List<String> errors() throws IOException {
        return texts(Severity.error);
    }

    private List<String> warnings() throws IOException {
        return texts(Severity.warning);
    }

    private List<String> texts(Severity severity) throws IOException {
        return look().all().stream()
                .filter(finding -> finding.severity() == severity)
                .map(Finding::text)
                .toList();
    }

    private static Table table(boolean primaryKey, ReplicaIdentity identity) {
        return new Table(true, true, false, false, primaryKey, identity, List.of("id", "email"), List.of());
    }

    private static ReplicationSlot slot(String database, boolean active, String walStatus) {
        Lsn end = Lsn.parse("0/2000000");
        return new ReplicationSlot(
                "pulsar_cdc_shop",
                "pgoutput",
                database,
                active,
                Optional.of(end),
                walStatus,
                1024,
                Optional.empty(),
                end);
    }

    private PostgresFindings look() throws IOException {
        Path file = directory.resolve("pipeline.yaml");
        Files.writeString(
                file,
                "apiVersion: pulsar-cdc/v1\nname: shop\nsource: { tables: [ " + selectors + " ] }\nenrichment: { "
                        + enrichment + " }\n");
        Pipeline pipeline = PipelineFile.read(file);
        return new PostgresFindings(
                pipeline,
                new PostgresFacts(
                        LOGIN.toString(),
                        "cdc",
                        "inventory",
                        version,
                        walLevel,
                        mayReplicate,
                        mayCreate,
                        slots,
                        senders,
                        slotKeepMegabytes,
                        tables,
                        publication,
                        slot));
    }
}
