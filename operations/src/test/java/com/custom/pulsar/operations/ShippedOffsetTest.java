package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShippedOffsetTest {
    private static final String KEY = "[\"pulsar-kafka-connect-adaptor\",{\"server\":\"db1\"}]";
    private static final ChangesAtLsn ONE = new ChangesAtLsn(1, "UPDATE", 7);

    @Test
    void whatTheAdaptorWritesIsReadWithAndWithoutItsEnvelope() {
        ShippedOffset plain = read(KEY, "{\"lsn\":100}").orElseThrow();
        ShippedOffset wrapped = read(
                        "{\"schema\":null,\"payload\":" + KEY + "}", "{\"schema\":null,\"payload\":{\"lsn\":100}}")
                .orElseThrow();

        assertThat(plain).isEqualTo(wrapped);
        assertThat(plain.server()).isEqualTo("db1");
        assertThat(plain.lsn()).contains(new Lsn(100));
    }

    @Test
    void whatIsNoPositionIsPassedOver() {
        assertThat(read("db1", "{\"lsn\":100}")).isEmpty();
        assertThat(read("[\"a\",{}]", "{\"lsn\":100}")).isEmpty();
        assertThat(read(KEY, "\u0008\u0001\u0010")).isEmpty();
        assertThat(read("{\"schema\":null,\"payload\":" + KEY + "}", "{\"schema\":null,\"payload\":null}"))
                .isEmpty();
    }

    @Test
    void theRowThatWasReadLastIsNotReadAgain() {
        assertThat(converted(
                        "{\"transaction_id\":null,\"lsn_proc\":100,\"lsn_commit\":90,\"lsn\":100,\"txId\":7}", ONE))
                .isEqualTo("{\"lsn_proc\":100,\"lsn_commit\":90,\"lsn\":100,\"txId\":7,\"messageType\":\"UPDATE\"}");
    }

    @Test
    void ofRowsThatShareAnLsnNobodyKnowsHowManyWereReadSoTheTransactionComesAgain() {
        assertThat(converted("{\"lsn_commit\":90,\"lsn\":100,\"txId\":7}", new ChangesAtLsn(3, "INSERT", 7)))
                .isEqualTo("{\"lsn_commit\":90,\"lsn\":100,\"txId\":7}");
    }

    @Test
    void theFirstRowOfATransactionMayHaveTheLsnOfTheCommitBefore() {
        assertThat(converted("{\"lsn_commit\":100,\"lsn\":100,\"txId\":7}", ONE))
                .contains("\"messageType\":\"UPDATE\"");
        assertThat(converted("{\"lsn_commit\":100,\"lsn\":100,\"txId\":6}", ONE))
                .contains("\"messageType\":\"COMMIT\"");
        assertThat(converted("{\"lsn_commit\":100,\"lsn\":100,\"txId\":6}", ChangesAtLsn.NONE))
                .contains("\"messageType\":\"COMMIT\"");
    }

    @Test
    void theBeginningOfATransactionIsNotTakenForItsFirstRow() {
        assertThat(converted("{\"transaction_id\":\"7\",\"lsn_commit\":90,\"lsn\":100,\"txId\":7}", ONE))
                .doesNotContain("messageType");
    }

    @Test
    void aFinishedSnapshotIsNoSnapshotAnyMore() {
        String finished = "{\"lsn\":100,\"snapshot\":true,\"last_snapshot_record\":true}";

        assertThat(read(KEY, finished).orElseThrow().problems()).isEmpty();
        assertThat(converted(finished, ChangesAtLsn.NONE)).isEqualTo("{\"lsn\":100}");
    }

    @Test
    void aSnapshotUnderWayCannotBeTakenOver() {
        assertThat(read(KEY, "{\"lsn\":100,\"snapshot\":true,\"last_snapshot_record\":false}")
                        .orElseThrow()
                        .problems())
                .singleElement()
                .asString()
                .contains("in the middle of its snapshot");
        assertThat(read(KEY, "{\"lsn\":100,\"incremental_snapshot_collections\":\"[]\"}")
                        .orElseThrow()
                        .problems())
                .singleElement()
                .asString()
                .contains("in the middle of an incremental snapshot");
    }

    private static String converted(String offset, ChangesAtLsn at) {
        OffsetRecord record = read(KEY, offset).orElseThrow().converted(at);
        assertThat(record.server()).isEqualTo("db1");
        return Json.text(record.offset().orElseThrow());
    }

    private static Optional<ShippedOffset> read(String key, String value) {
        return ShippedOffset.of(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
