package com.custom.pulsar.testsupport.kubernetes;

import java.util.LinkedHashMap;
import java.util.Map;

/** A list request's {@code fieldSelector}: equality, of any field. */
final class FieldSelector {
    private final Map<String, String> fields;

    private FieldSelector(Map<String, String> fields) {
        this.fields = fields;
    }

    /** @throws ApiFailure for what is no selector */
    static FieldSelector parse(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            for (String part : text.split(",", -1)) {
                int equals = part.indexOf('=');
                if (equals <= 0) {
                    throw ApiFailure.badRequest("invalid field selector: '" + part + "'");
                }
                fields.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return new FieldSelector(fields);
    }

    boolean matches(Map<String, Object> object) {
        return fields.entrySet().stream()
                .allMatch(field ->
                        JsonObject.text(object, field.getKey().split("\\.", -1)).equals(field.getValue()));
    }
}
