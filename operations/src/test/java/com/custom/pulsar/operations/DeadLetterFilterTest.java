package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.envelope.DeadLetterReason;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterFilterTest {
    private static final String RAW = "persistent://public/default/dbserver1.public.orders";
    private static final DeadLetter LETTER = new DeadLetter(
            "12:4",
            new EnrichedEvent(
                    RAW + "-dlq",
                    "{\"id\":1,\"at\":\"x\"}",
                    new byte[0],
                    0,
                    1_000,
                    "12:4:-1",
                    Map.of(
                            "cdc.reason", "200-RULE_FAILED",
                            "cdc.topic", "persistent://public/default/dbserver1.public.customers")),
            true);

    @Test
    void withoutAnyPartAllMatch() {
        assertThat(DeadLetterFilter.ALL.matches(LETTER)).isTrue();
    }

    @Test
    void theReasonIsComparedByItsWholeNumber() {
        assertThat(reasons(200).matches(LETTER)).isTrue();
        assertThat(reasons(20).matches(LETTER)).isFalse();
        assertThat(reasons(100, 200).matches(LETTER)).isTrue();
    }

    @Test
    void theTableIsThatOfTheTopicInWhichTheLetterLiesWhateverItsPropertySays() {
        assertThat(topic(RAW).matches(LETTER)).isTrue();
        assertThat(topic("persistent://public/default/dbserver1.public.customers")
                        .matches(LETTER))
                .isFalse();
    }

    @Test
    void theKeyIsComparedAsJson() {
        assertThat(key("{\"at\": \"x\", \"id\": 1}").matches(LETTER)).isTrue();
        assertThat(key("{\"id\":1}").matches(LETTER)).isFalse();
        assertThat(key("no JSON").matches(LETTER)).isFalse();
    }

    @Test
    void theTimeIsFromIncludedToExcluded() {
        assertThat(times(1_000, 1_001).matches(LETTER)).isTrue();
        assertThat(times(1_001, 2_000).matches(LETTER)).isFalse();
        assertThat(times(0, 1_000).matches(LETTER)).isFalse();
    }

    @Test
    void theIdIsComparedWhole() {
        assertThat(ids("12:4").matches(LETTER)).isTrue();
        assertThat(ids("12:40", "2:4").matches(LETTER)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "RULE_FAILED", "rule_failed", "200-RULE_FAILED"})
    void aReasonIsNamedByNumberNameOrBoth(String text) {
        assertThat(DeadLetterFilter.reason(text)).isEqualTo(DeadLetterReason.RULE_FAILED);
    }

    @Test
    void anotherReasonIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> DeadLetterFilter.reason("20"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"20\" is no reason; there are 100-NOT_JSON, 101-NOT_UTF8,");
    }

    private static DeadLetterFilter reasons(Integer... numbers) {
        return new DeadLetterFilter(
                Set.of(numbers), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    private static DeadLetterFilter topic(String raw) {
        return new DeadLetterFilter(
                Set.of(), Set.of(raw), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    private static DeadLetterFilter key(String key) {
        return new DeadLetterFilter(Set.of(), Set.of(), Optional.of(key), Optional.empty(), Optional.empty(), Set.of());
    }

    private static DeadLetterFilter times(long from, long to) {
        return new DeadLetterFilter(
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.of(Instant.ofEpochMilli(from)),
                Optional.of(Instant.ofEpochMilli(to)),
                Set.of());
    }

    private static DeadLetterFilter ids(String... ids) {
        return new DeadLetterFilter(
                Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(ids));
    }
}
