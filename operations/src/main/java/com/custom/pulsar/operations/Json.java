package com.custom.pulsar.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** JSON whose numbers keep every digit that they are written with. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** Empty if it is no JSON object. */
    static Optional<JsonNode> object(byte[] json) {
        try {
            return Optional.ofNullable(MAPPER.readTree(json)).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Empty if it is no JSON object. */
    static Optional<JsonNode> object(String json) {
        return object(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Empty if it is no JSON. */
    static Optional<JsonNode> value(String json) {
        try {
            return Optional.ofNullable(MAPPER.readTree(json)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always writable", e);
        }
    }

    /** Whether both are the same value, be a number written as such or as text. */
    static boolean same(JsonNode a, JsonNode b) {
        if (a.isNull() || b.isNull() || a.isContainerNode() || b.isContainerNode()) {
            return a.equals(b);
        }
        return scalar(a).equals(scalar(b));
    }

    private static String scalar(JsonNode node) {
        return node.isBigDecimal() ? node.decimalValue().toPlainString() : node.asText();
    }
}
