package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetImportTest {
    private static final Optional<ReplicationSlot> SLOT = Optional.of(slot(100, 500, "reserved"));

    @TempDir
    private Path directory;

    private Pipeline pipeline;

    @BeforeEach
    void readsAPipeline() throws IOException {
        pipeline = PipelineFile.read(Files.writeString(
                directory.resolve("p.yaml"),
                "apiVersion: pulsar-cdc/v1\nname: shop\ntopics: { prefix: db1 }\nsource: { tables: [ a.b ] }\n"));
    }

    @Test
    void aGoodPositionIsTakenWithoutItsNumbering() {
        OffsetRecord record = OffsetImport.checked(record("db1", "{\"lsn\":100,\"lsn_commit\":90}"), pipeline, SLOT);

        assertThat(new String(record.value(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"partition\":{\"server\":\"db1\"},\"offset\":{\"lsn\":100,\"lsn_commit\":90},\"numbering\":null}");
    }

    @Test
    void aPositionThatTheSlotHasPassedIsRefusedBecauseWhatLiesBetweenIsGone() {
        assertThatThrownBy(() -> check("{\"lsn\":99,\"lsn_commit\":98}"))
                .isInstanceOf(OperationException.class)
                .hasMessage(
                        "the position 0/63 is behind 0/64, up to where the slot pulsar_cdc_shop has been confirmed: what was"
                                + " committed between them is gone from the log; give a later position, or use offsets reset for a new"
                                + " snapshot");
    }

    @Test
    void anEventOfALongTransactionMayLieBehindWhatIsConfirmed() {
        OffsetRecord record = OffsetImport.checked(record("db1", "{\"lsn\":60,\"lsn_commit\":100}"), pipeline, SLOT);

        assertThat(record.position()).isPresent();
    }

    @Test
    void aPositionInASnapshotOfSingleTablesIsRefusedBecauseItHoldsSerializedObjects() {
        assertThatThrownBy(() -> check("{\"lsn\":200,\"incremental_snapshot_primary_key\":\"ACED0005\"}"))
                .hasMessageContaining("while a snapshot of single tables went on")
                .hasMessageNotContaining("ACED");
    }

    @Test
    void aPositionAheadOfTheLogIsRefused() {
        assertThatThrownBy(() -> check("{\"lsn\":501}"))
                .hasMessageContaining("the position 0/1F5 is ahead of the database's log");
    }

    @Test
    void theEndOfTheLogIsNotAheadOfIt() {
        assertThat(OffsetImport.checked(record("db1", "{\"lsn\":500}"), pipeline, SLOT)
                        .position())
                .isPresent();
    }

    @Test
    void allProblemsAreToldTogether() {
        assertThatThrownBy(() -> OffsetImport.checked(
                        record("db2", "{\"lsn\":7,\"snapshot\":\"INITIAL\",\"txId\":\"canary\"}"), pipeline, SLOT))
                .hasMessageContaining("of the server db2, and the pipeline's topics.prefix is db1")
                .hasMessageContaining("offset.txId must be a whole number")
                .hasMessageNotContaining("canary");
    }

    @Test
    void aSnapshotUnderWayCannotBeGoneOnFrom() {
        assertThatThrownBy(() -> check("{\"lsn\":200,\"snapshot\":\"INITIAL\",\"last_snapshot_record\":false}"))
                .hasMessageContaining("in the middle of a snapshot");
    }

    @Test
    void aRecordWithoutPositionIsRefused() {
        assertThatThrownBy(() -> OffsetImport.checked(OffsetImport.reset(pipeline), pipeline, SLOT))
                .hasMessageStartingWith("it holds no position");
    }

    @Test
    void withoutASlotNothingIsKept() {
        assertThatThrownBy(() -> OffsetImport.checked(record("db1", "{\"lsn\":200}"), pipeline, Optional.empty()))
                .hasMessageContaining("the database has no replication slot pulsar_cdc_shop");
    }

    @Test
    void aLostSlotAndAForeignPlugInAreRefused() {
        ReplicationSlot lost = new ReplicationSlot(
                "pulsar_cdc_shop", "wal2json", "d", false, Optional.empty(), "lost", 0, Optional.empty(), new Lsn(500));

        assertThatThrownBy(() -> OffsetImport.checked(record("db1", "{\"lsn\":200}"), pipeline, Optional.of(lost)))
                .hasMessageContaining("has the plug-in wal2json")
                .hasMessageContaining("is lost");
    }

    @Test
    void whatExportWritesIsReadAgain() {
        OffsetRecord record = record("db1", "{\"lsn\":200,\"ratio\":12345678901234567890.5}");
        String text = OffsetDocument.of(pipeline, record, Instant.EPOCH);

        OffsetDocument document = OffsetDocument.read(text.getBytes(StandardCharsets.UTF_8));

        assertThat(text)
                .startsWith(
                        "{\"format\":\"pulsar-cdc-offset/v1\",\"pipeline\":\"shop\",\"source\":\"debezium-postgres-source\","
                                + "\"slot\":\"pulsar_cdc_shop\",\"database\":\"inventory\",\"exportedAt\":\"1970-01-01T00:00:00Z\"")
                .doesNotContain("\n");
        assertThat(document.record().value()).isEqualTo(record.value());
        assertThat(document.slot()).isEqualTo("pulsar_cdc_shop");
    }

    @Test
    void whatIsNoExportIsSaidSo() {
        assertThatThrownBy(() -> OffsetDocument.read("nonsense".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("is no JSON object");
        assertThatThrownBy(() -> OffsetDocument.read("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("has no format; understood is pulsar-cdc-offset/v1");
        assertThatThrownBy(() -> OffsetDocument.read("{\"format\":\"x/v9\"}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("has the format x/v9");
        assertThatThrownBy(() ->
                        OffsetDocument.read("{\"format\":\"pulsar-cdc-offset/v1\"}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("must have a partition");
    }

    private void check(String offset) {
        var unused = OffsetImport.checked(record("db1", offset), pipeline, SLOT);
    }

    private static OffsetRecord record(String server, String offset) {
        return OffsetRecord.position(server, Json.object(offset).orElseThrow());
    }

    private static ReplicationSlot slot(long confirmed, long end, String status) {
        return new ReplicationSlot(
                "pulsar_cdc_shop",
                "pgoutput",
                "inventory",
                false,
                Optional.of(new Lsn(confirmed)),
                status,
                0,
                Optional.empty(),
                new Lsn(end));
    }
}
