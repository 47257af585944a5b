package com.custom.pulsar.testsupport.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list request's {@code labelSelector}: equality and presence, not sets. */
final class LabelSelector {
    private static final Pattern REQUIREMENT =
            Pattern.compile("(?<absent>!?)(?<key>[A-Za-z0-9._/-]+)(?:(?<operator>==|=|!=)(?<value>[A-Za-z0-9._-]*))?");

    private final List<Requirement> requirements;

    private record Requirement(String key, Test test, String value) {
        boolean matches(Map<String, Object> labels) {
            return switch (test) {
                case PRESENT -> labels.containsKey(key);
                case ABSENT -> !labels.containsKey(key);
                case EQUAL -> value.equals(labels.get(key));
                case UNEQUAL -> !value.equals(labels.get(key));
            };
        }
    }

    private enum Test {
        PRESENT,
        ABSENT,
        EQUAL,
        UNEQUAL
    }

    private LabelSelector(List<Requirement> requirements) {
        this.requirements = requirements;
    }

    /** @throws ApiFailure for what is no selector, or one that the double does not know */
    static LabelSelector parse(String text) {
        List<Requirement> requirements = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String part : text.split(",", -1)) {
                requirements.add(requirement(part.strip()));
            }
        }
        return new LabelSelector(List.copyOf(requirements));
    }

    boolean matches(Map<String, Object> object) {
        Map<String, Object> labels = JsonObject.map(object, "metadata", "labels");
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    private static Requirement requirement(String part) {
        Matcher matcher = REQUIREMENT.matcher(part);
        if (!matcher.matches()) {
            throw ApiFailure.badRequest("unable to parse requirement: '" + part + "'");
        }
        String key = matcher.group("key");
        String operator = matcher.group("operator");
        boolean absent = !matcher.group("absent").isEmpty();
        if (operator == null) {
            return new Requirement(key, absent ? Test.ABSENT : Test.PRESENT, "");
        }
        if (absent) {
            throw ApiFailure.badRequest("unable to parse requirement: '" + part + "'");
        }
        return new Requirement(key, operator.equals("!=") ? Test.UNEQUAL : Test.EQUAL, matcher.group("value"));
    }
}
