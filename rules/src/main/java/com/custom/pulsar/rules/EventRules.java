package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.EnvelopeScanner;
import dev.cel.common.values.NullValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for the events of one table. Not thread-safe. */
public final class EventRules {
    private static final Verdict KEPT = new Verdict.Kept(new byte[0]);

    private final Optional<Rule> filter;
    private final Verdict dropped;
    private final Map<String, Rule> compute;
    private final EnvelopeScanner keyScanner = new EnvelopeScanner();

    /** @param compute the rules by the names of the fields that they give, in the order of the output */
    EventRules(Optional<Rule> filter, Map<String, Rule> compute) {
        this.filter = filter;
        this.dropped = new Verdict.Dropped(filter.map(Rule::name).orElse(""));
        this.compute = new LinkedHashMap<>(compute);
    }

    /**
     * Applies the rules.
     *
     * @param event a scanner whose last scan found an envelope
     * @param key the bytes of the message's key; null if it has none
     * @param topic the full name of the raw topic
     */
    public Verdict judge(EnvelopeScanner event, byte @Nullable [] key, String topic) {
        EventVariables variables = new EventVariables(event, key, keyScanner, topic);
        try {
            if (filter.isPresent() && !keeps(filter.get(), variables)) {
                return dropped;
            }
            return compute.isEmpty() ? KEPT : compute(variables);
        } catch (FailedRuleException e) {
            return e.verdict();
        }
    }

    private static boolean keeps(Rule filter, EventVariables event) throws FailedRuleException {
        Optional<Object> result = filter.evaluate(event);
        if (result.isEmpty() || result.get() == NullValue.NULL_VALUE) {
            return false;
        }
        if (result.get() instanceof Boolean keeps) {
            return keeps;
        }
        throw new FailedRuleException(filter.name(), "it gives neither true nor false");
    }

    private Verdict compute(EventVariables event) throws FailedRuleException {
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
        return new Verdict.Kept(json.members());
    }
}
