package com.custom.pulsar.pipeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a topic's messages stay after everybody has read them.
 *
 * @param minutes at least 1; -1 for ever, as in Pulsar's own retention policies
 */
public record Retention(int minutes) {
    /** Nothing is ever deleted. */
    public static final Retention FOREVER = new Retention(-1);

    static final Retention DEFAULT = new Retention(7 * 24 * 60);
    private static final int LONGEST = 36500 * 24 * 60;
    static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,7})([mhd])");

    public Retention {
        Require.require(
                minutes == -1 || (minutes >= 1 && minutes <= LONGEST),
                minutes + " minutes is not between 1 minute and 36500 days; use -1 for ever");
    }

    /** Reads {@code 30m}, {@code 12h}, {@code 7d} or {@code forever}. */
    public static Retention parse(String text) {
        if (text.equals("forever")) {
            return FOREVER;
        }
        Matcher matcher = TEXT.matcher(text);
        Require.require(
                matcher.matches(),
                Shown.quoted(text) + " is not a time; use minutes, hours or days, such as 30m, 12h or 7d, or forever");
        long minutes = Long.parseLong(matcher.group(1))
                * switch (matcher.group(2)) {
                    case "m" -> 1;
                    case "h" -> 60;
                    default -> 24 * 60;
                };
        Require.require(minutes <= LONGEST, Shown.quoted(text) + " is more than 36500d; for longer use forever");
        return new Retention((int) minutes);
    }

    public boolean isForever() {
        return minutes == -1;
    }

    /** The shortest text that {@link #parse} reads as this. */
    @Override
    public String toString() {
        if (isForever()) {
            return "forever";
        }
        if (minutes % (24 * 60) == 0) {
            return minutes / (24 * 60) + "d";
        }
        return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }
}
