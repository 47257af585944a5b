package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffsetPositionTest {
    @Test
    void whatDebeziumWritesWhileStreamingIsRead() {
        OffsetPosition position = OffsetPosition.of(json("""
                {"lsn":27815560,"lsn_proc":27815500,"lsn_commit":27815400,"txId":755,"ts_usec":1795361633859001,
                 "messageType":"UPDATE","lsn_events_processed":1,"transaction_id":null}
                """.replace(",\"transaction_id\":null", "")));

        assertThat(position)
                .isEqualTo(new OffsetPosition(
                        new Lsn(27_815_560),
                        Optional.of(new Lsn(27_815_500)),
                        Optional.of(new Lsn(27_815_400)),
                        OptionalLong.of(755),
                        Optional.of(Instant.parse("2026-11-22T15:33:53.859001Z")),
                        OffsetPosition.Snapshot.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"INITIAL\",\"last_snapshot_record\":false,\"snapshot_completed\":false | RUNNING",
                "\"INITIAL\",\"last_snapshot_record\":true,\"snapshot_completed\":true | COMPLETED",
                "true,\"last_snapshot_record\":false | RUNNING",
                "true,\"last_snapshot_record\":true | COMPLETED",
                "\"INCREMENTAL\",\"last_snapshot_record\":false | NONE"
            })
    void theSnapshotsStateIsToldForOldAndNewOffsets(String snapshot, OffsetPosition.Snapshot state) {
        assertThat(OffsetPosition.of(json("{\"lsn\":7,\"snapshot\":" + snapshot + "}"))
                        .snapshot())
                .isEqualTo(state);
    }

    @Test
    void theFurthestPlaceMayBeTheCommitOfATransactionThatBeganLater() {
        assertThat(OffsetPosition.of(json("{\"lsn\":100,\"lsn_proc\":100,\"lsn_commit\":180}"))
                        .furthest())
                .isEqualTo(new Lsn(180));
        assertThat(OffsetPosition.of(json("{\"lsn\":100}")).furthest()).isEqualTo(new Lsn(100));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNoValue() {
        assertThat(OffsetPosition.problems(
                        json("{\"lsn_proc\":1.5,\"lsn_commit\":-3,\"txId\":\"canary\",\"ts_usec\":9223372036854775808,"
                                + "\"messageType\":{\"canary\":1},\"other\":null}")))
                .containsExactly(
                        "offset.lsn_commit must be at least 1",
                        "offset.lsn_proc must be a whole number",
                        "offset.messageType must be text, a number, true or false",
                        "offset.other must be text, a number, true or false",
                        "offset.ts_usec must be a whole number",
                        "offset.txId must be a whole number",
                        "offset.lsn is missing; without it nobody knows where to go on");
        assertThatThrownBy(() -> OffsetPosition.of(json("{}"))).hasMessageContaining("offset.lsn is missing");
    }

    private static JsonNode json(String text) {
        return Json.object(text).orElseThrow();
    }
}
