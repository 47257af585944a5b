package com.custom.pulsar.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rules of one table, or of all, as the maps that a function is given. Reading notes what is wrong and goes on. */
final class RuleTextsMap {
    private static final Set<String> KEYS = Set.of("filter", "validate", "compute", "routing", "routes", "unchanged");
    private static final Set<String> VALIDATE_KEYS =
            Set.of("schema", "rowSchema", "constraints", "onInvalid", "onDrift");
    private static final Set<String> ROUTE_KEYS = Set.of("when", "to", "topic", "pattern", "most", "enriched");

    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> rowSchemas;

    /** @param rowSchemas the texts of files that validation names */
    RuleTextsMap(Map<String, String> rowSchemas) {
        this.rowSchemas = rowSchemas;
    }

    static void put(RuleTexts texts, Map<String, Object> map) {
        texts.filter().ifPresent(filter -> map.put("filter", filter));
        texts.validation().ifPresent(validation -> map.put("validate", validation(validation)));
        texts.compute().ifPresent(compute -> map.put("compute", compute));
        texts.routing().ifPresent(routing -> map.put("routing", routing.text()));
        texts.routes()
                .ifPresent(routes -> map.put(
                        "routes", routes.stream().map(RuleTextsMap::route).toList()));
        texts.unchanged().ifPresent(unchanged -> map.put("unchanged", unchanged.text()));
    }

