package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RawPositionTest {
    @Test
    void readsWhatAnIdTells() {
        assertThat(RawPosition.parse("12:34:-1")).isEqualTo(new RawPosition(12, 34, -1, -1));
        assertThat(RawPosition.parse("4294967296:34:3:7")).isEqualTo(new RawPosition(4294967296L, 34, 3, 7));
        assertThat(RawPosition.parse("12:34:-1;12:36:-1")).isEqualTo(new RawPosition(12, 36, -1, -1));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "12:34", "12:34:-1:5:6", "12:34:-1:x", "12::-1", "99999999999999999999:1:-1"})
    void isNothingWhereTheTextIsNone(String text) {
        assertThat(RawPosition.parse(text)).isNull();
    }

    @Test
    void isOrderedByLedgerThenEntryThenPlaceInItsBatch() {
        List<RawPosition> ordered = Stream.of("2:9:-1:3", "10:1:-1", "10:2:-1:0", "10:2:-1:10", "10:11:-1")
                .map(RawPosition::parse)
                .toList();

        assertThat(ordered.stream().sorted()).containsExactlyElementsOf(ordered);
    }
}
