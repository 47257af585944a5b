package com.custom.pulsar.pipeline;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** What a YAML file says, with the places where it says so. */
sealed interface Node {
    Location location();

    /** What this is, for a sentence such as "must be text, not a list". */
    String kind();

    /** Where the value at {@code path} stands, or the nearest mapping around it that does. */
    static Location place(Node root, String path) {
        Node node = root;
        for (String key : path.split("\\.", -1)) {
            if (!(node instanceof Mapping mapping) || !mapping.entries().containsKey(key)) {
                break;
            }
            node = mapping.entries().get(key).value();
        }
        return node.location();
    }

    /** Keys in the order of the file, each once. */
    record Mapping(Location location, Map<String, Entry> entries) implements Node {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    record Entry(Location keyLocation, Node value) {}

    record Sequence(Location location, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Text(Location location, String value) implements Node {
        @Override
        public String kind() {
            return "text";
        }
    }

    record WholeNumber(Location location, BigInteger value) implements Node {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record DecimalNumber(Location location, BigDecimal value) implements Node {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Truth(Location location, boolean value) implements Node {
        @Override
        public String kind() {
            return "true or false";
        }
    }

    record Empty(Location location) implements Node {
        @Override
        public String kind() {
            return "empty";
        }
    }
}