    private static Map<String, Object> validation(ValidationTexts validation) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (validation.schema()) {
            map.put("schema", ValidationTexts.REGISTRY);
        }
        validation.rowSchema().ifPresent(file -> map.put("rowSchema", file.name()));
        map.put("constraints", validation.constraints());
        map.put("onInvalid", validation.onInvalid().text());
        map.put("onDrift", validation.onDrift().text());
        return map;
    }

    private static Map<String, Object> route(RouteTexts route) {
        Map<String, Object> map = new LinkedHashMap<>();
        route.when().ifPresent(when -> map.put("when", when));
        if (route.to() instanceof RouteTexts.Computed computed) {
            map.put("topic", computed.topic());
            map.put("pattern", computed.pattern());
            map.put("most", computed.most());
        } else {
            map.put("to", ((RouteTexts.Named) route.to()).topics());
        }
        map.put("enriched", route.enriched());
        return map;
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /** @throws IllegalArgumentException that names every problem, if there is one */
    void refuse() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** @param more the keys that may stand beside the rules */
    RuleTexts texts(Map<?, ?> map, String place, String... more) {
        Set<String> known = new TreeSet<>(KEYS);
        known.addAll(List.of(more));
        unknown(map, known, place);
        return new RuleTexts(
                read(map, "filter", place, "has to be a text", RuleTextsMap::text),
                map.get("validate") instanceof Map<?, ?> validation
                        ? Optional.of(validation(validation, place + ".validate"))
                        : read(
                                map,
                                "validate",
                                place,
                                "has to be an object",
                                value -> Optional.<ValidationTexts>empty()),
                map.get("compute") instanceof Map<?, ?> fields
                        ? Optional.of(named(fields, place + ".compute"))
                        : read(
                                map,
                                "compute",
                                place,
                                "has to be an object of names and texts",
                                value -> Optional.<Map<String, String>>empty()),
                read(
                        map,
                        "routing",
                        place,
                        "has to be first or all",
                        value -> text(value).flatMap(Routing::parse)),
                map.get("routes") instanceof List<?> routes
                        ? Optional.of(routes(routes, place + ".routes"))
                        : read(map, "routes", place, "has to be a list", value -> Optional.<List<RouteTexts>>empty()),
                read(
                        map,
                        "unchanged",
                        place,
                        "has to be mark or last-known",
                        value -> text(value).flatMap(Unchanged::parse)));
    }

    private ValidationTexts validation(Map<?, ?> map, String place) {
        unknown(map, VALIDATE_KEYS, place);
        Optional<String> schema = read(
                map,
                "schema",
                place,
                "has to be registry",
                value -> text(value).filter(ValidationTexts.REGISTRY::equals));
        Optional<RowSchemaFile> rowSchema = read(
                map,
                "rowSchema",
                place,
                "has to be the name of one of rules.rowSchemas",
                value -> text(value)
                        .filter(rowSchemas::containsKey)
                        .map(name -> new RowSchemaFile(name, rowSchemas.getOrDefault(name, ""))));
        OnDrift onDrift = read(
                        map,
                        "onDrift",
                        place,
                        "has to be evolve, dead-letter or halt",
                        value -> text(value).flatMap(OnDrift::parse))
                .orElse(OnDrift.DEFAULT);
        OnInvalid onInvalid = read(
                        map,
                        "onInvalid",
                        place,
                        "has to be dead-letter, drop or halt",
                        value -> text(value).flatMap(OnInvalid::parse))
                .orElse(OnInvalid.DEFAULT);
        if (map.get("constraints") instanceof Map<?, ?> rules) {
            return new ValidationTexts(
                    schema.isPresent(), rowSchema, named(rules, place + ".constraints"), onInvalid, onDrift);
        }
        problems.add(place + ".constraints: has to be an object of names and texts");
        return new ValidationTexts(schema.isPresent(), rowSchema, Map.of(), onInvalid, onDrift);
    }

    private Map<String, String> named(Map<?, ?> fields, String place) {
        Map<String, String> rules = new LinkedHashMap<>();
        fields.forEach((name, rule) -> {
            if (rule instanceof String text) {
                rules.put(String.valueOf(name), text);
            } else {
                problems.add(place + "." + name + ": has to be a text");
            }
        });
        return rules;
    }

    private List<RouteTexts> routes(List<?> routes, String place) {
        List<RouteTexts> read = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            String one = place + "[" + i + "]";
            if (routes.get(i) instanceof Map<?, ?> map) {
                route(map, one).ifPresent(read::add);
            } else {
                problems.add(one + ": has to be an object");
            }
        }
        return read;
    }

    private Optional<RouteTexts> route(Map<?, ?> map, String place) {
        unknown(map, ROUTE_KEYS, place);
        Optional<String> when = read(map, "when", place, "has to be a text", RuleTextsMap::text);
        boolean enriched = read(map, "enriched", place, "has to be true or false", RuleTextsMap::truth)
                .orElse(true);
        try {
            return Optional.of(new RouteTexts(when, target(map), enriched));
        } catch (IllegalArgumentException e) {
            problems.add(place + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static RouteTexts.Target target(Map<?, ?> map) {
        if (map.get("to") instanceof List<?> topics && !map.containsKey("topic")) {
            return new RouteTexts.Named(topics.stream().map(String::valueOf).toList());
        }
        if (map.get("topic") instanceof String topic
                && map.get("pattern") instanceof String pattern
                && map.get("most") instanceof Number most
                && !map.containsKey("to")) {
            return new RouteTexts.Computed(topic, pattern, most.intValue());
        }
        throw new IllegalArgumentException("has to have either to, a list, or topic, pattern and most");
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Boolean> truth(Object value) {
        return value instanceof Boolean truth ? Optional.of(truth) : Optional.empty();
    }

    private <T> Optional<T> read(
            Map<?, ?> map, String key, String place, String problem, Function<Object, Optional<T>> reading) {
        @Nullable Object value = map.get(key);
        Optional<T> read = value == null ? Optional.empty() : reading.apply(value);
        if (value != null && read.isEmpty()) {
            problems.add(place + "." + key + ": " + problem);
        }
        return read;
    }

    private void unknown(Map<?, ?> map, Set<String> known, String place) {
        map.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !known.contains(key))
                .sorted()
                .forEach(key -> problems.add(place + "." + key + ": unknown"));
    }
}
