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
        SourcePosition position = new SourcePosition(Map.of("server", "dbserver1"), offset);
        assertThat(OffsetCodec.position(OffsetCodec.value(position))).isEqualTo(position);
    }

    @Test
    void smallWholeNumbersAreLongsAsDebeziumCastsThem() {
        byte[] stored = utf8("{\"partition\":{\"server\":\"s\"},\"offset\":{\"lsn\":7}}");
        assertThat(OffsetCodec.position(stored).offset().get("lsn")).isEqualTo(7L);
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
