package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.envelope.EnvelopeField;
import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonView;
import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the events of one table have to meet. Not thread-safe. */
final class Validation {
    static final Validation NONE =
            new Validation("", false, Optional.empty(), List.of(), OnInvalid.DEFAULT, OnDrift.DEFAULT);

    private static final String NOT_MET = "the event does not meet a constraint of the pipeline file";

    private final String place;
    private final boolean schema;
    private final Optional<RowSchema> rowSchema;
    private final List<Rule> constraints;
    private final OnInvalid onInvalid;
    private final OnDrift onDrift;

    /** @param place the key of the pipeline file under which it stands */
    Validation(
            String place,
            boolean schema,
            Optional<RowSchema> rowSchema,
            List<Rule> constraints,
            OnInvalid onInvalid,
            OnDrift onDrift) {
        this.place = place;
        this.schema = schema;
        this.rowSchema = rowSchema;
        this.constraints = List.copyOf(constraints);
        this.onInvalid = onInvalid;
        this.onDrift = onDrift;
    }

    boolean isEmpty() {
        return !schema && rowSchema.isEmpty() && constraints.isEmpty() && onDrift == OnDrift.EVOLVE;
    }

    List<Rule> constraints() {
        return constraints;
    }

    boolean watchesDrift() {
        return onDrift != OnDrift.EVOLVE;
    }

    /**
     * The first thing that the event does not meet: that its table has not changed, its schema, that of rows, a constraint. Empty if it
     * meets them all. A constraint without a result is met, as in SQL; and an event without a new row meets the schema of rows.
     */
    Optional<Verdict.Invalid> violation(EnvelopeScanner event, EventSchema of, RuleVariables variables)
            throws FailedRuleException {
        if (watchesDrift() && of.drift().isPresent()) {
            return Optional.of(new Verdict.Invalid(
                    DeadLetterReason.SCHEMA_DRIFT,
                    place + ".onDrift",
                    "the table has other columns than before: " + of.drift().get(),
                    onDrift == OnDrift.HALT ? OnInvalid.HALT : OnInvalid.DEAD_LETTER));
        }
        if (schema) {
            Optional<String> misfit = of.shape().isEmpty()
                    ? Optional.of("the event was sent without a schema of JSON")
                    : of.shape().get().misfit(event.envelope());
            if (misfit.isPresent()) {
                return Optional.of(invalid(place + ".schema", misfit.get()));
            }
        }
        if (rowSchema.isPresent()) {
            Optional<String> misfit = misfit(rowSchema.get(), event);
            if (misfit.isPresent()) {
                return Optional.of(invalid(place + ".rowSchema", misfit.get()));
            }
        }
        for (Rule rule : constraints) {
            if (!isMet(rule, variables)) {
                return Optional.of(invalid(rule.name(), NOT_MET));
            }
        }
        return Optional.empty();
    }

    private Optional<String> misfit(RowSchema schemaOfRows, EnvelopeScanner event) throws FailedRuleException {
        @Nullable JsonView row = event.view(EnvelopeField.AFTER);
        try {
            return row == null || row.kind() == JsonView.Kind.NULL ? Optional.empty() : schemaOfRows.misfit(row);
        } catch (RuleFailureException e) {
            throw new FailedRuleException(place + ".rowSchema", e.reason());
        }
    }

    private Verdict.Invalid invalid(String rule, String problem) {
        return new Verdict.Invalid(DeadLetterReason.INVALID, rule, problem, onInvalid);
    }

    private static boolean isMet(Rule rule, RuleVariables event) throws FailedRuleException {
        Optional<Object> result = rule.evaluate(event);
        if (result.isEmpty() || result.get() == NullValue.NULL_VALUE) {
            return true;
        }
        if (!(result.get() instanceof Boolean holds)) {
            throw new FailedRuleException(rule.name(), "it gives neither true nor false");
        }
        return holds;
    }
}
