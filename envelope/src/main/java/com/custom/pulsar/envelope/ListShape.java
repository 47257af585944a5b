package com.custom.pulsar.envelope;

/** A list whose elements are of one shape. */
final class ListShape extends JsonShape {
    private final JsonShape elements;

    ListShape(JsonShape elements) {
        this.elements = elements;
    }

    @Override
    int end(byte[] bytes, int start, Misfit misfit) {
        if (bytes[start] != '[') {
            return misfit.because(bytes[start], "a list");
        }
        int p = ValidJson.whiteSpace(bytes, start + 1);
        while (bytes[p] != ']') {
            int end = elements.end(bytes, p, misfit);
            if (end < 0) {
                return misfit.in("[]");
            }
            p = ValidJson.next(bytes, end);
        }
        return p + 1;
    }
}
