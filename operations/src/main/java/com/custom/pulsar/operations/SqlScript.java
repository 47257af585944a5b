package com.custom.pulsar.operations;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements of a file of SQL, without what psql alone understands. A semicolon ends a statement unless it stands in
 * quotes, in a dollar-quoted text or in a comment.
 */
public final class SqlScript {
    private final String text;
    private int at;

    private SqlScript(String text) {
        this.text = text;
    }

    /** In their order, without their semicolons; what is only comment or blank is no statement. */
    public static List<String> statements(String text) {
        return new SqlScript(text).split();
    }

    private List<String> split() {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        while (at < text.length()) {
            int begin = at;
            char c = text.charAt(at);
            if (text.startsWith("--", at)) {
                at = end("\n", at);
                statement.append(' ');
            } else if (text.startsWith("/*", at)) {
                skipComment();
                statement.append(' ');
            } else if (c == ';') {
                at++;
                add(statement, statements);
            } else {
                if (c == '\'' || c == '"') {
                    skipQuoted(c);
                } else if (c == '$' && dollarTag().length() > 1) {
                    String tag = dollarTag();
                    at = end(tag, at + tag.length());
                } else {
                    at++;
                }
                statement.append(text, begin, at);
            }
        }
        add(statement, statements);
        return statements;
    }

    private static void add(StringBuilder statement, List<String> statements) {
        String finished = statement.toString().strip();
        statement.setLength(0);
        if (!finished.isEmpty()) {
            statements.add(finished);
        }
    }

    private int end(String closing, int from) {
        int found = text.indexOf(closing, from);
        return found < 0 ? text.length() : found + closing.length();
    }

    private void skipQuoted(char quote) {
        boolean escapes = quote == '\''
                && at > 0
                && (text.charAt(at - 1) == 'E' || text.charAt(at - 1) == 'e')
                && (at == 1 || !Character.isJavaIdentifierPart(text.charAt(at - 2)));
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            at += escapes && text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
    }

    /** PostgreSQL's comments nest. */
    private void skipComment() {
        int depth = 0;
        do {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < text.length());
        at = Math.min(at, text.length());
    }

    /** {@code $tag$} if one begins here, otherwise {@code $} or less. */
    private String dollarTag() {
        if (at > 0 && Character.isJavaIdentifierPart(text.charAt(at - 1))) {
            return "";
        }
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '$' && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        boolean tag = end < text.length() && text.charAt(end) == '$' && !Character.isDigit(text.charAt(at + 1));
        return tag ? text.substring(at, end + 1) : "";
    }
}
