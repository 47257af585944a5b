package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.operations.PostgresFacts.Publication;
import com.custom.pulsar.operations.PostgresFacts.Slot;
import com.custom.pulsar.operations.PostgresFacts.Table;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.pipeline.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresFindingsTest {
    private static final PostgresLogin LOGIN = new PostgresLogin("db.example.com", 5432, "inventory", "cdc", "canary");
    private static final TableName CUSTOMERS = TableName.parse("public.customers");
    private static final TableName ORDERS = TableName.parse("public.orders");
    private static final Table GOOD = new Table(true, true, false);
    private static final Publication PUBLISHED = new Publication(true, false, Set.of(CUSTOMERS, ORDERS));

    @TempDir
    Path directory;

    private int version = 180006;
    private String walLevel = "logical";
    private boolean mayReplicate = true;
    private Map<TableName, Table> tables = Map.of(CUSTOMERS, GOOD, ORDERS, GOOD);
    private Optional<Publication> publication = Optional.of(PUBLISHED);
    private Optional<Slot> slot = Optional.empty();
    private int freeSlots = 1;
    private String selectors = "public.customers";

    @BeforeEach
    void aDatabaseWithoutFaultIsReady() throws IOException {
        assertThat(look().problems()).isEmpty();
        assertThat(look().publicationStatement()).isEmpty();
    }

    @Test
    void everythingIsFoundAtOnce() throws IOException {
        version = 130012;
        walLevel = "replica";
        mayReplicate = false;
        freeSlots = 0;
        tables = Map.of(TableName.parse("public.customer"), GOOD, ORDERS, new Table(false, true, false));
        selectors = "public.customers, public.orders";

        assertThat(look().problems())
                .containsExactly(
                        "PostgreSQL at cdc@db.example.com:5432/inventory is version 13; Pulsar CDC needs 14 or newer",
                        "wal_level of cdc@db.example.com:5432/inventory is replica; as an administrator: ALTER SYSTEM SET"
                                + " wal_level = logical; then restart PostgreSQL",
                        "the role cdc may not replicate; as an administrator: ALTER ROLE \"cdc\" REPLICATION; (on Amazon RDS:"
                                + " GRANT rds_replication TO \"cdc\";)",
                        "all replication slots of cdc@db.example.com:5432/inventory are taken; drop one that nobody uses, or"
                                + " raise max_replication_slots and restart PostgreSQL",
                        "there is no table public.customers in the database inventory; did you mean public.customer?",
                        "the role cdc may not read public.orders; as its owner: GRANT USAGE ON SCHEMA \"public\" TO \"cdc\";"
                                + " GRANT SELECT ON \"public\".\"orders\" TO \"cdc\";");
    }

    @Test
    void aTableThatNobodyKnowsHasNoSuggestion() throws IOException {
        selectors = "sales.invoices";

        assertThat(look().problems())
                .containsExactly(
                        "there is no table sales.invoices in the database inventory; create it, or correct source.tables");
    }

    @Test
    void aMissingPublicationIsMade() throws IOException {
        publication = Optional.empty();
        selectors = "public.customers, /public\\.ord.*/";

        PostgresFindings findings = look();

        assertThat(findings.problems()).isEmpty();
        assertThat(findings.publicationStatement())
                .isEqualTo(
                        "CREATE PUBLICATION \"pulsar_cdc_shop\" FOR TABLE \"public\".\"customers\", \"public\".\"orders\""
                                + " WITH (publish_via_partition_root = true)");
        assertThat(findings.notes())
                .containsExactly(
                        "/public\\.ord.*/ also selects tables that are created later, but PostgreSQL publishes them"
                                + " only after ALTER PUBLICATION \"pulsar_cdc_shop\" ADD TABLE …;");
    }

    @Test
    void aNarrowPublicationIsWidened() throws IOException {
        publication = Optional.of(new Publication(true, false, Set.of(CUSTOMERS)));
        selectors = "public.customers, public.orders";

        assertThat(look().publicationStatement())
                .isEqualTo("ALTER PUBLICATION \"pulsar_cdc_shop\" ADD TABLE \"public\".\"orders\"");
    }

    @Test
    void aPublicationOfAllTablesIsEnough() throws IOException {
        publication = Optional.of(new Publication(true, true, Set.of()));
        selectors = "/.*/";

        assertThat(look().publicationStatement()).isEmpty();
        assertThat(look().notes()).isEmpty();
    }

    @Test
    void aPublicationThatLeavesOutOperationsIsAProblem() throws IOException {
        publication = Optional.of(new Publication(false, false, Set.of(CUSTOMERS)));

        assertThat(look().problems())
                .containsExactly(
                        "the publication pulsar_cdc_shop leaves out inserts, updates or deletes; as its owner: ALTER"
                                + " PUBLICATION \"pulsar_cdc_shop\" SET (publish = 'insert, update, delete, truncate');");
    }

    @Test
    void aTableWithoutIdentityIsNotPublished() throws IOException {
        publication = Optional.empty();
        tables = Map.of(CUSTOMERS, new Table(true, false, false));

        assertThat(look().problems())
                .containsExactly(
                        "the table public.customers has no primary key, so its updates and deletes would fail once it"
                                + " is published; add one, or as its owner: ALTER TABLE \"public\".\"customers\" REPLICA IDENTITY FULL;");
        assertThat(look().publicationStatement()).isEmpty();
    }

    @Test
    void partsOfATableAreNotSelectedByAnExpression() throws IOException {
        publication = Optional.empty();
        tables = Map.of(ORDERS, GOOD, TableName.parse("public.orders_2026"), new Table(true, true, true));
        selectors = "/public\\.orders.*/";

        assertThat(look().publicationStatement())
                .isEqualTo("CREATE PUBLICATION \"pulsar_cdc_shop\" FOR TABLE \"public\".\"orders\""
                        + " WITH (publish_via_partition_root = true)");
    }

    @Test
    void nothingToPublishIsAProblem() throws IOException {
        publication = Optional.empty();
        selectors = "/public\\.none.*/";

        assertThat(look().problems())
                .containsExactly(
                        "source.tables selects no table of the database inventory, so there is nothing to publish;"
                                + " create one first, or correct source.tables");
    }

    @Test
    void aSlotOfAnotherDatabaseIsAProblem() throws IOException {
        slot = Optional.of(new Slot("pgoutput", "crm"));
        freeSlots = 0;

        assertThat(look().problems())
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

    private PostgresFindings look() throws IOException {
        Path file = directory.resolve("pipeline.yaml");
        Files.writeString(file, "apiVersion: pulsar-cdc/v1\nname: shop\nsource: { tables: [ " + selectors + " ] }\n");
        Pipeline pipeline = PipelineFile.read(file);
        return new PostgresFindings(
                pipeline,
                LOGIN,
                new PostgresFacts(version, walLevel, mayReplicate, tables, publication, slot, freeSlots));
    }
}
