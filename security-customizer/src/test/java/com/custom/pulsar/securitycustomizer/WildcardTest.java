package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WildcardTest {
    @ParameterizedTest
    @CsvSource({
        "orders, orders, true",
        "orders, Orders, false",
        "orders, orders2, false",
        "orders, my-orders, false",
        "*, orders, true",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "orders-*, orders-, true",
        "orders-*, orders-eu-1, true",
        "orders-*, orders, false",
        "*-db, orders-db, true",
        "*-db, orders-db-2, false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXc, false",
        "a.c, abc, false",
        "[ab], a, false",
        "a?, ab, false",
        "a*, 'a\\Eb', true",
        "*, 'ä😀*/x', true",
        "**, x, true",
        "ı, i, false"
    })
    void matchesLiterallyButForStars(String pattern, String text, boolean matches) {
        assertThat(new Wildcard(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void agreesWithARegularExpression() {
        long seed = 20_261_122L;
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            String pattern = text(random, "ab*", 7);
            String text = text(random, "ab", 9);
            boolean expected = Pattern.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E", text);
            assertThat(new Wildcard(pattern).matches(text))
                    .as("seed %s: %s against %s", seed, pattern, text)
                    .isEqualTo(expected);
        }
    }

    private static String text(Random random, String letters, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
