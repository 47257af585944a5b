package com.custom.pulsar.envelope;

import java.util.List;

/** A value that is of one of several shapes. */
final class AnyShape extends JsonShape {
    private final JsonShape[] shapes;

    AnyShape(List<JsonShape> shapes) {
        this.shapes = shapes.toArray(JsonShape[]::new);
    }

    @Override
    int end(byte[] bytes, int start, Misfit misfit) {
        // What is told is of the last one: the first of two is mostly null.
        int end = -1;
        for (int i = 0; end < 0 && i < shapes.length; i++) {
            end = shapes[i].end(bytes, start, misfit);
        }
        return end;
    }
}
