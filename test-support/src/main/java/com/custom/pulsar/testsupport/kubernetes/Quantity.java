package com.custom.pulsar.testsupport.kubernetes;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of bytes as Kubernetes writes them, such as {@code 64Mi}. */
final class Quantity {
    private static final Pattern TEXT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGT]i|[kMGT]|)");
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "k",
            1_000L,
            "M",
            1_000_000L,
            "G",
            1_000_000_000L,
            "T",
            1_000_000_000_000L,
            "Ki",
            1L << 10,
            "Mi",
            1L << 20,
            "Gi",
            1L << 30,
            "Ti",
            1L << 40);

    private Quantity() {}

    /** @throws IllegalArgumentException if it is none */
    static long bytes(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no amount of bytes such as 64Mi");
        }
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(UNITS.getOrDefault(matcher.group(2), 1L)))
                .longValueExact();
    }
}
