package com.custom.pulsar.securitycustomizer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place at which a Kubernetes object says something else than before.
 *
 * @param path such as {@code spec.template.spec.containers[0].securityContext.appArmorProfile}
 * @param before null where nothing was said
 * @param after null where nothing is said
 */
record ManifestDifference(
        String path, @Nullable Object before, @Nullable Object after) {

    /**
     * Compares in meaning: a quantity in another form, a number or boolean that was given as text, and an empty list or map that
     * was not there are no difference. (The models of client 18 make up empty lists, those of client 23 empty maps of labels.)
     */
    static List<ManifestDifference> between(@Nullable Object before, @Nullable Object after) {
        List<ManifestDifference> differences = new ArrayList<>();
        compare("", before, after, differences);
        return differences;
    }

    /** Why a model of the client that was to hold the former and holds the latter is no use. */
    String loss() {
        return after == null
                ? "unknown to the Kubernetes client of this Pulsar"
                : "the Kubernetes client of this Pulsar makes " + Shown.quoted(after) + " of " + Shown.quoted(before);
    }

    /** The change in words, without the values that stay as they were. */
    @Override
    public String toString() {
        return Shown.plain(path) + ": " + Shown.quoted(before) + " becomes " + Shown.quoted(after);
    }

    private static void compare(
            String path, @Nullable Object before, @Nullable Object after, List<ManifestDifference> differences) {
        if (before instanceof Map<?, ?> one && after instanceof Map<?, ?> other) {
            Set<Object> keys = new LinkedHashSet<>(one.keySet());
            keys.addAll(other.keySet());
            for (Object key : keys) {
                compare(
                        path.isEmpty() ? String.valueOf(key) : path + "." + key,
                        one.get(key),
                        other.get(key),
                        differences);
            }
        } else if (before instanceof List<?> one && after instanceof List<?> other) {
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                compare(path + "[" + i + "]", at(one, i), at(other, i), differences);
            }
        } else if (!(before == null && isEmpty(after)) && !sameScalar(before, after)) {
            differences.add(new ManifestDifference(path, before, after));
        }
    }

    private static @Nullable Object at(List<?> list, int index) {
        return index < list.size() ? list.get(index) : null;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return (value instanceof List<?> list && list.isEmpty()) || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    private static boolean sameScalar(@Nullable Object before, @Nullable Object after) {
        if (before == null || after == null) {
            return before == after;
        }
        if (before instanceof Map || before instanceof List || after instanceof Map || after instanceof List) {
            return false;
        }
        String one = String.valueOf(before);
        String other = String.valueOf(after);
        Optional<BigDecimal> amount = QuantityText.amount(one);
        return one.equals(other)
                || (amount.isPresent()
                        && QuantityText.amount(other)
                                .map(another -> another.compareTo(amount.get()) == 0)
                                .orElse(false));
    }
}
