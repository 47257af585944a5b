package com.custom.pulsar.rules;

import dev.cel.common.CelErrorCode;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/** One compiled rule. Immutable, thread-safe. */
public final class Rule {
    private final String name;
    private final CelType type;
    private final Set<String> columns;
    private final CelRuntime.Program program;

    Rule(String name, CelType type, Set<String> columns, CelRuntime.Program program) {
        this.name = name;
        this.type = type;
        this.columns = Collections.unmodifiableSet(columns);
        this.program = program;
    }

    /** The key of the pipeline file under which it stands. */
    public String name() {
        return name;
    }

    /** The columns of a row that it reads without asking whether they are there, by their names. */
    public Set<String> columns() {
        return columns;
    }

    /** What it gives, as far as its text tells. */
    CelType type() {
        return type;
    }

    /** What the rule gives for an event; empty where it read an absent image or a NULL. */
    Optional<Object> evaluate(RuleVariables event) throws FailedRuleException {
        try {
            return Optional.of(program.eval(event));
        } catch (CelEvaluationException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof AbsentValueException) {
                    return Optional.empty();
                }
                if (cause instanceof RuleFailureException failure) {
                    throw new FailedRuleException(name, failure.reason());
                }
            }
            throw new FailedRuleException(name, problem(e.getErrorCode()));
        } catch (AbsentValueException e) {
            return Optional.empty();
        } catch (RuleFailureException e) {
            throw new FailedRuleException(name, e.reason());
        }
    }

    // CEL's own message has the value in it.
    private static String problem(CelErrorCode code) {
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> "the event does not have a field that the rule reads; ask has() before";
            case OVERLOAD_NOT_FOUND -> "an operator or function does not take a value of this type; convert it before";
            case BAD_FORMAT -> "a text does not have the form that a conversion wants";
            case DIVIDE_BY_ZERO -> "a division by zero";
            case INDEX_OUT_OF_BOUNDS -> "a list or text is shorter than the place that the rule reads";
            case NUMERIC_OVERFLOW -> "a number is out of range";
            case ITERATION_BUDGET_EXCEEDED -> "more than " + Limits.MOST_ITERATIONS + " iterations";
            default -> "it cannot be evaluated for this event (" + code + ")";
        };
    }
}
