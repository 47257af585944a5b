package com.custom.pulsar.podsecurity.harden;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kubernetes quantity (apimachinery, {@code resource.Quantity}) as a whole number of bytes: a decimal number with a
 * binary suffix ({@code Ki} to {@code Ei}), a decimal one ({@code n} to {@code E}) or an exponent.
 */
record Quantity(long bytes) {
    private static final Pattern FORM = Pattern.compile(
            "\\+?(\\d{1,30}(?:\\.\\d{0,30})?|\\.\\d{1,30})(?:([KMGTPE]i|[numkMGTPE])|[eE]([-+]?\\d{1,3}))?");
    private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(
            Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
            Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
            Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
            Map.entry("k", BigDecimal.ONE.movePointRight(3)),
            Map.entry("M", BigDecimal.ONE.movePointRight(6)),
            Map.entry("G", BigDecimal.ONE.movePointRight(9)),
            Map.entry("T", BigDecimal.ONE.movePointRight(12)),
            Map.entry("P", BigDecimal.ONE.movePointRight(15)),
            Map.entry("E", BigDecimal.ONE.movePointRight(18)),
            Map.entry("Ki", binary(1)),
            Map.entry("Mi", binary(2)),
            Map.entry("Gi", binary(3)),
            Map.entry("Ti", binary(4)),
            Map.entry("Pi", binary(5)),
            Map.entry("Ei", binary(6)));

    /**
     * @throws IllegalArgumentException if the text is no quantity or not between one byte and 2^63-1 bytes; a limit of zero
     *     would mean no limit to Kubernetes
     */
    static Quantity parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a Kubernetes quantity: write a number with a unit, such as 64Mi or 1Gi");
        }
        BigDecimal number = new BigDecimal(form.group(1));
        String suffix = form.group(2);
        String exponent = form.group(3);
        if (suffix != null) {
            number = number.multiply(FACTORS.getOrDefault(suffix, BigDecimal.ONE));
        } else if (exponent != null) {
            number = number.movePointRight(Integer.parseInt(exponent));
        }
        BigDecimal bytes = number.setScale(0, RoundingMode.CEILING);
        if (bytes.signum() == 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no size limit: it must be between 1 byte and 2^63-1 bytes"
                            + " (Kubernetes takes zero for no limit)");
        }
        return new Quantity(bytes.longValueExact());
    }

    private static BigDecimal binary(int power) {
        return BigDecimal.valueOf(1024).pow(power);
    }
}
