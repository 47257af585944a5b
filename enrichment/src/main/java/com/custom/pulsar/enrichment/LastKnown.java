package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.EnvelopeField;
import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.EventProperty;
import com.custom.pulsar.envelope.JsonView;
import com.custom.pulsar.envelope.UnchangedMark;
import com.custom.pulsar.rules.RowColumns;
import com.custom.pulsar.rules.RuleSettings;
import com.custom.pulsar.rules.Unchanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/*
 * PostgreSQL leaves a value out where an update left it as it was. So the value is that of the last event before which had it, if each change
 * between the two was seen here. Where one may not have been, what was known is forgotten: of a row whose event was too large for the raw topic,
 * which the next event of the topic tells; of a table that was truncated, that lost or changed a column (one may have got the name of
 * another), that was not remembered for a while, or of which a new stream begins, as the source tells with the first event of each start. An
 * insert with a mark is the second half of an update that changed the key; what was known under the new key is of another row.
 *
 * The memory is a topic: under the raw topic, a line break and the key of the row the long values of its columns, and under the raw topic alone
 * the schema of the table. What an event changes in it is one more output of the event, stored before the event is acknowledged. So each
 * session begins with what the topic holds: the memory as of the last event that was acknowledged, or a later one that comes again. It is read
 * with the first event, since as long as none comes another instance, in whose place this one is, may still have them.
 *
 * What the memory has no room for is forgotten in the topic too. So it is read in a short time, whatever the tables hold, and no old value
 * is left there that nobody here would know to forget.
 */
/** The long values of rows that were seen last, for the events that are sent without them. Used by the loop. */
final class LastKnown {
    static final long MOST_BYTES = 64L << 20;

    private static final int MOST_BYTES_OF_ROW = 4 << 20;
    private static final byte[] NO_SCHEMA = {'{', '}'};
    private static final char LINE_BREAK = '\n';

    private final Broker broker;
    private final String topic;
    private final RuleSettings rules;
    private final Counters counters;
    private final EnvelopeScanner scanner = new EnvelopeScanner();
    private final EnvelopeScanner keyScanner = new EnvelopeScanner();
    private final Map<String, Table> tables = new HashMap<>();
    private final Map<String, Boolean> isRecalled = new HashMap<>();
    /** What the topic has and there was no room for. */
    private final Set<String> overflow = new LinkedHashSet<>();

    private boolean isLoaded;
    /** By raw topic, line break and key, each byte a character. */
    private final KnownRows rows;

    /**
     * @param topic the full name of the memory's topic
     * @param mostBytes how much memory rows may take, about
     */
    LastKnown(Broker broker, String topic, RuleSettings rules, Counters counters, long mostBytes) {
        this.broker = broker;
        this.topic = topic;
        this.rules = rules;
        this.counters = counters;
        this.rows = new KnownRows(mostBytes);
    }

    /** A table that is remembered, or was. */
    private static final class Table {
        private byte[] schema = NO_SCHEMA;
        private @Nullable String lineage;
        private byte @Nullable [] lastSeen;
    }

    /** The full name of the memory's topic. */
    String topic() {
        return topic;
    }

    /** Forgets what may not be stored: the next event has the topic read. */
    void beginSession() {
        isLoaded = false;
    }

    /** Whether it has nothing to do with any event. */
    private boolean isIdle() {
        return tables.isEmpty() && !rules.recalls();
    }

    private void load() throws PulsarClientException {
        tables.clear();
        rows.clear();
        overflow.clear();
        try {
            broker.readLastKnown(topic, this::add);
        } catch (PulsarClientException.AuthorizationException | PulsarClientException.FeatureNotSupportedException e) {
            // Who may not read it has not written it.
            if (rules.recalls()) {
                throw e;
            }
        }
        isLoaded = true;
    }

