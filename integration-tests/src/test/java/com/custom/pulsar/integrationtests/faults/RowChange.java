package com.custom.pulsar.integrationtests.faults;

/**
 * One event, as PostgreSQL's log or a topic tells it; two that are equal are the same event.
 *
 * @param lsn of the row's record in the log; 0 for a row of a snapshot
 * @param op Debezium's letter, or {@code t} for a tombstone
 * @param key the value of {@code id}; empty for a table without primary key
 * @param row the other columns' values; empty if there is no row after the change
 */
record RowChange(long lsn, String op, String key, String row) {
    private static final String VERSION = "version=";
    private static final String TOMBSTONE = "t";

    RowChange tombstone() {
        return new RowChange(lsn, TOMBSTONE, key, "");
    }

    /** Of a row whose delete is not there. */
    static RowChange tombstoneOf(String key) {
        return new RowChange(-1, TOMBSTONE, key, "of a row that was not deleted");
    }

    boolean isTombstone() {
        return op.equals(TOMBSTONE);
    }

    boolean isOfSnapshot() {
        return op.equals("r");
    }

    /** The key and the number that no other change has; empty where there is no row. */
    String image() {
        int from = row.indexOf(VERSION);
        int end = row.indexOf(' ', from);
        return from < 0 ? "" : key + " " + row.substring(from, end < 0 ? row.length() : end);
    }

    @Override
    public String toString() {
        return "%X/%X %s %s %s".formatted(lsn >>> 32, lsn & 0xFFFF_FFFFL, op, key, row);
    }
}
