package com.custom.pulsar.podsecurity.harden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy wants of one field.
 *
 * @param limit whether it is only wanted where there is something looser
 */
record Wanted(PolicyField field, Object value, boolean limit) {

    /** A container's field without a setting of its own is limited by the pod's, which it would otherwise override. */
    static Optional<Wanted> of(HardeningPolicy policy, PolicyField field) {
        return policy.value(field)
                .map(value -> new Wanted(field, value, policy.isLimit(field)))
                .or(() -> field.inherits().flatMap(policy::value).map(value -> new Wanted(field, value, true)));
    }

    /** The value that a field with the given one has to have: the same if that is as tight, or no direction tells. */
    Object mend(Object current) {
        return switch (field.tightening()) {
            case MORE_IS_TIGHTER -> field.compare(value, current).keepsOrTightens() ? current : union(current);
            case FEWER_IS_TIGHTER -> field.compare(value, current).keepsOrTightens() ? current : intersection(current);
            default -> field.compare(value, current) == Comparison.LOOSER ? value : current;
        };
    }

    private Object union(Object current) {
        List<Object> union = new ArrayList<>((List<?>) value);
        for (Object element : (List<?>) current) {
            if (!union.contains(element)) {
                union.add(element);
            }
        }
        return List.copyOf(union);
    }

    private Object intersection(Object current) {
        if (current instanceof Map<?, ?> entries) {
            Map<Object, Object> kept = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((name, setting) -> {
                if (entries.containsKey(name)) {
                    kept.put(name, setting);
                }
            });
            return kept;
        }
        if (field.type() == ValueType.TEXT_LIST && Ordering.addsAll(current)) {
            return value;
        }
        List<?> kept =
                ((List<?>) current).stream().filter(((List<?>) value)::contains).toList();
        return List.copyOf(kept);
    }
}
