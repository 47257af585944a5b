package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SerializedKeysTest {

    @Test
    void theValuesOfAKeysColumnsPass() {
        Object[] key = {
            1,
            2L,
            (short) 3,
            "é",
            new BigDecimal("1.50"),
            UUID.randomUUID(),
            new byte[] {1},
            true,
            LocalDate.MIN,
            OffsetDateTime.MIN,
            new Timestamp(0),
            null
        };
        assertThatCode(() -> SerializedKeys.check(Map.of("incremental_snapshot_primary_key", hex(key))))
                .doesNotThrowAnyException();
        assertThatCode(() -> SerializedKeys.check(Map.of("incremental_snapshot_maximum_key", hex(new Object[] {7}))))
                .doesNotThrowAnyException();
    }

    @Test
    void beforeTheFirstChunkThereIsNone() {
        assertThatCode(() -> SerializedKeys.check(Map.of("incremental_snapshot_primary_key", hex(null))))
                .doesNotThrowAnyException();
        assertThatCode(() -> SerializedKeys.check(Map.of("lsn", 7L))).doesNotThrowAnyException();
    }

    @Test
    void objectsOfOtherClassesAreNotMade() {
        for (Object planted : new Object[] {
            new Object[] {new HashMap<>(Map.of("a", 1))},
            new Object[] {new ArrayList<>(List.of(1))},
            new Object[] {new File("/etc/passwd")},
            new Planted(),
            new Object[] {new Object[] {new Planted()}},
            "no array"
        }) {
            assertThatThrownBy(() -> SerializedKeys.check(Map.of("incremental_snapshot_primary_key", hex(planted))))
                    .as(planted.getClass().getName())
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("incremental_snapshot_primary_key");
        }
    }

    @Test
    void whatIsNoObjectIsRefused() throws IOException {
        String cut = hex(new Object[] {"a key that is long enough"});
        for (String wrong : new String[] {"", "zz", "aced", "aced0005", cut.substring(0, cut.length() - 6)}) {
            assertThatThrownBy(() -> SerializedKeys.check(Map.of("incremental_snapshot_maximum_key", wrong)))
                    .as(wrong)
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("offsets reset");
        }
    }

    private static String hex(@Nullable Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static final class Planted implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        private Object readResolve() {
            throw new AssertionError("was made");
        }
    }
}
