package com.custom.pulsar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFieldsTest {
    @Test
    void idAndTimeAreReadFromTheRowAfterTheChange() {
        EventFields fields = of(
                "{\"before\":null,\"after\":{\"id\":42,\"sent_us\":1795366669609123,\"name\":\"x\"},\"source\":{\"id\":7}}");

        assertThat(fields.id()).isEqualTo(42);
        assertThat(fields.sentMicros()).isEqualTo(1_795_366_669_609_123L);
    }

    @Test
    void aRowOfTwoColumnsOnlyIsReadToItsEnd() {
        assertThat(of("{\"after\":{\"id\":-3,\"sent_us\":5}}").id()).isEqualTo(-3);
        assertThat(of("{\"after\":{\"id\":-3,\"sent_us\":5}}").sentMicros()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"before\":{\"id\":1,\"sent_us\":2},\"after\":null}",
                "{\"after\":{\"id\":1}}",
                "{\"after\":{\"id\":1,\"sent_us\"",
                "{\"after\":{\"id\":"
            })
    void whatIsNoEventOfTheBenchmarkIsRefused(String text) {
        assertThatThrownBy(() -> of(text))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("id and sent_us");
    }

    private static EventFields of(String text) {
        return EventFields.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
