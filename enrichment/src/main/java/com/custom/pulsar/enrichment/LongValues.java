package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonText;
import com.custom.pulsar.envelope.JsonView;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * PostgreSQL leaves out values that it keeps beside the row, and it keeps them there only in rows of more than two thousand bytes, the
 * longest first. So short ones are left out in rows of very many columns at most, and are not worth a message for each change of a status.
 */
/** The long values of one row, each as JSON by the name of its column. Immutable. */
final class LongValues {
    static final LongValues NONE = new LongValues(Map.of());

    /** In bytes of JSON. */
    private static final int SHORTEST = 64;

    private final Map<String, byte[]> byColumn;

    private LongValues(Map<String, byte[]> byColumn) {
        this.byColumn = byColumn;
    }

    /** Collects the values of a row. Not thread-safe. */
    static final class Collector {
        private final Map<String, byte[]> byColumn = new LinkedHashMap<>();

        /** Takes a value that is long enough. */
        void take(String column, JsonView value) {
            boolean mayBeLeftOut = switch (value.kind()) {
                case STRING, OBJECT, ARRAY -> true;
                default -> false;
            };
            if (mayBeLeftOut && value.length() >= SHORTEST) {
                byColumn.put(column, value.toBytes());
            }
        }

        /** Takes a value that was known. */
        void take(String column, byte[] value) {
            byColumn.put(column, value);
        }

        LongValues values() {
            return byColumn.isEmpty() ? NONE : new LongValues(byColumn);
        }
    }

    /** Reads what {@link #toJson} wrote; of what is none, no values. */
    static LongValues parse(byte[] json) {
        @Nullable JsonView object = new EnvelopeScanner().read(json);
        if (object == null || object.kind() != JsonView.Kind.OBJECT) {
            return NONE;
        }
        Map<String, byte[]> byColumn = new LinkedHashMap<>();
        object.forEachMember((column, value) -> byColumn.put(column, value.toBytes()));
        return new LongValues(byColumn);
    }

    /** One object. */
    byte[] toJson() {
        ByteArrayOutputStream json = new ByteArrayOutputStream(weight());
        json.write('{');
        String separator = "";
        for (Map.Entry<String, byte[]> column : byColumn.entrySet()) {
            StringBuilder name = new StringBuilder(separator);
            JsonText.appendString(name, column.getKey());
            json.writeBytes(name.append(':').toString().getBytes(UTF_8));
            json.writeBytes(column.getValue());
            separator = ",";
        }
        json.write('}');
        return json.toByteArray();
    }

    byte @Nullable [] of(String column) {
        return byColumn.get(column);
    }

    boolean isEmpty() {
        return byColumn.isEmpty();
    }

    /** The memory that it takes, in bytes, about. */
    int weight() {
        return byColumn.entrySet().stream()
                .mapToInt(column -> column.getKey().length() + column.getValue().length + 100)
                .sum();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LongValues values
                && byColumn.keySet().equals(values.byColumn.keySet())
                && byColumn.entrySet().stream()
                        .allMatch(column -> Arrays.equals(column.getValue(), values.byColumn.get(column.getKey())));
    }

    @Override
    public int hashCode() {
        return byColumn.keySet().hashCode();
    }

    /** Says how many there are, never what they are. */
    @Override
    public String toString() {
        return byColumn.size() + " values";
    }
}
