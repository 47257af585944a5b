package com.custom.pulsar.cluster.manifests;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Changes a document's text where its values change and nowhere else. What it cannot do so simply (an entry that goes, a list
 * that gets shorter, whatever aliases make stand in several places) it does not do. Its result is to be read again before it
 * is used: it does not understand all of YAML.
 */
final class Splice {
    private final int[] text;
    private final String lineBreak;
    private final NodeValues values;
    private final List<Edit> edits = new ArrayList<>();

    private Splice(String text, NodeValues values) {
        this.text = text.codePoints().toArray();
        this.lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
        this.values = values;
    }

    /** Code points of the text that others replace. */
    private record Edit(int from, int to, String replacement) {}

    private static final class CannotSplice extends Exception {
        private static final long serialVersionUID = 1L;

        CannotSplice() {
            super(null, null, false, false);
        }
    }

    /** The text with another value in place of the root's; empty if that needs more than a few changes in it. */
    static Optional<String> of(String text, Node root, NodeValues values, Object after) {
        Splice splice = new Splice(text, values);
        try {
            splice.change(root, values.of(root), after);
        } catch (CannotSplice e) {
            return Optional.empty();
        }
        return Optional.of(splice.result());
    }

    private String result() {
        edits.sort(comparingInt(Edit::from));
        StringBuilder result = new StringBuilder();
        int copied = 0;
        for (Edit edit : edits) {
            result.append(slice(copied, edit.from())).append(edit.replacement().replace("\n", lineBreak));
            copied = Math.max(copied, edit.to());
        }
        return result.append(slice(copied, text.length)).toString();
    }

    private String slice(int from, int to) {
        return from < to ? new String(text, from, to - from) : "";
    }

    private void change(Node node, @Nullable Object before, @Nullable Object after) throws CannotSplice {
        if (before == after || isSameScalar(before, after)) {
            return;
        }
        if (values.isShared(node)) {
            throw new CannotSplice();
        }
        if (node instanceof MappingNode mapping
                && before instanceof Map<?, ?> from
                && after instanceof Map<?, ?> to
                && !from.isEmpty()) {
            changeMap(mapping, from, to);
        } else if (node instanceof SequenceNode sequence
                && before instanceof List<?> from
                && after instanceof List<?> to
                && !from.isEmpty()
                && from.size() <= to.size()) {
            changeList(sequence, from, to);
        } else {
            replace(node, after);
        }
    }

    private static boolean isSameScalar(@Nullable Object before, @Nullable Object after) {
        return !(before instanceof Map) && !(before instanceof List) && Objects.equals(before, after);
    }

    private void replace(Node node, @Nullable Object after) throws CannotSplice {
        boolean isOneLine = node instanceof ScalarNode scalar
                ? scalar.getScalarStyle() != ScalarStyle.LITERAL && scalar.getScalarStyle() != ScalarStyle.FOLDED
                : isFlow(node);
        if (!isOneLine) {
            throw new CannotSplice();
        }
        int from = start(node);
        int to = node.getEndMark().getIndex();
        edits.add(new Edit(from, to, (from == to ? " " : "") + YamlText.flow(after)));
    }

    private void changeMap(MappingNode node, Map<?, ?> before, Map<?, ?> after) throws CannotSplice {
        if (!after.keySet().containsAll(before.keySet())) {
            throw new CannotSplice();
        }
        for (Map.Entry<?, ?> entry : after.entrySet()) {
            if (before.containsKey(entry.getKey())
                    && before.get(entry.getKey()) != entry.getValue()
                    && !isSameScalar(before.get(entry.getKey()), entry.getValue())) {
                change(valueOf(node, entry.getKey()), before.get(entry.getKey()), entry.getValue());
            }
        }
        List<Map.Entry<?, ?>> added = new ArrayList<>();
        after.entrySet().stream()
                .filter(entry -> !before.containsKey(entry.getKey()))
                .forEach(added::add);
        if (!added.isEmpty()) {
            insert(node, added);
        }
    }

