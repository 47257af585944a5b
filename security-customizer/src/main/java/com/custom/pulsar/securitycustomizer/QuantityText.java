package com.custom.pulsar.securitycustomizer;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes quantities (apimachinery, {@code resource.Quantity}), which the client writes in another form than it read. */
final class QuantityText {
    private static final Pattern FORM = Pattern.compile(
            "([-+]?(?:\\d{1,30}(?:\\.\\d{0,30})?|\\.\\d{1,30}))(?:([KMGTPE]i|[numkMGTPE])|[eE]([-+]?\\d{1,2}))?");
    private static final String BINARY = "KMGTPE";
    private static final String DECIMAL = "numkMGTPE";
    private static final int[] DECIMAL_POWERS = {-9, -6, -3, 3, 6, 9, 12, 15, 18};

    private QuantityText() {}

    /** The amount, or empty when the text is no quantity. */
    static Optional<BigDecimal> amount(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(form.group(1));
        String suffix = form.group(2);
        String exponent = form.group(3);
        if (exponent != null) {
            number = number.scaleByPowerOfTen(Integer.parseInt(exponent));
        } else if (suffix != null && suffix.length() == 2) {
            number = number.multiply(BigDecimal.valueOf(1024).pow(BINARY.indexOf(suffix.charAt(0)) + 1));
        } else if (suffix != null) {
            number = number.scaleByPowerOfTen(DECIMAL_POWERS[DECIMAL.indexOf(suffix)]);
        }
        return Optional.of(number);
    }
}
