package com.custom.pulsar.cli;

import com.custom.pulsar.operations.EnrichedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Enriched events as they come from a topic. */
final class Events {
    static final String TOPIC = "persistent://public/default/dbserver1.public.customers-enriched";
    static final String KEY = "{\"id\":1}";
    /** Colour, bell, carriage return, line feed, NUL, C1's CSI, right-to-left override and isolate, as a row's text. */
    static final String HOSTILE =
            "\u001b[2J\u001b]0;title\u0007\r\nfake  line\u0000\u009b31m\u202egnp.exe\u2066\u2028\u200b";

    private static final String ROW = "{\"id\":1,\"name\":\"Ada\"}";

    private Events() {}

    static EnrichedEvent of(@Nullable String key, @Nullable String value) {
        return of(key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    static EnrichedEvent of(@Nullable String key, byte @Nullable [] value) {
        return new EnrichedEvent(TOPIC, key, value, 1_000, 1_042, "1:2:-1:-1", Map.of());
    }

    static EnrichedEvent insert() {
        return of(KEY, envelope("c", "null", ROW));
    }

    static EnrichedEvent deadLetter(String topic, Map<String, String> properties) {
        return new EnrichedEvent(topic, null, new byte[0], 0, 0, "1:2:-1:-1", properties);
    }

    static String envelope(String op, String before, String after) {
        return """
                {"before":%s,"after":%s,"source":{"schema":"public","table":"customers"},"op":"%s",\
                "metadata":{"enriched":true}}""".formatted(before, after, op);
    }
}
