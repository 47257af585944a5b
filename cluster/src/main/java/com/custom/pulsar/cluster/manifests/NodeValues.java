package com.custom.pulsar.cluster.manifests;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The plain values of a document's nodes. A node that aliases refer to is one value, however often it stands there. */
final class NodeValues {
    /** What a document may stand for when its aliases are written out; Helm's own library refuses far less. */
    private static final long MOST_VALUES = 4_000_000;

    private final BiFunction<Node, String, ManifestException> failure;
    private final IdentityHashMap<Node, Value> values = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Boolean> shared = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
    private final List<DuplicateKey> duplicates = new ArrayList<>();

    /** @param failure the exception for a node and a reason */
    NodeValues(BiFunction<Node, String, ManifestException> failure) {
        this.failure = failure;
    }

    /** A value and how many values it holds, itself included, with aliases written out. */
    private record Value(@Nullable Object value, long size) {}

    /** A key that stands again in its map; the last one holds. */
    record DuplicateKey(Node node, String key) {}

    @Nullable
    Object of(Node node) {
        Value known = values.get(node);
        return known == null ? read(node).value() : known.value();
    }

    /** Whether aliases make the node stand in several places. */
    boolean isShared(Node node) {
        return shared.containsKey(node);
    }

    List<DuplicateKey> duplicates() {
        return duplicates;
    }

    private Value read(Node node) {
        Value known = values.get(node);
        if (known != null) {
            shared.put(node, true);
            return known;
        }
        if (open.put(node, true) != null) {
            throw failure.apply(node, "the anchor here refers to itself; write out what it stands for");
        }
        Value read = readAnew(node);
        if (read.size() > MOST_VALUES) {
            throw failure.apply(
                    node,
                    "aliases make this stand for more than " + MOST_VALUES + " values; write them out or split it");
        }
        open.remove(node);
        values.put(node, read);
        return read;
    }

    private Value readAnew(Node node) {
        if (node instanceof MappingNode mapping) {
            return map(mapping);
        }
        if (node instanceof SequenceNode sequence) {
            List<@Nullable Object> list = new ArrayList<>();
            long size = 1;
            for (Node element : sequence.getValue()) {
                Value value = read(element);
                list.add(value.value());
                size += value.size();
            }
            return new Value(list, size);
        }
        return new Value(scalar((ScalarNode) node), 1);
    }

    private Value map(MappingNode mapping) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Map<String, Boolean> own = new LinkedHashMap<>();
        long size = 1;
        for (NodeTuple tuple : mapping.getValue()) {
            Value value = read(tuple.getValueNode());
            size += value.size();
            if (isMerge(tuple.getKeyNode())) {
                merge(tuple.getValueNode(), map);
            } else {
                String key = key(tuple.getKeyNode());
                if (own.put(key, true) != null) {
                    duplicates.add(new DuplicateKey(tuple.getKeyNode(), key));
                }
                map.put(key, value.value());
            }
        }
        return new Value(map, size);
    }

    static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getValue().equals("<<")
                && (scalar.getTag().equals(Resolution.PLAIN) || scalar.getTag().equals(Tag.MERGE));
    }

    /** As Go's reader does: what is merged replaces what stood before it, and the first of several wins. */
    private void merge(Node node, Map<String, @Nullable Object> into) {
        if (node instanceof SequenceNode several) {
            for (int i = several.getValue().size() - 1; i >= 0; i--) {
                mergeMap(several.getValue().get(i), into);
            }
        } else {
            mergeMap(node, into);
        }
    }

    @SuppressWarnings("unchecked") // Maps are made here, with text keys.
    private void mergeMap(Node node, Map<String, @Nullable Object> into) {
        if (!(node instanceof MappingNode)) {
            throw failure.apply(node, "<< merges maps, and this is none");
        }
        into.putAll((Map<String, @Nullable Object>) Objects.requireNonNull(of(node)));
    }

    private String key(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw failure.apply(node, "a key must be text, not a list or a map");
        }
        Object value = of(scalar);
        if (value == null) {
            throw failure.apply(node, "a key must be text, not null; quote it");
        }
        return value instanceof Double ? scalar.getValue() : value.toString();
    }

    private @Nullable Object scalar(ScalarNode node) {
        Tag tag = node.getTag();
        String text = node.getValue();
        if (tag.equals(Resolution.PLAIN)) {
            return PlainScalar.resolve(text);
        }
        Object resolved = PlainScalar.resolve(text);
        if (tag.equals(Tag.NULL) && resolved == null) {
            return null;
        }
        if ((tag.equals(Tag.BOOL) && resolved instanceof Boolean)
                || (tag.equals(Tag.INT) && resolved instanceof Number && !(resolved instanceof Double))
                || (tag.equals(Tag.FLOAT) && resolved instanceof Double)) {
            return resolved;
        }
        if (tag.equals(Tag.FLOAT) && resolved instanceof Number number) {
            return number.doubleValue();
        }
        if (List.of(Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT).contains(tag)) {
            throw failure.apply(node, "\"" + text + "\" is no value of the tag " + tag.getValue());
        }
        return text;
    }
}
