package com.custom.pulsar.podsecurity;

import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which texts the API server takes for a time: RFC 3339 as Go's time package reads it, with one-digit hours, fractions after
 * a comma and offsets up to 24:60.
 */
final class TimeText {

    private static final Pattern SHAPE = Pattern.compile(
            "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:[.,][0-9]+)?(?:Z|[+-]([0-9]{2}):([0-9]{2}))");
    private static final int MONTHS = 12;
    private static final int HOURS = 24;
    private static final int SIXTY = 60;

    private TimeText() {}

    static boolean accepts(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches()
                && isDate(number(matcher, 1), number(matcher, 2), number(matcher, 3))
                && number(matcher, 4) < HOURS
                && number(matcher, 5) < SIXTY
                && number(matcher, 6) < SIXTY
                && (matcher.group(7) == null || (number(matcher, 7) <= HOURS && number(matcher, 8) <= SIXTY));
    }

    private static boolean isDate(int year, int month, int day) {
        return month >= 1
                && month <= MONTHS
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
