package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * The slow, obvious reading of the same bytes: the JDK decides what is UTF-8 and Jackson, over the decoded text, what is
 * JSON. Jackson is asked twice, because each of its readers takes what is no JSON: over bytes it guesses UTF-16, takes a byte
 * order mark and passes some overlong forms; over text it looks only at the low eight bits of the characters
 * that should be an escape's four digits, so that U+0345 is the digit E.
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

    private JacksonOracle() {}

    /** The tree, or nothing if the bytes are not exactly one JSON text in UTF-8. */
    static Optional<JsonNode> read(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            JsonNode tree = MAPPER.readTree(text);
            MAPPER.readTree(bytes);
            return tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading bytes that are in memory", e);
        }
    }
}
