package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {
    @ParameterizedTest
    @CsvSource({"1, 0/1", "27815560, 0/1A86E88", "4294967296, 1/0", "9223372036854775807, 7FFFFFFF/FFFFFFFF"})
    void isWrittenAndReadAsPostgresDoes(long position, String text) {
        assertThat(new Lsn(position)).hasToString(text);
        assertThat(Lsn.parse(text)).isEqualTo(new Lsn(position));
    }

    @Test
    void leadingZeroesAndSmallLettersAreRead() {
        assertThat(Lsn.parse("0/01a86e88")).isEqualTo(new Lsn(27_815_560));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0/", "/1", "0/1/2", "0/G", "0/123456789", "0/0"})
    void whatIsNoPlaceInTheLogIsRefused(String text) {
        assertThatThrownBy(() -> Lsn.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
