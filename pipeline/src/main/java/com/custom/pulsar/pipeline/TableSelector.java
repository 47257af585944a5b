package com.custom.pulsar.pipeline;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Which tables are captured: one by its name, or all whose {@code schema.table} an expression matches whole. */
public sealed interface TableSelector {
    /** Longer ones could exhaust the stack of who compiles them. */
    int LONGEST_EXPRESSION = 1000;

    boolean selects(TableName table);

    /** The selector as one element of Debezium's {@code table.include.list}, which is split at commas. */
    String includeExpression();

    /** The expression that a table's {@code schema.table} matches whole. */
    String pattern();

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

    /**
     * One table.
     *
     * @param exactly whether Debezium, which takes no note of case, is told to: what it would take beside it is another source's
     */
    record Literal(TableName table, boolean exactly) implements TableSelector {
        public Literal(TableName table) {
            this(table, false);
        }

        Literal ofOneSource() {
            return new Literal(table, true);
        }

        @Override
        public boolean selects(TableName other) {
            return table.equals(other);
        }

        @Override
        public String includeExpression() {
            return exactly ? pattern() : quoted();
        }

        @Override
        public String pattern() {
            return "(?-i:" + quoted() + ")";
        }

        private String quoted() {
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
            return withCommas(expression.pattern());
        }

        @Override
        public String pattern() {
            return expression.pattern();
        }

        private static String withCommas(String pattern) {
            return pattern.replaceAll("(?<!\\\\),", "\\\\,");
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

    /** What an expression selects and other sources of the pipeline do not. */
    final class Except implements TableSelector {
        // A group that is counted or named would be another one, or there twice, once expressions are joined.
        private static final Pattern NOT_JOINED = Pattern.compile("(?s).*(\\\\[1-9k]|\\(\\?<[A-Za-z]).*");

        private final Matching own;
        private final Pattern joined;

        Except(Matching own, List<TableSelector> others) {
            this.own = own;
            others.forEach(Except::requireJoinable);
            requireJoinable(own);
            String foreign =
                    others.stream().map(other -> "(?:" + other.pattern() + ")").collect(Collectors.joining("|"));
            this.joined =
                    Pattern.compile("(?!(?:" + foreign + ")\\z)(?:" + own.pattern() + ")", Pattern.CASE_INSENSITIVE);
        }

        /** Refuses an expression that would be another one as a part of a larger one. */
        static void requireJoinable(TableSelector selector) {
            boolean joinable = !NOT_JOINED.matcher(selector.pattern()).matches();
            try {
                var unused = Pattern.compile("(?:" + selector.pattern() + ")\\z", Pattern.CASE_INSENSITIVE);
            } catch (PatternSyntaxException e) {
                joinable = false;
            }
            Require.require(
                    joinable,
                    Shown.quoted(selector.toString())
                            + " cannot be held apart from the tables of other sources; with source.split, write it without"
                            + " named groups, references to groups, comments and an open \\Q");
        }

        @Override
        public boolean selects(TableName table) {
            return joined.matcher(table.toString()).matches();
        }

        @Override
        public String includeExpression() {
            return Matching.withCommas(joined.pattern());
        }

        @Override
        public String pattern() {
            return joined.pattern();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Except except && except.joined.pattern().equals(joined.pattern());
        }

        @Override
        public int hashCode() {
            return joined.pattern().hashCode();
        }

        @Override
        public String toString() {
            return own.toString();
        }
    }
}
