package com.custom.pulsar.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the columns of a row that a rule reads without asking whether they are there. */
final class ReadColumns {
    private static final Set<String> ROWS = Set.of("before", "after");

    private final Set<String> read = new TreeSet<>();
    private final Set<String> askedFor = new TreeSet<>();

    private ReadColumns() {}

    static Set<String> of(CelAbstractSyntaxTree tree) {
        ReadColumns columns = new ReadColumns();
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .forEach(columns::note);
        columns.read.removeAll(columns.askedFor);
        return columns.read;
    }

    private void note(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            CelExpr.CelSelect select = expression.select();
            if (isRow(select.operand())) {
                (select.testOnly() ? askedFor : read).add(select.field());
            }
        } else if (expression.getKind() == CelExpr.ExprKind.Kind.CALL) {
            List<CelExpr> arguments = expression.call().args();
            switch (expression.call().function()) {
                case "_[_]" -> note(arguments.get(0), arguments.get(1), read);
                case "@in" -> note(arguments.get(1), arguments.get(0), askedFor);
                default -> {}
            }
        }
    }

    private static void note(CelExpr row, CelExpr column, Set<String> columns) {
        boolean isName = column.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && column.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        if (isRow(row) && isName) {
            columns.add(column.constant().stringValue());
        }
    }

    private static boolean isRow(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
                && ROWS.contains(expression.ident().name());
    }
}
