package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.EnvelopeField;
import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables of one event, each made when a rule first asks for it. Valid as long as what the scanner found. Not thread-safe. */
final class EventVariables implements RuleVariables {
    private final EnvelopeScanner event;
    private final MessageKey key;
    private final String topic;
    private @Nullable RowImage before;
    private @Nullable RowImage after;
    private @Nullable RowImage source;

    EventVariables(EnvelopeScanner event, byte @Nullable [] key, EnvelopeScanner keyScanner, String topic) {
        this.event = event;
        this.key = new MessageKey(key, keyScanner);
        this.topic = topic;
    }

    @Override
    public Optional<Object> find(String name) {
        return switch (name) {
            case "op" -> Optional.of(Character.toString(event.operation()));
            case "before" -> Optional.of(before());
            case "after" -> Optional.of(after());
            case "source" -> Optional.of(source());
            case "key" -> Optional.of(key.image());
            case "topic" -> Optional.of(topic);
            case "ts_ms" -> Optional.of(time());
            default -> Optional.empty();
        };
    }

    private RowImage before() {
        if (before == null) {
            before = image(EnvelopeField.BEFORE);
        }
        return before;
    }

    private RowImage after() {
        if (after == null) {
            after = image(EnvelopeField.AFTER);
        }
        return after;
    }

    private RowImage source() {
        if (source == null) {
            source = image(EnvelopeField.SOURCE);
        }
        return source;
    }

    private RowImage image(EnvelopeField field) {
        JsonView json = event.view(field);
        return new RowImage(json == null || json.kind() != JsonView.Kind.OBJECT ? null : json);
    }

    private Object time() {
        JsonView json = event.view(EnvelopeField.TS_MS);
        if (json == null || json.kind() == JsonView.Kind.NULL) {
            throw new AbsentValueException();
        }
        Object time = JsonValues.of(json);
        if (!(time instanceof Long)) {
            throw new RuleFailureException("ts_ms of the event is no whole number");
        }
        return time;
    }
}
