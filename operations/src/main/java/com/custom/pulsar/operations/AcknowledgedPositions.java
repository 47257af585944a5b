package com.custom.pulsar.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pulsar.common.policies.data.ManagedLedgerInternalStats.CursorStats;

/** What a subscription has acknowledged of one topic, as the broker tells it. */
final class AcknowledgedPositions {
    /** Nothing at all. */
    static final AcknowledgedPositions NONE = new AcknowledgedPositions(new Position(-1, -1), List.of());

    private static final Pattern RANGE = Pattern.compile("\\((-?\\d+):(-?\\d+)\\.\\.(-?\\d+):(-?\\d+)\\]");
    private static final Pattern POSITION = Pattern.compile("(-?\\d+):(-?\\d+)");

    private record Position(long ledger, long entry) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            return ledger == other.ledger ? Long.compare(entry, other.entry) : Long.compare(ledger, other.ledger);
        }
    }

    /** All behind {@code above}, up to and with {@code through}. */
    private record Range(Position above, Position through) {
        boolean contains(Position position) {
            return above.compareTo(position) < 0 && position.compareTo(through) <= 0;
        }
    }

    private final Position through;
    private final List<Range> single;

    private AcknowledgedPositions(Position through, List<Range> single) {
        this.through = through;
        this.single = single;
    }

    /** @throws OperationException if the broker writes positions in a way that is not known */
    static AcknowledgedPositions of(CursorStats cursor) {
        Matcher all = POSITION.matcher(cursor.markDeletePosition);
        if (!all.matches()) {
            throw new OperationException(
                    "the broker tells a position as \"" + cursor.markDeletePosition + "\", which is not LEDGER:ENTRY");
        }
        List<Range> single = new ArrayList<>();
        String ranges = cursor.individuallyDeletedMessages == null ? "" : cursor.individuallyDeletedMessages;
        Matcher range = RANGE.matcher(ranges);
        while (range.find()) {
            single.add(new Range(position(range, 1), position(range, 3)));
        }
        return new AcknowledgedPositions(position(all, 1), single);
    }

    private static Position position(Matcher matcher, int group) {
        return new Position(Long.parseLong(matcher.group(group)), Long.parseLong(matcher.group(group + 1)));
    }

    boolean contains(long ledger, long entry) {
        Position position = new Position(ledger, entry);
        return position.compareTo(through) <= 0 || single.stream().anyMatch(range -> range.contains(position));
    }
}
