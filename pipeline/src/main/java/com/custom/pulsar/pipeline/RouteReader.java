package com.custom.pulsar.pipeline;

import com.custom.pulsar.rules.RouteTexts;
import com.custom.pulsar.rules.RouteTopicName;
import com.custom.pulsar.rules.RuleCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the routes of a file, for all tables or for one. */
final class RouteReader {
    private static final String ROUTES = "routes";

    private final Section parent;
    private final String kind;
    private final Supplier<RuleCompiler> compiler;

    /** @param kind the path of the mapping that {@code parent} is one of */
    RouteReader(Section parent, String kind, Supplier<RuleCompiler> compiler) {
        this.parent = parent;
        this.kind = kind;
        this.compiler = compiler;
    }

    List<RouteTexts> routes(Node node) {
        if (!(node instanceof Node.Sequence sequence)) {
            throw new IllegalArgumentException("must be a list, such as [ { when: \"op == 'd'\", to: deletes } ]");
        }
        List<RouteTexts> routes = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Section section = parent.element(ROUTES, i, sequence.items().get(i), kind + "." + ROUTES + ".*");
            Optional<String> when = section.optional("when", Optional.empty(), rule -> Optional.of(condition(rule)));
            boolean enriched = section.optional("enriched", true, Section::truth);
            target(section).ifPresent(target -> routes.add(new RouteTexts(when, target, enriched)));
        }
        return routes;
    }

    private Optional<RouteTexts.Target> target(Section section) {
        if (!section.has("topic")) {
            List.of("pattern", "most").stream()
                    .filter(section::has)
                    .forEach(key -> section.refuse(key, "has no effect without topic, the rule that names a topic"));
            if (!section.has("to")) {
                section.missing("to", "is missing; name a topic, such as to: big-orders");
            }
            return section.optional("to", Optional.empty(), node -> Optional.of(named(section, node)));
        }
        if (section.has("to")) {
            section.refuse("to", "has no effect beside topic, the rule that names a topic; give one of both");
        }
        Optional<String> topic = section.optional("topic", Optional.empty(), node -> Optional.of(name(node)));
        String pattern = section.required("pattern", "\"tenant-[0-9]+\"", Section.text(RouteReader::pattern));
        int most = section.optional("most", RouteTexts.DEFAULT_MOST, RouteReader::most);
        return topic.isEmpty() || pattern == null
                ? Optional.empty()
                : Optional.of(new RouteTexts.Computed(topic.get(), pattern, most));
    }

    private static RouteTexts.Target named(Section section, Node node) {
        if (!(node instanceof Node.Sequence sequence)) {
            return new RouteTexts.Named(List.of(topic(Section.text(node))));
        }
        Require.require(
                !sequence.items().isEmpty() && sequence.items().size() <= RouteTexts.MOST_NAMES,
                "must name 1 to " + RouteTexts.MOST_NAMES + " topics, such as [ big-orders, audit ]");
        List<String> topics = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Node item = sequence.items().get(i);
            section.attempt(
                            item.location(),
                            section.path("to") + "[" + i + "]",
                            () -> distinct(topic(Section.text(item)), topics))
                    .ifPresent(topics::add);
        }
        // Where none can be used, each has told why.
        return new RouteTexts.Named(topics.isEmpty() ? List.of("none") : topics);
    }

    private static String distinct(String topic, List<String> topics) {
        Require.require(!topics.contains(topic), Shown.quoted(topic) + " is there twice; name it once");
        return topic;
    }

    private static String topic(String name) {
        RouteTopicName.problem(name).ifPresent(problem -> {
            throw new IllegalArgumentException(Shown.quoted(name) + " " + problem);
        });
        return name;
    }

    private static int most(Node node) {
        int most = Section.wholeNumber(node);
        Require.require(
                most >= 1 && most <= RouteTexts.MOST_COMPUTED,
                "must be a number of topics between 1 and " + RouteTexts.MOST_COMPUTED + ", such as "
                        + RouteTexts.DEFAULT_MOST);
        return most;
    }

    private static String pattern(String text) {
        var unused = RuleCompiler.pattern(text);
        return text;
    }

    private String name(Node node) {
        String text = Section.text(node);
        compiler.get().text("topic", text);
        return text;
    }

    private String condition(Node node) {
        String text = Section.text(node);
        compiler.get().condition("when", text);
        return text;
    }
}
