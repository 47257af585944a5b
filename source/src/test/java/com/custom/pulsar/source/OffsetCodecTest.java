package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OffsetCodecTest {

    @Test
    void everyTypeOfValueSurvives() {
        Map<String, Object> offset = new HashMap<>();
        offset.put("lsn", 34_567_890_123L);
        offset.put("txId", 7L);
        offset.put("ts_usec", Long.MIN_VALUE);
        offset.put("snapshot", "INITIAL");
        offset.put("snapshot_completed", true);
        offset.put("nothing", null);
        offset.put("ratio", 0.5);
        StoredPosition position = new StoredPosition(
                Map.of("server", "dbserver1"),
                offset,
                "pulsar_cdc_s",
                4L,
                new Numbering("k3x", 1L << 40, 1_795_366_669_609L, "f00d"));
        assertThat(OffsetCodec.position(OffsetCodec.value(position))).isEqualTo(position);
    }

    @Test
    void whatIsNotToldYetOfOversizedEventsSurvives() {
        Lineage lineage = new Lineage("k3x", "a,b", Map.of("a", "[{\"id\":1}]", "b", "*"));
        StoredPosition position =
                new StoredPosition(Map.of("server", "s"), Map.of("lsn", 7L), "slot", 4L, null, lineage);
        assertThat(OffsetCodec.position(OffsetCodec.value(position))).isEqualTo(position);
    }

    @Test
    void aStartBeforeTheFirstEventHasNoOffset() {
        StoredPosition start = new StoredPosition(
                Map.of("server", "dbserver1"), null, "pulsar_cdc_s", 4L, new Numbering("k3x", 0, 0, "f00d"));
        assertThat(OffsetCodec.position(OffsetCodec.value(start))).isEqualTo(start);
        assertThat(OffsetCodec.position(OffsetCodec.value(start)).position()).isEmpty();
    }

    @Test
    void aRecordFromElsewhereHasNoNumberingAndNoSlot() {
        StoredPosition old = OffsetCodec.position(utf8("{\"partition\":{\"server\":\"s\"},\"offset\":{\"lsn\":7}}"));
        assertThat(old.numbering()).isNull();
        assertThat(old.slot()).isNull();
        assertThat(old.timeline()).isNull();
        assertThat(old.lineage()).isNull();
        assertThat(old.position()).contains(new SourcePosition(Map.of("server", "s"), Map.of("lsn", 7L)));
    }

    @Test
    void smallWholeNumbersAreLongsAsDebeziumCastsThem() {
        byte[] stored = utf8("{\"partition\":{\"server\":\"s\"},\"offset\":{\"lsn\":7}}");
        assertThat(OffsetCodec.position(stored).offset()).isEqualTo(Map.of("lsn", 7L));
    }

    @Test
    void theKeyIsThePartitionInAFixedOrder() {
        Map<String, String> partition = new LinkedHashMap<>();
        partition.put("server", "dbserver1");
        partition.put("a", "x");
        assertThat(OffsetCodec.key(partition)).isEqualTo("{\"a\":\"x\",\"server\":\"dbserver1\"}");
    }

    @Test
    void whatIsNoPositionIsRefused() {
        for (String wrong :
                new String[] {"", "null", "[]", "{}", "{\"partition\":{}}", "{\"partition\":1,\"offset\":2}"}) {
            assertThatThrownBy(() -> OffsetCodec.position(utf8(wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not an offset");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
