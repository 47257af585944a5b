package com.custom.pulsar.envelope;

/** Any number, and the texts that stand for what JSON has no number for. */
final class NumberShape extends JsonShape {
    private static final String[] NOT_FINITE = {"NaN", "Infinity", "-Infinity"};

    @Override
    int end(byte[] bytes, int start, Misfit misfit) {
        int end = ValidJson.value(bytes, start);
        if (JsonView.Kind.of(bytes[start]) == JsonView.Kind.NUMBER) {
            return end;
        }
        if (bytes[start] == '"') {
            for (String text : NOT_FINITE) {
                if (JsonStrings.matches(bytes, start + 1, end - 1, text)) {
                    return end;
                }
            }
        }
        return misfit.because(bytes[start], "a number");
    }
}
