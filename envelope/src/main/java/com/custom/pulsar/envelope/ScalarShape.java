package com.custom.pulsar.envelope;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A value that is told by its kind. */
final class ScalarShape extends JsonShape {
    private final String wanted;
    private final Set<JsonView.Kind> kinds;

    ScalarShape(String wanted, JsonView.Kind... kinds) {
        this.wanted = wanted;
        this.kinds = EnumSet.copyOf(List.of(kinds));
    }

    @Override
    int end(byte[] bytes, int start, Misfit misfit) {
        return kinds.contains(JsonView.Kind.of(bytes[start]))
                ? ValidJson.value(bytes, start)
                : misfit.because(bytes[start], wanted);
    }
}
