package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Makes events, JSON that is none, and damaged bytes, all from one seed. */
final class RandomEvents {
    private static final String[] OPERATIONS = {"c", "u", "d", "r", "t", "m"};
    private static final String[] NAMES = {
        "op",
        "before",
        "after",
        "source",
        "ts_ms",
        "metadata",
        "schema",
        "payload",
        "id",
        "name",
        "o\\u0070",
        "ключ",
        ""
    };
    private static final String[] SPACES = {"", "", "", " ", "\n\t", "\r\n  "};
    private static final String[] NUMBERS = {
        "0", "-0", "7", "-12", "1.5", "0.001", "1e9", "2E-3", "9.99e+20", "123456789012345678901234567890"
    };
    private static final String[] TEXTS = {
        "plain text that is longer than a word of eight bytes",
        "",
        "a",
        "ünïcödé",
        "日本語",
        "😀",
        "\\u0041",
        "\\ud83d\\ude00",
        "\\ud800",
        "a\\\\b\\\"c\\/d\\b\\f\\n\\r\\t",
        "{\\\"op\\\":\\\"c\\\"}",
        "1234567",
        "12345678",
        "é1234567"
    };
    /** Bytes that break JSON or UTF-8 where they fall. */
    private static final int[] DAMAGE = {
        '"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', '.', 'e', 'u', 0, 0x1F, 0x20, 0x7F, 0x80, 0xBF, 0xC0, 0xC1,
        0xC2, 0xE0, 0xED, 0xA0, 0xEF, 0xF0, 0xF4, 0x90, 0xF5, 0xFF
    };

    private final RandomGenerator random;

    RandomEvents(RandomGenerator random) {
        this.random = random;
    }

    /** A Debezium envelope, plain or wrapped, with or without metadata. */
    byte[] envelope() {
        String op = pick(OPERATIONS);
        boolean writes = "cru".contains(op);
        StringBuilder json = new StringBuilder(space()).append('{');
        member(json, "before", op.equals("d") || random.nextInt(3) == 0 ? object(2) : "null")
                .append(',');
        member(json, "after", writes ? object(2) : "null").append(',');
        member(json, "source", "{\"schema\":\"public\",\"table\":\"t\",\"lsn\":" + random.nextLong() + "}")
                .append(',');
        if (random.nextInt(4) == 0) {
            member(json, "metadata", value(2)).append(',');
        }
        if (random.nextBoolean()) {
            member(json, "extra", value(3)).append(',');
        }
        member(json, random.nextInt(8) == 0 ? "\\u006fp" : "op", '"' + op + '"');
        if (random.nextBoolean()) {
            member(json.append(','), "ts_ms", "1732233600000");
        }
        json.append('}').append(space());
        return (random.nextInt(3) == 0 ? wrapped(json.toString()) : json.toString()).getBytes(UTF_8);
    }

    /** Any JSON text; its names are often those of an envelope. */
    byte[] json() {
        return (space() + value(5) + space()).getBytes(UTF_8);
    }

    /** The bytes with a few of them changed, put in, taken out or cut off. */
    byte[] damaged(byte[] bytes) {
        byte[] damaged = bytes;
        for (int i = random.nextInt(1, 4); i > 0 && damaged.length > 0; i--) {
            int at = random.nextInt(damaged.length);
            byte bad = (byte) (random.nextBoolean() ? DAMAGE[random.nextInt(DAMAGE.length)] : random.nextInt(256));
            switch (random.nextInt(4)) {
                case 0 -> {
                    damaged = damaged.clone();
                    damaged[at] = bad;
                }
                case 1 -> damaged = join(Arrays.copyOf(damaged, at), new byte[] {bad}, tail(damaged, at));
                case 2 -> damaged = join(Arrays.copyOf(damaged, at), new byte[0], tail(damaged, at + 1));
                default -> damaged = random.nextBoolean() ? Arrays.copyOf(damaged, at) : tail(damaged, at);
            }
        }
        return damaged;
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] join(byte[] a, byte[] b, byte[] c) {
        byte[] all = Arrays.copyOf(a, a.length + b.length + c.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        System.arraycopy(c, 0, all, a.length + b.length, c.length);
        return all;
    }

    private String wrapped(String envelope) {
        StringBuilder json = new StringBuilder("{");
        boolean payloadFirst = random.nextInt(4) == 0;
        if (payloadFirst) {
            member(json, "payload", envelope).append(',');
        }
        member(json, "schema", random.nextInt(5) == 0 ? "null" : object(3));
        if (!payloadFirst) {
            member(json.append(','), "payload", envelope);
        }
        return json.append('}').toString();
    }

    private StringBuilder member(StringBuilder json, String name, String value) {
        return json.append(space())
                .append('"')
                .append(name)
                .append('"')
                .append(space())
                .append(':')
                .append(space())
                .append(value)
                .append(space());
    }

    private String object(int depth) {
        StringBuilder json = new StringBuilder("{").append(space());
        for (int i = 0, members = random.nextInt(4); i < members; i++) {
            member(json.append(i == 0 ? "" : ","), random.nextBoolean() ? pick(NAMES) : "column" + i, value(depth - 1));
        }
        return json.append('}').toString();
    }

    private String array(int depth) {
        StringBuilder json = new StringBuilder("[").append(space());
        for (int i = 0, elements = random.nextInt(4); i < elements; i++) {
            json.append(i == 0 ? "" : ",")
                    .append(space())
                    .append(value(depth - 1))
                    .append(space());
        }
        return json.append(']').toString();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> pick(NUMBERS);
            case 1 -> "true";
            case 2 -> "false";
            case 3 -> "null";
            case 4 -> '"' + pick(TEXTS) + '"';
            case 5 -> array(depth);
            default -> object(depth);
        };
    }

    private String space() {
        return pick(SPACES);
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
