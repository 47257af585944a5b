package com.custom.pulsar.envelope;

/** An object with any names, whose values are of one shape. */
final class MapShape extends JsonShape {
    private final JsonShape values;

    MapShape(JsonShape values) {
        this.values = values;
    }

    @Override
    int end(byte[] bytes, int start, Misfit misfit) {
        if (bytes[start] != '{') {
            return misfit.because(bytes[start], "an object");
        }
        int p = ValidJson.whiteSpace(bytes, start + 1);
        while (bytes[p] == '"') {
            int valueStart = ValidJson.behindName(bytes, ValidJson.string(bytes, p));
            int end = values.end(bytes, valueStart, misfit);
            if (end < 0) {
                return misfit.in("{}");
            }
            p = ValidJson.next(bytes, end);
        }
        return p + 1;
    }
}
