package com.custom.pulsar.rules;

/*
 * What keeps a rule from hanging or flooding the stream. CEL has no loop but its comprehensions, so the work for one event is the size
 * of the rule, times the iterations, times what one function may do; and each of the three has its limit. A function does at most
 * LONGEST_TEXT times LONGEST_PATTERN steps, which is what a search does in text that is made to be slow.
 */
/** How much a rule may ask for. */
final class Limits {
    /** Characters of a rule. */
    static final int LONGEST_RULE = 4_096;

    /** Operators, functions, fields and constants of a rule, with what its macros become. */
    static final int LARGEST_RULE = 500;

    /** Parentheses and other expressions within each other. */
    static final int DEEPEST_RULE = 32;

    /** Iterations of all comprehensions together for one event. */
    static final int MOST_ITERATIONS = 1_000;

    /** Characters of a text that a rule reads or makes. */
    static final int LONGEST_TEXT = 65_536;

    /** Elements of an array that a rule reads or makes. */
    static final int LONGEST_LIST = 10_000;

    /** Characters of a regular expression, and of a text that is searched for in another. */
    static final int LONGEST_PATTERN = 256;

    /** Instructions of a compiled regular expression. */
    static final int LARGEST_PATTERN = 2_000;

    /** Characters of JSON that one computed field may have. */
    static final int LARGEST_OUTPUT = 65_536;

    private Limits() {}

    static String text(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new RuleFailureException("a text is longer than " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    static void listOf(int elements) {
        if (elements > LONGEST_LIST) {
            throw new RuleFailureException("a list has more than " + LONGEST_LIST + " elements");
        }
    }

    static String searched(String pattern) {
        if (pattern.length() > LONGEST_PATTERN) {
            throw new RuleFailureException("what is searched for is longer than " + LONGEST_PATTERN + " characters");
        }
        return pattern;
    }
}
