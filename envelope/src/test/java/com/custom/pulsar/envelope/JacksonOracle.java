package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The slow, obvious reading of the same bytes: the JDK decides what is UTF-8 and Jackson, over the decoded text, what is
 * JSON. (Over bytes Jackson would guess UTF-16, take a byte order mark, pass some overlong forms and refuse a name with half
 * a surrogate pair. Over text it looks only at the low eight bits of what should be an escape's four digits, so that U+0345 is the digit E;
 * those are looked at here.)
 */
final class JacksonOracle {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(EnvelopeScanner.MAX_DEPTH)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern DIGITS = Pattern.compile("[0-9A-Fa-f]{4}");

    private JacksonOracle() {}

    /** The tree, or nothing if the bytes are not exactly one JSON text in UTF-8. */
    static Optional<JsonNode> read(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            JsonNode tree = MAPPER.readTree(text);
            return tree.isMissingNode() || !hasOnlyHexadecimalEscapes(text) ? Optional.empty() : Optional.of(tree);
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean hasOnlyHexadecimalEscapes(String json) {
        for (int at = json.indexOf('\\'); at >= 0; at = json.indexOf('\\', at + 2)) {
            if (json.charAt(at + 1) == 'u'
                    && !DIGITS.matcher(json.substring(at + 2, at + 6)).matches()) {
                return false;
            }
        }
        return true;
    }
}
