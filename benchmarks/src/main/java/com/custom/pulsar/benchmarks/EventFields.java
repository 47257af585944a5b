package com.custom.pulsar.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * The two fields of a change event that the measuring needs, read from the bytes: parsing the JSON would cost more than most
 * contenders spend on making it.
 */
final class EventFields {
    private static final byte[] ID = "\"after\":{\"id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SENT = ",\"sent_us\":".getBytes(StandardCharsets.US_ASCII);

    private final long id;
    private final long sentMicros;

    private EventFields(long id, long sentMicros) {
        this.id = id;
        this.sentMicros = sentMicros;
    }

    /** Of an event of one of the {@linkplain RowShape shapes}.
     *
     * @throws BenchmarkException if it is none
     */
    static EventFields of(byte[] event) {
        int at = indexOf(event, ID);
        int end = at < 0 ? -1 : endOfNumber(event, at + ID.length);
        if (end < 0 || !matches(event, end, SENT)) {
            throw new BenchmarkException(
                    "An event of " + event.length + " bytes has no \"after\" that begins with id and sent_us");
        }
        int sent = end + SENT.length;
        return new EventFields(number(event, at + ID.length, end), number(event, sent, endOfNumber(event, sent)));
    }

    long id() {
        return id;
    }

    long sentMicros() {
        return sentMicros;
    }

    private static int indexOf(byte[] event, byte[] pattern) {
        for (int i = 0; i <= event.length - pattern.length; i++) {
            if (matches(event, i, pattern)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] event, int at, byte[] pattern) {
        if (at + pattern.length > event.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (event[at + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }

    private static int endOfNumber(byte[] event, int begin) {
        int end = begin;
        while (end < event.length && (event[end] == '-' || (event[end] >= '0' && event[end] <= '9'))) {
            end++;
        }
        return end;
    }

    private static long number(byte[] event, int begin, int end) {
        long value = 0;
        boolean negative = begin < end && event[begin] == '-';
        for (int i = negative ? begin + 1 : begin; i < end; i++) {
            value = value * 10 + (event[i] - '0');
        }
        return negative ? -value : value;
    }
}
