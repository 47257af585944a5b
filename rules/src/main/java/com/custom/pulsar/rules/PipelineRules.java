package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.MetadataSplicer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of a whole pipeline, compiled. Not thread-safe. */
public final class PipelineRules {
    /** For a pipeline without rules: says of no topic that it has some. */
    public static final PipelineRules NONE = new PipelineRules(null, Map.of());

    private final @Nullable EventRules general;
    private final Map<String, EventRules> byTopic;

    private PipelineRules(@Nullable EventRules general, Map<String, EventRules> byTopic) {
        this.general = general;
        this.byTopic = byTopic;
    }

    /**
     * Compiles what a function was given.
     *
     * @throws IllegalArgumentException that names every rule that cannot be used
     */
    public static PipelineRules compile(RuleSettings settings) {
        if (settings.isEmpty()) {
            return NONE;
        }
        Compilation compilation = new Compilation();
        EventRules general = compilation.rules("enrichment", settings.general(), RuleTexts.NONE);
        Map<String, EventRules> byTopic = new HashMap<>();
        settings.tables().forEach((topic, table) -> {
            EventRules rules =
                    compilation.rules("enrichment.tables." + table.table(), table.texts(), settings.general());
            if (rules != null) {
                byTopic.put(topic, rules);
            }
        });
        if (!compilation.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", compilation.problems));
        }
        return new PipelineRules(general, byTopic);
    }

    /** The rules for the events of a raw topic, by its full name without partition; null if there are none. */
    public @Nullable EventRules of(String topic) {
        return byTopic.getOrDefault(topic, general);
    }

    private static final class Compilation {
        private final RuleCompiler compiler = new RuleCompiler();
        private final List<String> problems = new ArrayList<>();

        @Nullable
        EventRules rules(String place, RuleTexts own, RuleTexts general) {
            RuleTexts texts = own.over(general);
            String filterPlace = own.filter().isPresent() ? place : "enrichment";
            String computePlace = own.compute().isPresent() ? place : "enrichment";
            Optional<Rule> filter = texts.filter().flatMap(text -> rule(filterPlace + ".filter", text, true));
            Map<String, Rule> compute = new LinkedHashMap<>();
            texts.compute().orElse(Map.of()).forEach((name, text) -> {
                String key = computePlace + ".compute." + name;
                if (MetadataSplicer.OWN_NAMES.contains(name)) {
                    problems.add(key + ": the function sets this itself; take another name");
                }
                rule(key, text, false).ifPresent(rule -> compute.put(name, rule));
            });
            return filter.isEmpty() && compute.isEmpty() ? null : new EventRules(filter, compute);
        }

        private Optional<Rule> rule(String name, String text, boolean condition) {
            try {
                return Optional.of(condition ? compiler.condition(name, text) : compiler.value(name, text));
            } catch (RuleSyntaxException e) {
                String problem = name + ": " + e.getMessage();
                if (!problems.contains(problem)) {
                    problems.add(problem);
                }
                return Optional.empty();
            }
        }
    }
}