    /** The last value under the key, which is the one that holds. */
    private Node valueOf(MappingNode node, Object key) throws CannotSplice {
        Optional<Node> found = Optional.empty();
        for (NodeTuple tuple : node.getValue()) {
            if (NodeValues.isMerge(tuple.getKeyNode())) {
                throw new CannotSplice();
            }
            if (key.equals(String.valueOf(values.of(tuple.getKeyNode())))) {
                found = Optional.of(tuple.getValueNode());
            }
        }
        return found.orElseThrow(CannotSplice::new);
    }

    /** Before the first entry; in a list's element behind it, since that one names the element. */
    private void insert(MappingNode node, List<Map.Entry<?, ?>> added) {
        List<NodeTuple> tuples = node.getValue();
        int first = start(tuples.get(0).getKeyNode());
        if (isFlow(node)) {
            StringBuilder entries = new StringBuilder();
            added.forEach(entry -> entries.append(YamlText.scalar(entry.getKey()))
                    .append(": ")
                    .append(YamlText.flow(entry.getValue()))
                    .append(", "));
            edits.add(new Edit(first, first, entries.toString()));
            return;
        }
        boolean isElement = startOfLine(first) < first && !isBlank(startOfLine(first), first);
        Mark next =
                tuples.get(isElement && tuples.size() > 1 ? 1 : 0).getKeyNode().getStartMark();
        String indent = " ".repeat(next.getColumn());
        StringBuilder entries = new StringBuilder();
        added.forEach(
                entry -> entries.append(YamlText.blockEntry(String.valueOf(entry.getKey()), entry.getValue(), indent))
                        .append(indent));
        edits.add(new Edit(next.getIndex(), next.getIndex(), entries.toString()));
    }

    private void changeList(SequenceNode node, List<?> before, List<?> after) throws CannotSplice {
        for (int i = 0; i < before.size(); i++) {
            change(node.getValue().get(i), before.get(i), after.get(i));
        }
        List<?> added = after.subList(before.size(), after.size());
        if (added.isEmpty()) {
            return;
        }
        StringBuilder elements = new StringBuilder();
        if (isFlow(node)) {
            added.forEach(each -> elements.append(", ").append(YamlText.flow(each)));
            int end = node.getValue().get(before.size() - 1).getEndMark().getIndex();
            edits.add(new Edit(end, end, elements.toString()));
            return;
        }
        int end = endOfLine(lastLeaf(node));
        String indent = " ".repeat(node.getStartMark().getColumn());
        added.forEach(each -> elements.append(indent).append(YamlText.blockElement(each, indent)));
        boolean isEndOfText = end == text.length && end > 0 && text[end - 1] != '\n';
        edits.add(new Edit(end, end, (isEndOfText ? "\n" : "") + elements));
    }

    private static Node lastLeaf(Node node) throws CannotSplice {
        if (isFlow(node)) {
            return node;
        }
        if (node instanceof SequenceNode sequence) {
            return lastLeaf(sequence.getValue().get(sequence.getValue().size() - 1));
        }
        if (node instanceof MappingNode mapping) {
            return lastLeaf(
                    mapping.getValue().get(mapping.getValue().size() - 1).getValueNode());
        }
        ScalarStyle style = ((ScalarNode) node).getScalarStyle();
        if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
            throw new CannotSplice();
        }
        return node;
    }

    private static boolean isFlow(Node node) {
        return (node instanceof MappingNode mapping && mapping.getFlowStyle() == FlowStyle.FLOW)
                || (node instanceof SequenceNode sequence && sequence.getFlowStyle() == FlowStyle.FLOW);
    }

    private static int start(Node node) {
        return node.getStartMark().getIndex();
    }

    private int startOfLine(int index) {
        int start = index;
        while (start > 0 && text[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    private int endOfLine(Node node) {
        int end = node.getEndMark().getIndex();
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, text.length);
    }
}
