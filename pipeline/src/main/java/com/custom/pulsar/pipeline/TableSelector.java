package com.custom.pulsar.pipeline;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which tables are captured: one by its name, or all whose {@code schema.table} an expression matches whole. */
public sealed interface TableSelector {
    /** Longer ones could exhaust the stack of who compiles them. */
    int LONGEST_EXPRESSION = 1000;

    boolean selects(TableName table);

    /** The selector as one element of Debezium's {@code table.include.list}, which is split at commas. */
    String includeExpression();

    /** The selector as the pipeline file writes it. */
    @Override
    String toString();

    /** Reads {@code schema.table} or, between slashes, a regular expression. */
    static TableSelector parse(String text) {
        if (text.length() < 2 || !text.startsWith("/") || !text.endsWith("/")) {
            return new Literal(TableName.parse(text));
        }
        String expression = text.substring(1, text.length() - 1);
        Require.require(
                !expression.isBlank() && expression.equals(expression.strip()),
                Shown.quoted(text) + " is not an expression for schema.table; write one such as /public\\.order.*/");
        Require.require(
                expression.length() <= LONGEST_EXPRESSION,
                Shown.quoted(text) + " is longer than 1000 characters; split it into several");
        try {
            // As Debezium compiles it.
            return new Matching(Pattern.compile(expression, Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    Shown.quoted(text) + " is not a regular expression: " + e.getDescription() + " near index "
                            + e.getIndex() + " of what is between the slashes",
                    e);
        }
    }

    /** One table. */
    record Literal(TableName table) implements TableSelector {
        @Override
        public boolean selects(TableName other) {
            return table.equals(other);
        }

        @Override
        public String includeExpression() {
            StringBuilder quoted = new StringBuilder();
            table.toString().codePoints().forEach(c -> {
                if (c == ' ') {
                    // Debezium trims what it has split.
                    quoted.append("\\x20");
                } else if (c < 128 && !Character.isLetterOrDigit(c) && c != '_') {
                    quoted.append('\\').appendCodePoint(c);
                } else {
                    quoted.appendCodePoint(c);
                }
            });
            return quoted.toString();
        }

        @Override
        public String toString() {
            return table.toString();
        }
    }

    /** Every table that matches, also one created later. */
    record Matching(Pattern expression) implements TableSelector {
        @Override
        public boolean selects(TableName table) {
            return expression.matcher(table.toString()).matches();
        }

        @Override
        public String includeExpression() {
            return expression.pattern().replaceAll("(?<!\\\\),", "\\\\,");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Matching matching
                    && matching.expression.pattern().equals(expression.pattern());
        }

        @Override
        public int hashCode() {
            return expression.pattern().hashCode();
        }

        @Override
        public String toString() {
            return "/" + expression.pattern() + "/";
        }
    }
}
