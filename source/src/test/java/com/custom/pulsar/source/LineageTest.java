package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LineageTest {
    private static final Lineage STORED = new Lineage("old", "public\\.a,public\\.b", Map.of("a", "*"));

    @Test
    void aStartThatGoesOnIsOfTheSameStreamAlsoWithMoreTables() {
        assertThat(Lineage.goingOn(STORED, STORED.tables(), "new")).isEqualTo(STORED);
        assertThat(Lineage.goingOn(STORED, "public\\.c,public\\.b,public\\.a", "new"))
                .isEqualTo(new Lineage("old", "public\\.c,public\\.b,public\\.a", STORED.oversized()));
    }

    @Test
    void aStartWithoutATableBeginsAnother() {
        assertThat(Lineage.goingOn(STORED, "public\\.a", "new"))
                .isEqualTo(new Lineage("new", "public\\.a", STORED.oversized()));
    }

    @Test
    void aPositionThatSomebodyElseWroteBeginsAnother() {
        assertThat(Lineage.goingOn(null, "public\\.a", "new")).isEqualTo(new Lineage("new", "public\\.a", Map.of()));
    }
}
