package com.custom.pulsar.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.pulsar.common.schema.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SizeLimitTest {

    private static final int LIMIT = 200_000;
    private static final SizeLimit DEAD_LETTERS = new SizeLimit(LIMIT, SizeLimit.Policy.DEAD_LETTER);
    private static final SourcePosition POSITION = new SourcePosition(Map.of("server", "s"), Map.of("lsn", 7L));

    @Test
    void anEventThatFitsPasses() throws Exception {
        RawEvent event = event("{\"id\":1}".getBytes(UTF_8), new byte[190_000]);
        assertThat(DEAD_LETTERS.checked(event)).isSameAs(event);
    }

    @Test
    void whatDoesNotFitIsCutAndSaysWhy() throws Exception {
        byte[] value = "x".repeat(300_000).getBytes(UTF_8);
        OversizedEvent letter = (OversizedEvent) DEAD_LETTERS.checked(event("{\"id\":1}".getBytes(UTF_8), value));
        assertThat(letter.value()).hasSize(65_536);
        assertThat(letter.position()).isEqualTo(POSITION);
        assertThat(letter.properties())
                .containsEntry("cdc.reason", "301-TOO_LARGE")
                .containsEntry("cdc.topic", "persistent://public/default/t")
                .containsEntry("cdc.key", "{\"id\":1}")
                .containsEntry("cdc.lsn", "7")
                .containsEntry(
                        "cdc.detail",
                        "The event has 300008 bytes of key and value, of which the first 65536 of the value are here;"
                                + " the limit is 200000");
    }

    @Test
    void theCutIsNotWithinACharacter() throws Exception {
        byte[] value = ("x" + "\u20AC".repeat(100_000)).getBytes(UTF_8);
        OversizedEvent letter = (OversizedEvent) DEAD_LETTERS.checked(event(null, value));
        assertThat(new String(letter.value(), UTF_8)).doesNotContain("\uFFFD").endsWith("\u20AC");
    }

    @Test
    void aHugeKeyCountsAndIsLeftOut() throws Exception {
        OversizedEvent letter = (OversizedEvent) DEAD_LETTERS.checked(event(new byte[160_000], null));
        assertThat(letter.properties()).doesNotContainKey("cdc.key");
        assertThat(letter.size()).isZero();
    }

    @Test
    void bySettingItHaltsWithSizesAndWhatMendsIt() {
        SizeLimit halting = new SizeLimit(LIMIT, SizeLimit.Policy.HALT);
        assertThatThrownBy(() -> halting.checked(event(null, new byte[300_000])))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("300000 bytes")
                .hasMessageContaining("200000")
                .hasMessageContaining("maxMessageSize");
    }

    private static RawEvent event(byte @Nullable [] key, byte @Nullable [] value) {
        RawTopic topic = new RawTopic(
                "persistent://public/default/t",
                "public.t",
                null,
                SchemaBuilder.struct().name("row").build());
        return new RawEvent(topic, new KeyValue<>(key, value), 0, Map.of("cdc.lsn", "7"), true, POSITION);
    }
}
