package com.custom.pulsar.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The configuration of a source or a function, to be compared. */
final class Configuration {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What we give whole: a key that Pulsar has and we have not is a difference. Of everything else Pulsar adds defaults. */
    private static final Set<String> WHOLE = Set.of("configs", "secrets", "userConfig");

    private final JsonNode tree;

    private Configuration(JsonNode tree) {
        this.tree = tree;
    }

    /** Of a {@code SourceConfig} or {@code FunctionConfig}. */
    static Configuration of(Object config) {
        ObjectNode tree = JSON.valueToTree(config);
        String pattern = tree.path("topicsPattern").asText("");
        if (tree.path("topicsPattern").isTextual()) {
            // Pulsar keeps it as one of the input specifications.
            tree.remove("topicsPattern");
            tree.set(
                    "inputSpecs",
                    JSON.createObjectNode().set(pattern, JSON.createObjectNode().put("regexPattern", true)));
        }
        return new Configuration(tree);
    }

    /** The paths of what this one gives and {@code kept} has otherwise, such as {@code configs.slot.name}; no values. */
    List<String> differences(Configuration kept) {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            String name = field.getKey();
            boolean whole = WHOLE.contains(name);
            if (whole || !field.getValue().isNull()) {
                compare(name, field.getValue(), kept.tree.path(name), whole, differences);
            }
        }
        return differences;
    }

    private static void compare(String path, JsonNode given, JsonNode kept, boolean whole, List<String> differences) {
        if (given.isObject() || kept.isObject()) {
            given.fieldNames().forEachRemaining(name -> {
                if (whole || !given.get(name).isNull()) {
                    compare(path + "." + name, given.get(name), kept.path(name), whole, differences);
                }
            });
            if (whole) {
                kept.fieldNames().forEachRemaining(name -> {
                    if (!given.has(name)) {
                        differences.add(path + "." + name);
                    }
                });
            }
        } else if (given.isArray() && kept.isArray() && given.size() == kept.size()) {
            for (int i = 0; i < given.size(); i++) {
                compare(path + "[" + i + "]", given.get(i), kept.path(i), whole, differences);
            }
        } else if (!same(given, kept)) {
            differences.add(path);
        }
    }

    private static boolean same(JsonNode given, JsonNode kept) {
        if (given.isNumber() && kept.isNumber()) {
            // Pulsar gives back 8192.0 for 8192.
            return given.decimalValue().compareTo(kept.decimalValue()) == 0;
        }
        boolean nothingGiven = given.isNull() || given.isMissingNode();
        boolean nothingKept = kept.isNull() || kept.isMissingNode();
        return (nothingGiven || nothingKept) ? (nothingGiven == nothingKept) : given.equals(kept);
    }
}
