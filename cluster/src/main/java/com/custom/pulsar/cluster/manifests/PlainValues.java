package com.custom.pulsar.cluster.manifests;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether two plain values are the same to whoever reads them: whole numbers in whatever class, maps in whatever order. */
final class PlainValues {
    private PlainValues() {}

    static boolean areSame(@Nullable Object one, @Nullable Object other) {
        if (one == other) {
            return true;
        }
        if (one instanceof Map<?, ?> first && other instanceof Map<?, ?> second) {
            return first.keySet().equals(second.keySet())
                    && first.keySet().stream().allMatch(key -> areSame(first.get(key), second.get(key)));
        }
        if (one instanceof List<?> first && other instanceof List<?> second) {
            Iterator<?> others = second.iterator();
            return first.size() == second.size() && first.stream().allMatch(each -> areSame(each, others.next()));
        }
        if (one instanceof Number first && other instanceof Number second) {
            return first.equals(second)
                    || (isFinite(first) && isFinite(second) && decimal(first).compareTo(decimal(second)) == 0);
        }
        return Objects.equals(one, other);
    }

    private static boolean isFinite(Number number) {
        return !(number instanceof Double) || Double.isFinite(number.doubleValue());
    }

    private static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }
}
