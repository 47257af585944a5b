package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.harden.PolicyField;
import com.custom.pulsar.podsecurity.harden.WritablePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the value of a field of the policy into the Java class of the field's type. */
final class PolicyValueReader {
    private static final long LARGEST = Integer.MAX_VALUE;
    private static final Pattern CAPABILITY = Pattern.compile("[A-Za-z0-9_]+");
    private static final String SYSCTLS =
            "a map from a kernel parameter's name to its value, or NAME=VALUE with commas between";
    private static final String PATHS = "PATH=SIZE with commas between, such as /tmp=1Gi,/pulsar/download=1Gi";

    private PolicyValueReader() {}

    /** @throws BadValueException if it is no value of the field */
    static Object read(PolicyField field, RawValue raw) {
        return switch (field.type()) {
            case BOOLEAN -> raw.asBoolean();
            case INTEGER -> raw.asInteger(0, LARGEST);
            case TEXT -> printable(raw.asText("a text"));
            case CHOICE -> raw.asChoice(field.choices());
            case TEXT_LIST -> each(raw, "names with commas between", PolicyValueReader::capability);
            case INTEGER_LIST -> each(raw, "whole numbers with commas between", one -> one.asInteger(0, LARGEST));
            case SYSCTLS -> sysctls(raw);
            case WRITABLE_PATHS -> each(raw, PATHS, PolicyValueReader::writablePath);
        };
    }

    private static List<Object> each(RawValue raw, String expected, Function<RawValue, Object> element) {
        return raw.asList(expected).stream().map(element).toList();
    }

    private static String printable(String text) {
        if (!text.strip().equals(text) || text.chars().anyMatch(Character::isISOControl)) {
            throw new BadValueException("has white space at an end or a control character", "a text without");
        }
        return text;
    }

    private static String capability(RawValue raw) {
        String expected = "names of capabilities such as ALL or NET_BIND_SERVICE";
        String name = raw.asText(expected);
        if (!CAPABILITY.matcher(name).matches()) {
            throw new BadValueException("names no capability", expected);
        }
        return name;
    }

    private static WritablePath writablePath(RawValue raw) {
        String text = raw.asText(PATHS);
        try {
            return WritablePath.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadValueException("is refused (" + Shown.sentence(e.getMessage()) + ")", PATHS);
        }
    }

    private static Map<String, String> sysctls(RawValue raw) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        if ((raw.value() instanceof Map<?, ?> map && !map.containsKey("0"))
                || (raw.value() instanceof String text && text.startsWith("{"))) {
            raw.asObject(SYSCTLS).forEach((name, value) -> put(sysctls, name, value));
            return sysctls;
        }
        for (RawValue element : raw.asList(SYSCTLS)) {
            if (element.value() instanceof Map<?, ?> map) {
                // As a manifest writes it.
                if (map.size() != 2 || !map.containsKey("name") || !map.containsKey("value")) {
                    throw new BadValueException("has an element without name and value", SYSCTLS);
                }
                put(sysctls, String.valueOf(map.get("name")), map.get("value"));
            } else {
                String text = element.asText(SYSCTLS);
                int equals = text.indexOf('=');
                if (equals < 0) {
                    throw new BadValueException("has an element without '='", SYSCTLS);
                }
                put(sysctls, text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return sysctls;
    }

    private static void put(Map<String, String> sysctls, String name, @Nullable Object value) {
        if (name.isEmpty() || sysctls.put(printable(name), printable(new RawValue(value).asText(SYSCTLS))) != null) {
            throw new BadValueException("has a kernel parameter twice or without a name", SYSCTLS);
        }
    }
}
