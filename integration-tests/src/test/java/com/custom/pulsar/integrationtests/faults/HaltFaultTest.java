package com.custom.pulsar.integrationtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.Launcher;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/**
 * What only a person can mend halts the source with what is wrong and what mends it; what is changed meanwhile arrives once it is
 * mended. Each test leaves the pipeline at work.
 */
@Tag("slow")
@ParameterizedClass
@MethodSource("com.custom.pulsar.integrationtests.faults.FaultOptions#ofSystemProperties")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HaltFaultTest {
    private static final String SLOT = "pulsar_cdc_faults";
    private static final String OFFSETS = "persistent://public/default/debezium-postgres-source-offsets";
    private static final String END_OF_READER =
            "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '" + SLOT + "'";
    private static final Duration SOON = Duration.ofSeconds(90);

    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameter
    @SuppressWarnings("NullAway.Init") // Set by JUnit before anything is called.
    private FaultOptions options;

    @SuppressWarnings("NullAway.Init") // Set before each run of the class.
    private FaultyPipeline pipeline;

    private int changes;

    @BeforeParameterizedClassInvocation
    void startsAPipeline() throws Exception {
        pipeline = new FaultyPipeline(options.postgres());
        Load.createTables(pipeline.postgres(), 10);
        pipeline.up();
        pipeline.awaitSnapshot("accounts");
        change();
        assertArrived();
    }

    @AfterParameterizedClassInvocation
    void stopsIt() throws IOException {
        pipeline.close();
    }

    @Test
    void aSlotThatAnotherReads() throws Exception {
        pipeline.stopSource();
        try (Connection other = pipeline.postgres().connectForReplication("cdc", FaultyPipeline.PASSWORD);
                PGReplicationStream stream = other.unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName(SLOT)
                        .withSlotOption("proto_version", 1)
                        .withSlotOption("publication_names", SLOT)
                        .start()) {
            pipeline.startSource();
            change();
            assertHalted(SLOT, "is active for PID");
            assertThat(stream.isClosed()).isFalse();
        }
        assertArrived();
    }

    @Test
    void aRoleThatMayNoLongerReplicate() throws Exception {
        assertHaltedUntilMended(
                () -> {
                    pipeline.postgres().sql("ALTER ROLE cdc NOREPLICATION", END_OF_READER);
                    change();
                },
                () -> pipeline.postgres().sql("ALTER ROLE cdc REPLICATION"),
                "The role cdc may not replicate (cdc at",
                "as an administrator: ALTER ROLE \"cdc\" REPLICATION;");
        assertArrived();
    }

    @Test
    void aPasswordThatWasChanged() throws Exception {
        assertHaltedUntilMended(
                () -> {
                    pipeline.postgres().sql("ALTER ROLE cdc PASSWORD 'another'", END_OF_READER);
                    change();
                },
                () -> pipeline.postgres().sql("ALTER ROLE cdc PASSWORD '" + FaultyPipeline.PASSWORD + "'"),
                "PostgreSQL refused or did not answer (cdc at",
                "password authentication failed");
        assertArrived();
    }

    @Test
    void aPublicationThatIsGone() throws Exception {
        assertHaltedUntilMended(
                () -> pipeline.postgres().sql("ALTER PUBLICATION " + SLOT + " RENAME TO mislaid"),
                () -> pipeline.postgres().sql("ALTER PUBLICATION mislaid RENAME TO " + SLOT),
                "The publication " + SLOT + " does not exist",
                "CREATE PUBLICATION",
                "pulsar-cdc snapshot");
        change();
        assertArrived();
    }

    @Test
    void aTableThatThePublicationLeavesOut() throws Exception {
        assertHaltedUntilMended(
                () -> pipeline.postgres()
                        .sql("DROP PUBLICATION " + SLOT, "CREATE PUBLICATION " + SLOT + " FOR TABLE accounts, items"),
                () -> pipeline.postgres().sql("ALTER PUBLICATION " + SLOT + " ADD TABLE audit"),
                "The publication " + SLOT + " leaves out",
                "audit",
                "ADD TABLE",
                "pulsar-cdc snapshot");
        change();
        assertArrived();
    }

    @Test
    void aSchemaThatTheTopicRefuses() throws Exception {
        pipeline.updateInPlace("cdc.schema.compatibility", "ALWAYS_INCOMPATIBLE");
        change();
        assertArrived();
        assertHaltedUntilMended(
                () -> {
                    pipeline.postgres().sql("ALTER TABLE accounts ADD COLUMN remark text");
                    change();
                },
                () -> pipeline.updateInPlace("cdc.schema.compatibility", "ALWAYS_COMPATIBLE"),
                "The table's schema has changed, and persistent://public/default/faults.public.accounts refuses the new version",
                "cdc.schema.compatibility is ALWAYS_INCOMPATIBLE: set it to ALWAYS_COMPATIBLE");
        assertArrived();
    }

    @Test
    void aSlotThatPostgresHasGivenUp() throws Exception {
        assertHaltedUntilMended(
                () -> {
                    pipeline.stopSource();
                    loseSlot();
                    pipeline.startSource();
                },
                pipeline::resetOffsets,
                "PostgreSQL no longer keeps the log that the slot " + SLOT + " needs",
                "pulsar-cdc offsets reset");
        change();
        assertArrived();
    }

    @Test
    void aPositionThatIsGone() throws Exception {
        assertHaltedUntilMended(
                () -> {
                    pipeline.stopSource();
                    pipeline.run().admin().topics().delete(OFFSETS, true);
                    pipeline.startSource();
                    change();
                },
                pipeline::resetOffsets,
                "The slot " + SLOT + " exists, and source debezium-postgres-source has no offset for it",
                "pulsar-cdc offsets import",
                "pulsar-cdc offsets reset");
        assertArrived();
    }

    @Test
    void aDatabaseThatWasPutBackToAnEarlierState() throws Exception {
        pipeline.postgres().kill();
        pipeline.postgres().keepCopy();
        pipeline.postgres().startAgain();
        change();
        assertArrived();
        assertHaltedUntilMended(
                () -> {
                    pipeline.postgres().kill();
                    pipeline.postgres().putCopyBack();
                    pipeline.postgres().takeOver();
                },
                pipeline::resetOffsets,
                "on timeline 2, which left that one at",
                "it was restored",
                "pulsar-cdc offsets reset");
        change();
        assertArrived();
    }

    /** What breaks a pipeline or mends it. */
    private interface Step {
        void run() throws Exception;
    }

    private void loseSlot() throws SQLException {
        pipeline.postgres()
                .sql(
                        "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'",
                        "SELECT pg_reload_conf()",
                        "CREATE TABLE noise (text text)");
        try {
            await("the slot to be lost").atMost(SOON).until(() -> {
                pipeline.postgres()
                        .sql(
                                "INSERT INTO noise SELECT repeat('x', 1000) FROM generate_series(1, 20000)",
                                "SELECT pg_switch_wal()",
                                "CHECKPOINT");
                return "lost"
                        .equals(pipeline.postgres()
                                .first("SELECT wal_status FROM pg_replication_slots WHERE slot_name = '" + SLOT + "'"));
            });
        } finally {
            pipeline.postgres()
                    .sql("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()", "DROP TABLE noise");
        }
    }

    // Mended even where it did not halt as it should: the next test begins with a pipeline at work.
    private void assertHaltedUntilMended(Step broken, Step mended, String... reason) throws Exception {
        try {
            broken.run();
            assertHalted(reason);
        } finally {
            mended.run();
        }
    }

    private void change() throws SQLException {
        changes++;
        pipeline.postgres().sql("INSERT INTO accounts VALUES (" + key() + ", nextval('versions'), 'changed')");
    }

    private int key() {
        return 1_000 + changes;
    }

    /** The last change, once, be it as a change or, after a new beginning, as a row of a snapshot. */
    private void assertArrived() throws IOException {
        await("the event of the last change").atMost(SOON).untilAsserted(() -> {
            assertThat(events()).hasSize(1);
        });
        await("the halt to be over")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(source().path("halted").asBoolean())
                        .as(source().toString())
                        .isFalse());
        assertThat(events()).hasSize(1);
    }

    private List<RowChange> events() throws IOException {
        try (PublishedChanges raw = new PublishedChanges(pipeline.run().client(), FaultyPipeline.topic("accounts"))) {
            return raw.readOn().stream()
                    .filter(change -> change.key().equals(Integer.toString(key())))
                    .toList();
        }
    }

    private void assertHalted(String... reason) {
        await("the source halts").atMost(SOON).untilAsserted(() -> {
            JsonNode source = source();
            assertThat(source.path("running").asBoolean()).as(source.toString()).isTrue();
            assertThat(source.path("halted").asBoolean()).as(source.toString()).isTrue();
            assertThat(source.path("lastError").asText()).contains(reason).doesNotContain(FaultyPipeline.PASSWORD);
        });
    }

    // Its exit code is that of a pipeline that does not run as it should.
    private JsonNode source() {
        Launcher.Result status = pipeline.run()
                .launcher("status", "--data-dir", pipeline.run().dataDirectory(), "--output", "json")
                .run(SOON);
        try {
            return JSON.readTree(status.lastLine()).path("source");
        } catch (IOException e) {
            throw new UncheckedIOException(status.out() + status.err(), e);
        }
    }
}
