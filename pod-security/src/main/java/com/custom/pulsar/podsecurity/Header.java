package com.custom.pulsar.podsecurity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of an object as far as they show what it is, read before its type is known. */
final class Header {

    static final String KIND = "kind";
    static final String API_VERSION = "apiVersion";
    static final String ITEMS = "items";

    private static final String SPEC = "spec";
    private static final Set<String> FIELDS_OF_TEMPLATES = Set.of("template", "jobTemplate");

    private final Map<String, Object> fields;

    private Header(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** Reads entry by entry: asking a map for a key may throw, or find another key, where its keys are not plain Strings. */
    static Header of(Map<?, ?> object, Budget budget) {
        Map<String, Object> fields = new HashMap<>();
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            if (!budget.spend()) {
                break;
            }
            if (entry.getKey() instanceof String name && entry.getValue() != null) {
                fields.put(name, entry.getValue());
            }
        }
        return new Header(fields);
    }

    Optional<Object> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    boolean hasItems() {
        return fields.containsKey(ITEMS);
    }

    /**
     * What the object is: what it says, or else what the list that it stands in implies, or else a pod if it can be nothing
     * else. Empty where it says nothing of use.
     */
    Optional<TypeMeta> type(TypeMeta implied, Budget budget) {
        if (!(field(KIND).orElse("") instanceof String kind)
                || !(field(API_VERSION).orElse("") instanceof String apiVersion)
                || !TypeMeta.isApiVersion(apiVersion)) {
            return Optional.empty();
        }
        if (!kind.isEmpty()) {
            return Optional.of(new TypeMeta(apiVersion, kind));
        }
        if (!implied.kind().isEmpty()) {
            return Optional.of(implied);
        }
        return looksLikeAPod(budget) ? Optional.of(TypeMeta.POD) : Optional.empty();
    }

    private boolean looksLikeAPod(Budget budget) {
        @Nullable Object spec = fields.get(SPEC);
        return spec != null
                && !hasItems()
                && !hasTemplate()
                && !(spec instanceof Map<?, ?> map && of(map, budget).hasTemplate());
    }

    private boolean hasTemplate() {
        return FIELDS_OF_TEMPLATES.stream().anyMatch(fields::containsKey);
    }
}
