package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.EnvelopeScanner;

/** One event, for what the fuzzer makes up. */
final class ScannedEvent {
    private static final byte[] EVENT = """
            {"op":"u","before":{"id":7,"a":"x@y","b":[1,null],"c":null},"after":{"id":7,"a":"x@z","b":[],"c":1.5},
             "source":{"table":"t","lsn":12345678901234567890},"ts_ms":1732233600123}""".getBytes(UTF_8);

    private ScannedEvent() {}

    static EnvelopeScanner scanned() {
        EnvelopeScanner scanner = new EnvelopeScanner();
        assertThat(scanner.scan(EVENT)).isTrue();
        return scanner;
    }
}
