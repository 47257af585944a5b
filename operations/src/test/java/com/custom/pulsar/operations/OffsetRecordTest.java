package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetRecordTest {
    private static final String STREAMING = "{\"partition\":{\"server\":\"dbserver1\"},\"offset\":{\"lsn\":27815560},"
            + "\"numbering\":{\"epoch\":\"m1x\",\"sequence\":17,\"stream\":\"ab\"}}";

    @Test
    void whatTheSourceStoresIsRead() {
        OffsetRecord record = parse(STREAMING);

        assertThat(record.server()).isEqualTo("dbserver1");
        assertThat(record.position().orElseThrow().lsn()).hasToString("0/1A86E88");
        assertThat(record.epoch()).contains("m1x");
        assertThat(record.sequence()).isEqualTo(17);
        assertThat(record.snapshotOfSlot()).isEmpty();
    }

    @Test
    void theRecordOfASnapshotThatWasBegunHasNoPosition() {
        OffsetRecord record = parse(
                "{\"partition\":{\"server\":\"a\"},\"offset\":null,\"numbering\":null,\"slot\":\"pulsar_cdc_a\"}");

        assertThat(record.position()).isEmpty();
        assertThat(record.epoch()).isEmpty();
        assertThat(record.snapshotOfSlot()).contains("pulsar_cdc_a");
    }

    @Test
    void whatIsWrittenIsWhatTheSourceReads() {
        OffsetRecord position =
                OffsetRecord.position("db1", parse(STREAMING).offset().orElseThrow());
        OffsetRecord reset = OffsetRecord.snapshotBegun("db1", "pulsar_cdc_a");

        assertThat(position.key()).isEqualTo("{\"server\":\"db1\"}");
        assertThat(text(position))
                .isEqualTo("{\"partition\":{\"server\":\"db1\"},\"offset\":{\"lsn\":27815560},\"numbering\":null}");
        assertThat(text(reset))
                .isEqualTo(
                        "{\"partition\":{\"server\":\"db1\"},\"offset\":null,\"numbering\":null,\"slot\":\"pulsar_cdc_a\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"partition\":{\"server\":\"a\"}}",
                "{\"partition\":{\"server\":\"a\"},\"offset\":7}",
                "{\"partition\":{\"server\":7},\"offset\":null}"
            })
    void whatIsNoRecordIsRefused(String value) {
        assertThatThrownBy(() -> parse(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOffsetThatCannotBeReadIsSaidSo() {
        OffsetRecord record = parse("{\"partition\":{\"server\":\"a\"},\"offset\":{\"lsn\":\"x\"}}");

        assertThatThrownBy(record::position)
                .hasMessage("the stored offset cannot be read: offset.lsn must be a whole number");
    }

    private static OffsetRecord parse(String text) {
        return OffsetRecord.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(OffsetRecord record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsImportedKeepsTheTimelineAndLosesItsNumbering() {
        OffsetRecord given =
                parse("{\"partition\":{\"server\":\"db1\"},\"offset\":{\"lsn\":7},\"slot\":\"s\",\"timeline\":3,"
                        + "\"numbering\":{\"epoch\":\"k3x\",\"sequence\":7,\"stream\":\"f00d\"}}");
        assertThat(new String(given.unnumbered().value(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"partition\":{\"server\":\"db1\"},\"offset\":{\"lsn\":7},\"timeline\":3,\"numbering\":null}");
    }
}
