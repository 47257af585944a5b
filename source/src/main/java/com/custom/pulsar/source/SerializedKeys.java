package com.custom.pulsar.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Debezium keeps how far a snapshot of a single table is as serialized Java objects, and reads them back from the offset without
 * looking. Who may write the offset topic could have the source make any object of any class that it has. So they are read
 * here first, with a filter that knows what a key's column can be, and what does not pass never reaches Debezium.
 */
/** Checks the keys that an offset holds of an incremental snapshot. */
final class SerializedKeys {

    private static final List<String> FIELDS =
            List.of("incremental_snapshot_primary_key", "incremental_snapshot_maximum_key");
    private static final ObjectInputFilter COLUMN_VALUES = ObjectInputFilter.Config.createFilter(String.join(
            ";",
            "maxdepth=8",
            "maxarray=1048576",
            "maxrefs=10000",
            "java.lang.Object",
            "java.lang.Number",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Boolean",
            "java.lang.Character",
            "java.lang.String",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.time.*",
            "java.util.Date",
            "java.util.UUID",
            "java.sql.Date",
            "java.sql.Time",
            "java.sql.Timestamp",
            "io.debezium.data.SpecialValueDecimal",
            "org.postgresql.util.PGobject",
            "!*"));

    private SerializedKeys() {}

    /** @throws CaptureException if one is anything but the values of a key's columns */
    static void check(Map<String, ?> offset) throws CaptureException {
        for (String field : FIELDS) {
            Object hex = offset.get(field);
            if (hex != null) {
                check(field, hex.toString());
            }
        }
    }

    private static void check(String field, String hex) throws CaptureException {
        try (ObjectInputStream objects =
                new ObjectInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex)))) {
            objects.setObjectInputFilter(COLUMN_VALUES);
            // Before the first chunk it is a serialized null.
            Object key = objects.readObject();
            if (key == null || key instanceof Object[]) {
                return;
            }
            throw refused(field, null);
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw refused(field, e);
        }
    }

    private static CaptureException refused(String field, @Nullable Exception cause) {
        String text =
                "The stored offset holds in " + field + " what is no key of a table. Somebody else than this source"
                        + " has written it: see who may write the offset topic, and put back an offset that was exported"
                        + " (pulsar-cdc offsets import), or begin again with a snapshot (pulsar-cdc offsets reset)";
        return cause == null ? new CaptureException(text) : new CaptureException(text, cause);
    }
}
