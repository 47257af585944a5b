package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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
            Optional<Rule> filter = texts.filter()
                    .flatMap(text ->
                            rule(filterPlace + ".filter", () -> compiler.condition(filterPlace + ".filter", text)));
            Map<String, Rule> compute = new LinkedHashMap<>();
            texts.compute().orElse(Map.of()).forEach((name, text) -> {
                String key = computePlace + ".compute." + name;
                if (MetadataSplicer.OWN_NAMES.contains(name)) {
                    problems.add(key + ": the function sets this itself; take another name");
                }
                rule(key, () -> compiler.value(key, text)).ifPresent(rule -> compute.put(name, rule));
            });
            Validation validation = texts.validation()
                    .map(written ->
                            validation((own.validation().isPresent() ? place : "enrichment") + ".validate", written))
                    .orElse(Validation.NONE);
            Routes routes = routes((own.routes().isPresent() ? place : "enrichment") + ".routes", texts);
            return filter.isEmpty() && validation.isEmpty() && compute.isEmpty() && routes.isEmpty()
                    ? null
                    : new EventRules(filter, validation, compute, routes);
        }

        private Validation validation(String place, ValidationTexts texts) {
            List<Rule> constraints = new ArrayList<>();
            texts.constraints().forEach((name, text) -> {
                String key = place + ".constraints." + name;
                rule(key, () -> compiler.condition(key, text)).ifPresent(constraints::add);
            });
            Optional<RowSchema> rowSchema = texts.rowSchema().flatMap(file -> rowSchema(place + ".rowSchema", file));
            return new Validation(place, texts.schema(), rowSchema, constraints, texts.onInvalid(), texts.onDrift());
        }

        private Optional<RowSchema> rowSchema(String key, RowSchemaFile file) {
            try {
                return Optional.of(RowSchema.compile(file));
            } catch (IllegalArgumentException e) {
                problems.add(key + ": " + e.getMessage());
                return Optional.empty();
            }
        }

        private Routes routes(String place, RuleTexts texts) {
            List<Route> routes = new ArrayList<>();
            List<RouteTexts> written = texts.routes().orElse(List.of());
            for (int i = 0; i < written.size(); i++) {
                route(place + "[" + i + "]", written.get(i)).ifPresent(routes::add);
            }
            return new Routes(routes, texts.routing().orElse(Routing.DEFAULT));
        }

        private Optional<Route> route(String place, RouteTexts route) {
            Optional<Rule> when = route.when()
                    .flatMap(text -> rule(place + ".when", () -> compiler.condition(place + ".when", text)));
            return target(place, route.to()).map(target -> new Route(when, target, route.enriched()));
        }

        private Optional<Route.Target> target(String place, RouteTexts.Target target) {
            if (target instanceof RouteTexts.Named named) {
                return Optional.of(new Route.Named(named.topics().stream()
                        .distinct()
                        .map(RouteTarget::named)
                        .toList()));
            }
            RouteTexts.Computed computed = (RouteTexts.Computed) target;
            String key = place + ".topic";
            try {
                Pattern pattern = RuleCompiler.pattern(computed.pattern());
                return rule(key, () -> compiler.text(key, computed.topic()))
                        .map(rule -> new ComputedTopic(rule, RouteTarget.Limit.of(key, pattern, computed.most())));
            } catch (IllegalArgumentException e) {
                problems.add(place + ".pattern: " + e.getMessage());
                return Optional.empty();
            }
        }

        private Optional<Rule> rule(String name, Supplier<Rule> compilation) {
            try {
                return Optional.of(compilation.get());
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
