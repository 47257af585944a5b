package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tombstone, which has no value: that it follows a delete, its key, and of {@code source} the schema and the table, as
 * the raw topic's name has them. A rule that asks for anything else has no result.
 */
final class TombstoneVariables implements RuleVariables {
    private final MessageKey key;
    private final String topic;

    TombstoneVariables(byte @Nullable [] key, EnvelopeScanner keyScanner, String topic) {
        this.key = new MessageKey(key, keyScanner);
        this.topic = topic;
    }

    @Override
    public Optional<Object> find(String name) {
        return switch (name) {
            case "op" -> Optional.of("d");
            case "after" -> Optional.of(new RowImage(null));
            case "source" -> Optional.of(source());
            case "key" -> Optional.of(key.image());
            case "topic" -> Optional.of(topic);
            case "before", "ts_ms" -> throw new AbsentValueException();
            default -> Optional.empty();
        };
    }

    private RowImage source() {
        String[] names = topic.substring(topic.lastIndexOf('/') + 1).split("\\.", 3);
        if (names.length < 3) {
            throw new AbsentValueException();
        }
        StringBuilder json = new StringBuilder("{\"schema\":");
        JsonText.appendString(json, names[1]);
        json.append(",\"table\":");
        JsonText.appendString(json, names[2]);
        return new RowImage(
                new EnvelopeScanner().read(json.append('}').toString().getBytes(UTF_8)));
    }
}
