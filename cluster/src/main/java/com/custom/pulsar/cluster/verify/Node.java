package com.custom.pulsar.cluster.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A value inside an object, and the path to it; what is not there has a path and the value null. */
record Node(String path, @Nullable Object value) {
    static Node root(Map<String, ?> object) {
        return new Node("", object);
    }

    Node at(String... keys) {
        Node node = this;
        for (String key : keys) {
            node = node.child(key);
        }
        return node;
    }

    private Node child(String key) {
        String step =
                key.indexOf('.') < 0 && key.indexOf('/') < 0 ? (path.isEmpty() ? "" : ".") + key : "[" + key + "]";
        return new Node(path + step, value instanceof Map<?, ?> map ? map.get(key) : null);
    }

    /** The elements of a list; none of anything else. */
    List<Node> elements() {
        List<Node> elements = new ArrayList<>();
        if (value instanceof List<?> list) {
            int index = 0;
            for (Object element : list) {
                elements.add(new Node(path + "[" + index + "]", element));
                index++;
            }
        }
        return elements;
    }

    /** The members of a map whose keys are texts; none of anything else. */
    Stream<Map.Entry<String, Node>> members() {
        return value instanceof Map<?, ?> map
                ? map.keySet().stream()
                        .filter(String.class::isInstance)
                        .map(key -> Map.entry((String) key, child((String) key)))
                : Stream.of();
    }

    /** The text; empty for anything else. */
    String text() {
        return value instanceof String text ? text : "";
    }

    boolean exists() {
        return value != null;
    }

    boolean is(Object expected) {
        return expected.equals(value);
    }

    /** What may be shown of a value that should be a scalar. */
    @Nullable
    Object shown() {
        return value == null || value instanceof Boolean || value instanceof Number || value instanceof String
                ? value
                : "(" + (value instanceof List ? "a list" : "a map") + ")";
    }
}
