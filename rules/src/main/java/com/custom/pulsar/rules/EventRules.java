package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.EnvelopeScanner;
import dev.cel.common.values.NullValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules for the events of one table. Not thread-safe. */
public final class EventRules {
    private static final byte[] NO_MEMBERS = new byte[0];
    private static final Verdict KEPT = new Verdict.Kept(NO_MEMBERS, Destinations.ENRICHED);

    private final Optional<Rule> filter;
    private final Verdict dropped;
    private final Validation validation;
    private final Map<String, Rule> compute;
    private final Routes routes;
    private final EnvelopeScanner keyScanner = new EnvelopeScanner();

    /** @param compute the rules by the names of the fields that they give, in the order of the output */
    EventRules(Optional<Rule> filter, Validation validation, Map<String, Rule> compute, Routes routes) {
        this.filter = filter;
        this.dropped = new Verdict.Dropped(filter.map(Rule::name).orElse(""));
        this.validation = validation;
        this.compute = new LinkedHashMap<>(compute);
        this.routes = routes;
    }

    /**
     * Applies the rules.
     *
     * @param event a scanner whose last scan found an envelope
     * @param key the bytes of the message's key; null if it has none
     * @param topic the full name of the raw topic
     * @param schema what the event was sent with
     */
    public Verdict judge(EnvelopeScanner event, byte @Nullable [] key, String topic, EventSchema schema) {
        EventVariables variables = new EventVariables(event, key, keyScanner, topic);
        try {
            if (filter.isPresent() && !Routes.holds(filter.get(), variables)) {
                return dropped;
            }
            if (!validation.isEmpty()) {
                Optional<Verdict.Invalid> violation = validation.violation(event, schema, variables);
                if (violation.isPresent()) {
                    return violation.get();
                }
            }
            if (compute.isEmpty() && routes.isEmpty()) {
                return KEPT;
            }
            byte[] members = compute.isEmpty() ? NO_MEMBERS : compute(variables);
            return new Verdict.Kept(members, routes.of(variables));
        } catch (FailedRuleException e) {
            return e.verdict();
        }
    }

    /**
     * Where a null value goes: to the enriched topic, whatever the filter, and along every route that the delete before it may have taken.
     *
     * @param key the bytes of the message's key; null if it has none
     * @param topic the full name of the raw topic
     */
    public Destinations ofTombstone(byte @Nullable [] key, String topic) {
        return routes.isEmpty()
                ? Destinations.ENRICHED
                : routes.ofTombstone(new TombstoneVariables(key, keyScanner, topic));
    }

    /** All of them. */
    public List<Rule> all() {
        return Stream.of(filter.stream(), validation.constraints().stream(), compute.values().stream(), routes.rules())
                .flatMap(rules -> rules)
                .toList();
    }

    /** Whether it matters that the table has changed. */
    boolean watchesDrift() {
        return validation.watchesDrift();
    }

    /** Avro's types of the computed fields, by their names. */
    Map<String, String> computedTypes() {
        Map<String, String> types = new LinkedHashMap<>();
        compute.forEach((name, rule) -> types.put(name, AvroType.nullable(rule.type())));
        return types;
    }

    private byte[] compute(EventVariables event) throws FailedRuleException {
        ComputedJson json = new ComputedJson();
        for (Map.Entry<String, Rule> field : compute.entrySet()) {
            Rule rule = field.getValue();
            Object value = rule.evaluate(event).orElse(NullValue.NULL_VALUE);
            try {
                json.add(field.getKey(), value);
            } catch (AbsentValueException e) {
                json.replaceByNull();
            } catch (RuleFailureException e) {
                throw new FailedRuleException(rule.name(), e.reason());
            }
        }
        return json.members();
    }
}
