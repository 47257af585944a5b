package com.custom.pulsar.operations;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which dead letters are meant. Each part that is empty leaves all of them in.
 *
 * @param reasons numbers of {@link DeadLetterReason}
 * @param rawTopics full names of the raw topics that they are of
 * @param key of the row, as JSON; the order of its columns does not count
 * @param from stored then or later
 * @param to stored before
 * @param ids as in {@link DeadLetter#id}
 */
public record DeadLetterFilter(
        Set<Integer> reasons,
        Set<String> rawTopics,
        Optional<String> key,
        Optional<Instant> from,
        Optional<Instant> to,
        Set<String> ids) {
    /** Every dead letter. */
    public static final DeadLetterFilter ALL =
            new DeadLetterFilter(Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    public DeadLetterFilter {
        reasons = Set.copyOf(reasons);
        rawTopics = Set.copyOf(rawTopics);
        ids = Set.copyOf(ids);
    }

    /**
     * Reads a reason as its number, its name or both: {@code 200}, {@code RULE_FAILED}, {@code 200-RULE_FAILED}.
     *
     * @throws IllegalArgumentException if there is none such, with those that there are
     */
    public static DeadLetterReason reason(String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(DeadLetterReason.values())
                .filter(reason -> wanted.equals(reason.code())
                        || wanted.equals(reason.name())
                        || wanted.equals(Integer.toString(reason.number())))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no reason; there are "
                        + Arrays.stream(DeadLetterReason.values())
                                .map(DeadLetterReason::code)
                                .collect(Collectors.joining(", "))));
    }

    boolean matches(DeadLetter letter) {
        return (reasons.isEmpty()
                        || reasons.stream().anyMatch(number -> letter.reason().startsWith(number + "-")))
                && isOf(letter.rawTopic())
                && key.map(wanted -> isKey(wanted, letter)).orElse(true)
                && from.map(time -> !letter.time().isBefore(time)).orElse(true)
                && to.map(time -> letter.time().isBefore(time)).orElse(true)
                && (ids.isEmpty() || ids.contains(letter.id()));
    }

    boolean isOf(String rawTopic) {
        return rawTopics.isEmpty() || rawTopics.contains(rawTopic);
    }

    private static boolean isKey(String wanted, DeadLetter letter) {
        String key = letter.key();
        if (key == null) {
            return false;
        }
        Optional<JsonNode> asked = Json.value(wanted);
        return key.equals(wanted) || (asked.isPresent() && asked.equals(Json.value(key)));
    }
}
