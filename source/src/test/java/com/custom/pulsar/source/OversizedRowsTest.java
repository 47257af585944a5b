package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.EventProperty;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.pulsar.common.schema.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OversizedRowsTest {
    private final OversizedRows rows = new OversizedRows(Map.of());

    @Test
    void keysAreToldOnceInTheirOrderByTheNextEventOfTheirTopic() {
        rows.add(oversized("a", "{\"id\":1}"));
        rows.add(oversized("b", "{\"id\":9}"));
        rows.add(oversized("a", "{\"id\":2}"));

        assertThat(rows.untold()).containsOnlyKeys("a", "b");
        assertThat(told("a")).isEqualTo("[{\"id\":1},{\"id\":2}]");
        assertThat(told("a")).isNull();
        assertThat(rows.untold()).containsExactly(Map.entry("b", "[{\"id\":9}]"));
    }

    @Test
    void whatHasTooManyKeysOrNoneThatCanBeToldMayBeAnyRow() {
        for (int i = 0; i < 1_000; i++) {
            rows.add(oversized("a", "{\"id\":" + i + "}"));
        }
        rows.add(oversized("b", "{\"id\":\"" + "x".repeat(5_000) + "\"}"));
        rows.add(oversized("b", "{\"id\":1}"));
        rows.add(oversized("c", null));

        assertThat(rows.untold()).isEqualTo(Map.of("a", "*", "b", "*", "c", "*"));
    }

    private @Nullable String told(String topic) {
        return rows.told(event(topic, "{}")).properties().get(EventProperty.MISSING_BEFORE);
    }

    private static OversizedEvent oversized(String topic, @Nullable String key) {
        return OversizedEvent.of(event(topic, key), 1_000, 7);
    }

    private static RawEvent event(String topic, @Nullable String key) {
        RawTopic target = new RawTopic(
                topic, "public.t", null, SchemaBuilder.struct().name("row").build());
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return new RawEvent(target, new KeyValue<>(bytes, new byte[10]), 0, Map.of(), true, null);
    }
}
