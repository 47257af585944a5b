package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {
    @Test
    void readsEveryKindOfValue() {
        assertThat(StrictJson.parseObject("{\"a\":[1,-2,1.5,1e3,true,null,\"x\"],\"b\":{}}"))
                .isEqualTo(Map.of(
                        "a",
                        Arrays.asList(1L, -2L, new BigDecimal("1.5"), new BigDecimal("1e3"), true, null, "x"),
                        "b",
                        Map.of()));
    }

    @Test
    void keepsTheOrderOfKeys() {
        assertThat(StrictJson.parseObject("{\"z\":1,\"a\":2,\"m\":3}").keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void keepsANumberThatIsTooLargeForALong() {
        assertThat(StrictJson.parse("[9223372036854775807,9223372036854775808]"))
                .isEqualTo(List.of(Long.MAX_VALUE, new BigDecimal("9223372036854775808")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{\"a\":1}{\"a\":1}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":1}//",
                "/**/{\"a\":1}",
                "#\n{}",
                ")]}'\n{}",
                "{\"a\"=1}",
                "[1;2]",
                "[1,,2]",
                "\uFEFF{}",
                "{\"a\":0x10}"
            })
    void refusesWhatIsNotOneDocument(String text) {
        assertThatThrownBy(() -> StrictJson.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"x\":{\"a\":1,\"\\u0061\":2}}"})
    void refusesAKeyThatIsThereTwice(String text) {
        assertThatThrownBy(() -> StrictJson.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"a\" twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"x\"", "true"})
    void refusesAnythingButAnObjectWhereOneIsNeeded(String text) {
        assertThatThrownBy(() -> StrictJson.parseObject(text)).hasMessageContaining("no JSON object");
    }

    @Test
    void refusesDeepNestingInsteadOfOverflowingTheStack() {
        assertThatThrownBy(() -> StrictJson.parse("[".repeat(100_000))).hasMessageContaining("nested deeper");
    }

    @Test
    void refusesALongNumber() {
        assertThatThrownBy(() -> StrictJson.parse("9".repeat(100))).hasMessageContaining("100 characters");
        assertThatThrownBy(() -> StrictJson.parse("9".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotQuoteTheDocument() {
        assertThatThrownBy(() -> StrictJson.parse("{\"a\": s3cret}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }
}
