package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PositionsTest {

    private static final Numbering NUMBERING = new Numbering("k3x", 10, 1_000, "stream");

    private static final Lineage LINEAGE = new Lineage("k3x", "public\\.t", Map.of());

    private final List<StoredPosition> records = new ArrayList<>();
    private final Positions positions = new Positions(records::add, at(1, NUMBERING), NUMBERING, LINEAGE);

    @Test
    void aPositionIsStoredWithTheNumberThatTheStreamHadReached() throws Exception {
        positions.store(new Progress(position(2), 15, 2_000));
        assertThat(records).containsExactly(at(2, NUMBERING.at(15, 2_000)));
    }

    @Test
    void aPositionIsStoredWithWhatThereIsToTellBehindIt() throws Exception {
        positions.store(new Progress(position(2), 15, 2_000, Map.of("a", "*")));
        assertThat(records).singleElement().extracting(StoredPosition::lineage).isEqualTo(LINEAGE.at(Map.of("a", "*")));
    }

    @Test
    void aForgottenNumberingStaysForgottenUntilTheNextPosition() throws Exception {
        positions.store(new Progress(position(2), 15, 2_000));
        positions.forget();
        assertThat(records).containsExactly(at(2, NUMBERING.at(15, 2_000)), at(2, null));
    }

    private static StoredPosition at(long lsn, @Nullable Numbering numbering) {
        return new StoredPosition(Map.of("server", "s"), Map.of("lsn", lsn), "slot", 1L, numbering, LINEAGE);
    }

    private static SourcePosition position(long lsn) {
        return new SourcePosition(Map.of("server", "s"), Map.of("lsn", lsn));
    }
}
