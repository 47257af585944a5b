package com.custom.pulsar.rules;

/** A rule that cannot be used as it is written. */
public final class RuleSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    /** What fits in a line of a terminal beside the caret. */
    private static final int WIDTH = 100;

    private final int line;
    private final int column;

    private RuleSyntaxException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /**
     * @param line from 1
     * @param column from 1, in characters
     */
    static RuleSyntaxException at(String rule, int line, int column, String problem) {
        String[] lines = rule.split("\n", -1);
        String text = line <= lines.length ? lines[line - 1] : "";
        int begin = Math.max(0, Math.min(column - 1, text.length()) - WIDTH / 2);
        String shown = text.substring(begin, Math.min(text.length(), begin + WIDTH));
        StringBuilder plain = new StringBuilder();
        shown.chars().forEach(c -> plain.append(c < ' ' || c == 0x7f ? ' ' : (char) c));
        return new RuleSyntaxException(
                problem + " (line " + line + ", column " + column + " of the rule)\n    " + plain + "\n    "
                        + " ".repeat(Math.max(0, column - 1 - begin)) + "^",
                line,
                column);
    }

    /** The line in the rule, from 1. */
    public int line() {
        return line;
    }

    /** The column in that line, from 1. */
    public int column() {
        return column;
    }
}
