package com.custom.pulsar.podsecurity.harden;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of fields as the tables of tests write them: lists with commas, kernel parameters as NAME=VALUE, {@code -} for absent. */
final class Values {
    private Values() {}

    static @Nullable Object orAbsent(PolicyField field, String text) {
        return text.equals("-") ? null : of(field, text);
    }

    static Object of(PolicyField field, String text) {
        List<String> parts = text.equals("[]") ? List.of() : Arrays.asList(text.split(",", -1));
        return switch (field.type()) {
            case BOOLEAN ->
                switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> text;
                };
            case INTEGER -> Long.parseLong(text);
            case TEXT, CHOICE -> text;
            case TEXT_LIST -> parts;
            case INTEGER_LIST -> parts.stream().map(Long::valueOf).toList();
            case SYSCTLS -> sysctls(parts);
            case WRITABLE_PATHS -> parts.stream().map(WritablePath::parse).toList();
        };
    }

    private static Map<String, String> sysctls(List<String> parts) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        parts.forEach(part -> sysctls.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1)));
        return sysctls;
    }

    static PolicyField field(String path) {
        return PolicyField.byPath(path).orElseThrow();
    }
}
