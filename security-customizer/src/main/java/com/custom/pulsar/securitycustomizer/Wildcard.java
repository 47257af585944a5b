package com.custom.pulsar.securitycustomizer;

/**
 * A pattern in which {@code *} stands for any characters, none included, and every other character for itself. It is matched
 * against one part of a name, so what stands beyond a {@code /} is never reached. Case matters.
 */
record Wildcard(String pattern) {
    /** In time proportional to the product of both lengths, whatever they hold. */
    boolean matches(String text) {
        int star = -1;
        int resume = 0;
        int p = 0;
        int t = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }

    @Override
    public String toString() {
        return pattern;
    }
}