    private void add(Remembered message) {
        String key = new String(message.key(), ISO_8859_1);
        int end = key.indexOf(LINE_BREAK);
        String table = new String((end < 0 ? key : key.substring(0, end)).getBytes(ISO_8859_1), UTF_8);
        byte[] value = message.value();
        if (end < 0 && value == null) {
            tables.remove(table);
            return;
        }
        Table known = tables.computeIfAbsent(table, name -> new Table());
        if (end < 0) {
            known.schema = value == null ? NO_SCHEMA : value;
            known.lineage = message.lineage();
        } else if (value == null || message.position() == null) {
            rows.remove(key);
            overflow.remove(key);
        } else {
            rows.add(key, new KnownRow.Version(message.position(), message.lsn(), LongValues.parse(value)));
            overflow.remove(key);
            // At once: a topic that is not compacted holds many times what there is room for.
            overflow.addAll(rows.makeRoom());
        }
    }

    /**
     * Puts what is known into the next event.
     *
     * @param rawTopic without its partition
     * @throws PulsarClientException if what is known cannot be read now
     */
    Recalled recall(RawEvent event, String rawTopic, TableSchema schema) throws PulsarClientException {
        if (!isLoaded) {
            load();
        }
        if (isIdle()) {
            return Recalled.nothing(event);
        }
        boolean isRemembered =
                isRecalled.computeIfAbsent(rawTopic, name -> rules.unchanged(name) == Unchanged.LAST_KNOWN);
        if (!isRemembered && !tables.containsKey(event.rawTopic()) && overflow.isEmpty()) {
            return Recalled.nothing(event);
        }
        List<Outgoing> toRemember = new ArrayList<>();
        overflow.forEach(key -> toRemember.add(message(key, null, event)));
        overflow.clear();
        if (!isRemembered) {
            forgetTable(event, toRemember);
            return Recalled.nothing(event, toRemember);
        }
        boolean isReplayed = event.letter() != null;
        if (!isReplayed) {
            notice(event, schema, toRemember);
        }
        byte[] value = event.value();
        boolean isEvent = value != null && scanner.scan(value);
        if (!isReplayed && (value == null || (isEvent && scanner.operation() == 'd'))) {
            forget(event, toRemember);
        } else if (!isReplayed && isEvent && scanner.operation() == 't') {
            forgetRows(event, toRemember);
        }
        @Nullable JsonView row = isEvent ? scanner.view(EnvelopeField.AFTER) : null;
        return value == null || row == null || row.kind() != JsonView.Kind.OBJECT
                ? Recalled.nothing(event, toRemember)
                : recall(event, value, row, toRemember);
    }

    private Recalled recall(RawEvent event, byte[] whole, JsonView after, List<Outgoing> toRemember) {
        @Nullable String key = key(event);
        @Nullable RawPosition position = RawPosition.parse(event.rawId());
        KnownRow.@Nullable Version known = key == null || position == null ? null : rows.at(key, position);
        LongValues usable = known == null ? LongValues.NONE : usable(known, event);
        Map<JsonView, byte[]> found = new LinkedHashMap<>();
        List<String> notKnown = new ArrayList<>();
        LongValues.Collector now = new LongValues.Collector();
        after.forEachMember((column, value) -> {
            if (!UnchangedMark.is(value)) {
                now.take(column, value);
                return;
            }
            byte[] last = usable.of(column);
            if (last == null) {
                notKnown.add(column);
            } else {
                found.put(value, last);
                now.take(column, last);
            }
        });
        counters.recalled(found.size(), notKnown.size());
        if (key != null && position != null && event.letter() == null) {
            remember(key, position, known, now.values(), event, toRemember);
        }
        byte[] value = found.isEmpty() ? whole : after.rewritten(found);
        return Recalled.of(event, value, notKnown, toRemember);
    }

    // A change that the source sends once more, behind later ones of its row, is as old as it was.
    private LongValues usable(KnownRow.Version known, RawEvent event) {
        return scanner.operation() == 'u' && known.lsn() <= lsn(event.properties()) ? known.values() : LongValues.NONE;
    }

