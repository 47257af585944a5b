package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeBoundaryTest {

    private static final Schema ENVELOPE =
            SchemaBuilder.struct().field("op", Schema.STRING_SCHEMA).build();

    @Test
    void anInsertAndAnUpdateAreChangesOfTheirOwn() {
        ChangeBoundary boundary = new ChangeBoundary(true);
        assertThat(boundary.isLastOfChange(event("c", 1))).isTrue();
        assertThat(boundary.isLastOfChange(event("u", 1))).isTrue();
        assertThat(boundary.isLastOfChange(event("r", 1))).isTrue();
    }

    @Test
    void aDeleteIsCompleteWithItsTombstone() {
        ChangeBoundary boundary = new ChangeBoundary(true);
        assertThat(boundary.isLastOfChange(event("d", 1))).isFalse();
        assertThat(boundary.isLastOfChange(event(null, 1))).isTrue();
    }

    @Test
    void aDeleteWithoutTombstoneIsCompleteByItself() {
        assertThat(new ChangeBoundary(false).isLastOfChange(event("d", 1))).isTrue();
    }

    @Test
    void aDeleteWithoutKeyIsCompleteWithItsTombstoneToo() {
        ChangeBoundary boundary = new ChangeBoundary(true);
        assertThat(boundary.isLastOfChange(event("d", null))).isFalse();
        assertThat(boundary.isLastOfChange(event(null, null))).isTrue();
    }

    @Test
    void aChangedKeyIsCompleteWithTheInsertUnderTheNewKey() {
        ChangeBoundary boundary = new ChangeBoundary(true);
        assertThat(boundary.isLastOfChange(withNewKey(event("d", 1)))).isFalse();
        assertThat(boundary.isLastOfChange(event(null, 1))).isFalse();
        assertThat(boundary.isLastOfChange(event("c", 2))).isTrue();
        assertThat(boundary.isLastOfChange(event("d", 2))).isFalse();
        assertThat(boundary.isLastOfChange(event(null, 2))).isTrue();
    }

    @Test
    void aChangedKeyWithoutTombstonesIsCompleteWithTheInsertToo() {
        ChangeBoundary boundary = new ChangeBoundary(false);
        assertThat(boundary.isLastOfChange(withNewKey(event("d", 1)))).isFalse();
        assertThat(boundary.isLastOfChange(event("c", 2))).isTrue();
    }

    @Test
    void aRowOfAnIncrementalSnapshotCompletesNothing() {
        ChangeBoundary boundary = new ChangeBoundary(true);
        assertThat(boundary.isLastOfChange(withSnapshot(event("r", 7)))).isFalse();
        assertThat(boundary.isLastOfChange(withSnapshot(event("c", 1)))).isTrue();
    }

    @Test
    void aRowOfAnIncrementalSnapshotInTheMidstOfAChangedKeyDoesNotEndIt() {
        ChangeBoundary boundary = new ChangeBoundary(false);
        assertThat(boundary.isLastOfChange(withNewKey(event("d", 1)))).isFalse();
        assertThat(boundary.isLastOfChange(withSnapshot(event("r", 7)))).isFalse();
        assertThat(boundary.isLastOfChange(event("c", 2))).isTrue();
    }

    private static SourceRecord withSnapshot(SourceRecord event) {
        return new SourceRecord(
                event.sourcePartition(),
                Map.of("incremental_snapshot_collections", "[]"),
                event.topic(),
                event.keySchema(),
                event.key(),
                event.valueSchema(),
                event.value());
    }

    private static SourceRecord withNewKey(SourceRecord delete) {
        delete.headers().addInt("__debezium.newkey", 2);
        return delete;
    }

    private static SourceRecord event(@Nullable String op, @Nullable Integer key) {
        return new SourceRecord(
                Map.of(),
                Map.of(),
                "t",
                Schema.OPTIONAL_INT32_SCHEMA,
                key,
                op == null ? null : ENVELOPE,
                op == null ? null : new Struct(ENVELOPE).put("op", op));
    }
}
