package com.custom.pulsar.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.ReaderBuilder;

/** Where in a topic to begin. */
public sealed interface TailStart {
    /**
     * Reads {@code earliest}, {@code latest}, an instant such as {@code 2026-11-28T09:00:00Z}, or how long ago, such as
     * {@code 10m}.
     *
     * @throws IllegalArgumentException if it is none of them, with what would be right
     */
    static TailStart parse(String text, Instant now) {
        if (text.equals("earliest")) {
            return new Earliest();
        }
        if (text.equals("latest")) {
            return new Latest();
        }
        try {
            return new Since(time(text, now));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not where to begin; use earliest, latest, " + Since.FORMS, e);
        }
    }

    /**
     * Reads an instant such as {@code 2026-11-28T09:00:00Z}, or how long ago, such as {@code 10m}.
     *
     * @throws IllegalArgumentException if it is none of them, with what would be right
     */
    static Instant time(String text, Instant now) {
        Matcher ago = Since.AGO.matcher(text);
        if (ago.matches()) {
            long amount = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time; use " + Since.FORMS, e);
        }
    }

    /** Gives the builder its position. */
    <T> ReaderBuilder<T> applyTo(ReaderBuilder<T> builder, Instant now);

    /** Whether a message that was published then, in milliseconds since 1970, is among those that are asked for. */
    default boolean includes(long publishTime) {
        return true;
    }

    /** Where to begin in a topic that was made since. */
    default TailStart ofLaterTopics() {
        return this;
    }

    /** With the first message that is kept. */
    record Earliest() implements TailStart {
        @Override
        public <T> ReaderBuilder<T> applyTo(ReaderBuilder<T> builder, Instant now) {
            return builder.startMessageId(MessageId.earliest);
        }
    }

    /** With the next message. */
    record Latest() implements TailStart {
        @Override
        public <T> ReaderBuilder<T> applyTo(ReaderBuilder<T> builder, Instant now) {
            return builder.startMessageId(MessageId.latest);
        }

        @Override
        public TailStart ofLaterTopics() {
            return new Earliest();
        }
    }

    /** With the first message that was published then or later. */
    record Since(Instant time) implements TailStart {
        private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");
        private static final String FORMS =
                "a time such as 2026-11-28T09:00:00Z, or how long ago in seconds, minutes, hours or days, such as 10m";

        @Override
        public <T> ReaderBuilder<T> applyTo(ReaderBuilder<T> builder, Instant now) {
            // Pulsar counts in whole seconds back from now, by its own clock: what comes too early is left out later.
            long back = Math.max(0, Duration.between(time, now).toSeconds()) + 2;
            return builder.startMessageFromRollbackDuration(back, TimeUnit.SECONDS);
        }

        @Override
        public boolean includes(long publishTime) {
            return publishTime >= time.toEpochMilli();
        }

        @Override
        public TailStart ofLaterTopics() {
            return new Earliest();
        }
    }
}