    /** Of the change; -1 if the event does not tell. */
    static long lsn(Map<String, String> properties) {
        try {
            return Long.parseLong(properties.getOrDefault(EventProperty.LSN, "-1"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void remember(
            String key,
            RawPosition position,
            KnownRow.@Nullable Version known,
            LongValues now,
            RawEvent event,
            List<Outgoing> toRemember) {
        boolean isKnown = known == null
                ? now.isEmpty() && !rows.contains(key)
                : now.equals(known.values()) && rows.isStored(key, known);
        if (isKnown) {
            return;
        }
        if (now.isEmpty() || now.weight() > MOST_BYTES_OF_ROW) {
            forget(event, toRemember);
            return;
        }
        rows.put(key, new KnownRow.Version(position, lsn(event.properties()), now));
        toRemember.add(message(key, now.toJson(), event));
        rows.makeRoom().forEach(forgotten -> toRemember.add(message(forgotten, null, event)));
    }

    /** Forgets what the event tells to be out of date. */
    private void notice(RawEvent event, TableSchema schema, List<Outgoing> toRemember) {
        Table table = tables.computeIfAbsent(event.topic(), name -> new Table());
        String lineage = event.properties().getOrDefault(EventProperty.LINEAGE, table.lineage);
        byte[] columns = schema.raw() == null ? table.schema : schema.raw();
        if (columns != table.lastSeen || !Objects.equals(lineage, table.lineage)) {
            RowColumns now = RowColumns.of(columns);
            RowColumns earlier = RowColumns.of(table.schema);
            if (!Objects.equals(lineage, table.lineage) || !now.keepAllOf(earlier)) {
                forgetRows(event, toRemember);
            }
            if (!Objects.equals(lineage, table.lineage)
                    || now.differenceFrom(earlier).isPresent()) {
                table.lineage = lineage;
                table.schema = columns;
                toRemember.add(message(event, columns, lineage));
            }
            table.lastSeen = columns;
        }
        @Nullable String missing = event.properties().get(EventProperty.MISSING_BEFORE);
        if (missing != null) {
            forgetMissing(missing, event, toRemember);
        }
    }

    private void forgetMissing(String keys, RawEvent event, List<Outgoing> toRemember) {
        @Nullable JsonView list = keyScanner.read(keys.getBytes(UTF_8));
        if (list == null || list.kind() != JsonView.Kind.ARRAY) {
            forgetRows(event, toRemember);
            return;
        }
        list.forEachElement(key -> forget(key(event, key.toBytes()), event, toRemember));
    }

    private void forget(RawEvent event, List<Outgoing> toRemember) {
        @Nullable String key = key(event);
        if (key != null && event.letter() == null) {
            forget(key, event, toRemember);
        }
    }

    private void forget(String key, RawEvent event, List<Outgoing> toRemember) {
        if (rows.remove(key)) {
            toRemember.add(message(key, null, event));
        }
    }

    private void forgetTable(RawEvent event, List<Outgoing> toRemember) {
        if (tables.remove(event.rawTopic()) != null) {
            forgetRows(event, toRemember);
            toRemember.add(message(event, null, null));
        }
    }

    private void forgetRows(RawEvent event, List<Outgoing> toRemember) {
        rows.keys(tableKey(event) + LINE_BREAK).forEach(key -> forget(key, event, toRemember));
    }

    private static String tableKey(RawEvent event) {
        return new String(event.rawTopic().getBytes(UTF_8), ISO_8859_1);
    }

    /** Null where nothing can be known of the row. */
    private static @Nullable String key(RawEvent event) {
        byte[] key = event.key();
        // What one partition tells of rows that are missing may be of another one.
        boolean isOfPartition = !event.rawTopic().equals(RawTopics.withoutPartition(event.rawTopic()));
        return key == null || isOfPartition ? null : key(event, key);
    }

    private static String key(RawEvent event, byte[] key) {
        return tableKey(event) + LINE_BREAK + new String(key, ISO_8859_1);
    }

    private static Outgoing message(String key, byte @Nullable [] value, RawEvent event) {
        return message(key, value, EventProperty.LSN, event.properties().get(EventProperty.LSN), event);
    }

    /** Of the table as a whole. */
    private static Outgoing message(RawEvent event, byte @Nullable [] schema, @Nullable String lineage) {
        return message(tableKey(event), schema, EventProperty.LINEAGE, lineage, event);
    }

    private static Outgoing message(
            String key, byte @Nullable [] value, String property, @Nullable String text, RawEvent event) {
        Map<String, String> properties = text == null ? Map.of() : Map.of(property, text);
        return new Outgoing(key.getBytes(ISO_8859_1), value, properties, null, event);
    }
}
