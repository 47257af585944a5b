package com.custom.pulsar.rules;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.Map;
import java.util.Set;

/** Looks through a rule that compiles for what would cost too much, or would never do what it says. */
final class RuleShape {
    private static final Set<String> EQUALITY = Set.of("_==_", "_!=_");
    private static final Set<String> OBJECTS = Set.of("before", "after", "source", "key");

    private final String rule;
    private final CelAbstractSyntaxTree tree;
    private final Map<String, Pattern> patterns;
    private int size;

    private RuleShape(String rule, CelAbstractSyntaxTree tree, Map<String, Pattern> patterns) {
        this.rule = rule;
        this.tree = tree;
        this.patterns = patterns;
    }

    /**
     * @param patterns gets the compiled form of the regular expressions that stand in the rule
     * @throws RuleSyntaxException if the rule is refused
     */
    static void check(String rule, CelAbstractSyntaxTree tree, Map<String, Pattern> patterns) {
        new RuleShape(rule, tree, patterns).visit(tree.getExpr());
    }

    private void visit(CelExpr expression) {
        size++;
        if (size > Limits.LARGEST_RULE) {
            throw problem(
                    tree.getExpr(),
                    "the rule has more than " + Limits.LARGEST_RULE + " operators, fields and constants; split it");
        }
        switch (expression.getKind()) {
            case SELECT -> visit(expression.select().operand());
            case CALL -> call(expression);
            case LIST -> expression.list().elements().forEach(this::visit);
            case MAP ->
                expression.map().entries().forEach(entry -> {
                    visit(entry.key());
                    visit(entry.value());
                });
            case COMPREHENSION -> {
                CelExpr.CelComprehension comprehension = expression.comprehension();
                visit(comprehension.iterRange());
                visit(comprehension.accuInit());
                visit(comprehension.loopCondition());
                visit(comprehension.loopStep());
                visit(comprehension.result());
            }
            default -> {}
        }
    }

    private void call(CelExpr expression) {
        CelExpr.CelCall call = expression.call();
        if (EQUALITY.contains(call.function())) {
            refuseNull(expression, call.args().get(0), call.args().get(1));
            refuseNull(expression, call.args().get(1), call.args().get(0));
        }
        if (call.function().equals("matches")) {
            pattern(call.args().get(call.args().size() - 1));
        }
        call.target().ifPresent(this::visit);
        call.args().forEach(this::visit);
    }

    private void refuseNull(CelExpr expression, CelExpr constant, CelExpr other) {
        boolean isNull = constant.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && constant.constant().getKind() == CelConstant.Kind.NULL_VALUE;
        boolean ofEvent = other.getKind() == CelExpr.ExprKind.Kind.SELECT
                || (other.getKind() == CelExpr.ExprKind.Kind.IDENT
                        && OBJECTS.contains(other.ident().name()));
        if (isNull && ofEvent) {
            throw problem(
                    expression,
                    "a comparison of a field with null is never true, since a rule has no result where it reads a NULL;"
                            + " ask has(after.column), or !has(after.column)");
        }
    }

    private void pattern(CelExpr argument) {
        if (argument.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            throw problem(argument, "a regular expression has to stand in the rule itself, in quotes");
        }
        String pattern = argument.constant().stringValue();
        try {
            patterns.put(pattern, RuleCompiler.pattern(pattern));
        } catch (IllegalArgumentException e) {
            throw problem(argument, "the regular expression " + e.getMessage());
        }
    }

    private RuleSyntaxException problem(CelExpr expression, String problem) {
        Integer offset = tree.getSource().getPositionsMap().get(expression.id());
        CelSourceLocation place = offset == null
                ? CelSourceLocation.of(1, 0)
                : tree.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.of(1, 0));
        return RuleSyntaxException.at(rule, place.getLine(), place.getColumn() + 1, problem);
    }
}
