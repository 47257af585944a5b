package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonView;
import org.jspecify.annotations.Nullable;

/** The variable {@code key} of one message, read when it is first asked for. */
final class MessageKey {
    private final byte @Nullable [] bytes;
    private final EnvelopeScanner scanner;
    private @Nullable RowImage image;

    MessageKey(byte @Nullable [] bytes, EnvelopeScanner scanner) {
        this.bytes = bytes;
        this.scanner = scanner;
    }

    RowImage image() {
        if (image == null) {
            image = bytes == null ? new RowImage(null) : read(bytes);
        }
        return image;
    }

    private RowImage read(byte[] json) {
        JsonView key = scanner.read(json);
        if (key == null || key.kind() != JsonView.Kind.OBJECT) {
            throw new RuleFailureException("the event's key is no JSON object");
        }
        JsonView payload = key.member("schema") == null ? null : key.member("payload");
        return new RowImage(payload != null && payload.kind() == JsonView.Kind.OBJECT ? payload : key);
    }
}
