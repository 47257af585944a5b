package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantities, times and names, as they are read and guessed. */
final class TextFormsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "0",
                "-1",
                "+1",
                "1.5",
                ".5",
                "1.",
                "500m",
                "1k",
                "1Ki",
                "1.5Gi",
                "1E",
                "1e3",
                "1E-3",
                "1e+3",
                "+",
                "-",
                ".",
                "n",
                "Ki",
                "Ti",
                "0Pi",
                "0Ei",
                ".0Ei",
                "e-9",
                "0e-10",
                "e4294967287",
                " 1 ",
                "\u00a01",
                "\u00851\u2003"
            })
    void quantitiesAreWhatTheApiServerTakes(String text) {
        assertThat(QuantityText.accepts(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1K",
                "1ki",
                "1mi",
                "1e",
                "1e+",
                "1 Gi",
                "1,5",
                "1.5.5",
                "--1",
                "1+5",
                "Pi",
                ".Ei",
                "+Ei",
                "e-10",
                "e4294967286",
                "1e9223372036854775808",
                "\t1",
                "1\n",
                "\u0661",
                "1Gib",
                "NaN"
            })
    void otherTextsAreNoQuantities(String text) {
        assertThat(QuantityText.accepts(text)).isFalse();
    }

    @Test
    void quantitiesMayBeNumbers() {
        assertThat(List.<Number>of(1, 0.5, 1e300, 1.5f, BigInteger.TWO.pow(70), new BigDecimal("0.1")))
                .allMatch(QuantityText::accepts);
        assertThat(List.<Number>of(Double.NaN, Float.POSITIVE_INFINITY, new AtomicLong(1)))
                .noneMatch(QuantityText::accepts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T12:00:00Z",
                "2024-02-29T23:59:59Z",
                "2026-12-31T0:00:00Z",
                "2026-01-01T00:00:00.123456789012Z",
                "2026-01-01T00:00:00,5+24:60",
                "0000-01-01T00:00:00-00:00"
            })
    void timesAreWhatTheApiServerTakes(String text) {
        assertThat(TimeText.accepts(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-31",
                "2026-01-31T12:00:00",
                "2026-00-01T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00:60Z",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00+25:00",
                "2026-01-01T00:00:00+00:61",
                "2026-01-01t00:00:00z",
                "2026-01-01T00:00:00Z "
            })
    void otherTextsAreNoTimes(String text) {
        assertThat(TimeText.accepts(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "hostpid, hostPID",
        "HOSTPID, hostPID",
        "hostPd, hostPID",
        "hostNetwrok, hostNetwork",
        "hostNetworks, hostNetwork",
        "xhostPID, hostPID"
    })
    void theNameWithTheFewestLettersChangedIsMeant(String unknown, String meant) {
        assertThat(NearestName.of(unknown, List.of("hostNetwork", "hostPID", "hostIPC")))
                .contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "host", "IP", "hospital", "volumes", "Network", "hostNetABC", "hPID"})
    void nothingIsMeantByANameThatIsLikeNoOther(String unknown) {
        assertThat(NearestName.of(unknown, List.of("hostNetwork", "hostPID", "hostIPC")))
                .isEmpty();
    }

    @Test
    void aGuessIsMadeUpTo64Letters() {
        assertThat(NearestName.of("a".repeat(64), List.of("a".repeat(63)))).isPresent();
        assertThat(NearestName.of("a".repeat(65), List.of("a".repeat(64)))).isEmpty();
        assertThat(NearestName.of("abcd", List.of())).isEmpty();
    }

    @Test
    void aGuessKeepsMoreThanHalfOfTheLetters() {
        assertThat(NearestName.of("abcde", List.of("abcxy"))).isPresent();
        assertThat(NearestName.of("abcd", List.of("abxy"))).isEmpty();
    }

    @Test
    void ofTwoThatAreAsNearTheFirstByTheAlphabetIsMeant() {
        assertThat(NearestName.of("name", List.of("nama", "namb", "name2"))).contains("nama");
    }
}
