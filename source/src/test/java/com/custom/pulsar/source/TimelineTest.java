package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void aHistoryTellsWhereEachEarlierTimelineWasLeft() {
        Timeline timeline =
                Timeline.parse(3, "1\t0/30000D8\tno recovery target specified\n\n2\t1/0\tbefore 2026-01-01\n");
        assertThat(timeline.id()).isEqualTo(3);
        assertThat(timeline.leftAt(1)).hasValue(0x30000D8L);
        assertThat(timeline.leftAt(2)).hasValue(0x1_0000_0000L);
        assertThat(timeline.leftAt(3)).isEmpty();
    }

    @Test
    void whatIsNoHistoryIsRefused() {
        assertThatThrownBy(() -> Timeline.parse(3, "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Timeline.parse(3, "one\t0/1\tx")).isInstanceOf(IllegalArgumentException.class);
    }
}
