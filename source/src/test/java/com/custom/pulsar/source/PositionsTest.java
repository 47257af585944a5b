package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PositionsTest {

    private static final Numbering NUMBERING = new Numbering("k3x", 10, "stream");

    private final List<StoredPosition> records = new ArrayList<>();
    private final Positions positions = new Positions(records::add, at(1, NUMBERING), NUMBERING);

    @Test
    void aPositionIsStoredWithTheNumberThatTheStreamHadReached() throws Exception {
        positions.store(new Progress(position(2), 15));
        assertThat(records).containsExactly(at(2, NUMBERING.at(15)));
    }

    @Test
    void beforeRowsThatWouldNotComeAgainTheStoredPositionLosesItsNumberingOnce() throws Exception {
        positions.store(new Progress(position(2), 15));
        positions.unrepeatable(17);
        positions.unrepeatable(18);
        assertThat(records).containsExactly(at(2, NUMBERING.at(15)), at(2, null));
    }

    @Test
    void aPositionBeforeSuchRowsHasNoNumberingAndOneBehindThemHas() throws Exception {
        positions.unrepeatable(17);
        positions.store(new Progress(position(2), 16));
        positions.unrepeatable(18);
        positions.store(new Progress(position(3), 18));
        positions.unrepeatable(19);
        assertThat(records).containsExactly(at(1, null), at(2, null), at(3, NUMBERING.at(18)), at(3, null));
    }

    private static StoredPosition at(long lsn, @Nullable Numbering numbering) {
        return new StoredPosition(Map.of("server", "s"), Map.of("lsn", lsn), "slot", numbering);
    }

    private static SourcePosition position(long lsn) {
        return new SourcePosition(Map.of("server", "s"), Map.of("lsn", lsn));
    }
}
