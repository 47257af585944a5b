package com.custom.pulsar.envelope;

/** A whole number of limited size. */
final class WholeNumberShape extends JsonShape {
    private final long largest;

    /** @param bits 32 or 64 */
    WholeNumberShape(int bits) {
        this.largest = Long.MAX_VALUE >>> (Long.SIZE - bits);
    }

    @Override
    int end(byte[] bytes, int start, Misfit misfit) {
        if (JsonView.Kind.of(bytes[start]) != JsonView.Kind.NUMBER) {
            return misfit.because(bytes[start], "a whole number");
        }
        int end = ValidJson.value(bytes, start);
        long value = ValidJson.wholeNumber(bytes, start, end, 0);
        boolean fits = value >= -largest - 1
                && value <= largest
                // Two defaults agree on a number only.
                && value == ValidJson.wholeNumber(bytes, start, end, 1);
        return fits ? end : misfit.because("is a number that is not whole, or too large for the schema");
    }
}
