package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the scanner and the splicer against Jackson, for any bytes. Used by the seeded test and by the fuzzer. */
final class DifferentialCheck {
    private static final Set<DeadLetterReason> JSON_BUT_NO_ENVELOPE =
            EnumSet.of(DeadLetterReason.NOT_AN_ENVELOPE, DeadLetterReason.UNKNOWN_OPERATION);
    private static final MetadataSplicer SPLICER = new MetadataSplicer("cdc-enrichment", Map.of("team", "crm"));
    private static final long PROCESSED_AT = 1_732_233_600_123L;

    private final EnvelopeScanner scanner = new EnvelopeScanner();
    private final Span span = new Span();

    /** Compares, and tells whether the bytes are an envelope, so that a caller can see that its events reach both sides. */
    boolean check(byte[] bytes) {
        Optional<JsonNode> tree = JacksonOracle.read(bytes);
        byte[] padded = padded(bytes);
        boolean accepted = scanner.scan(padded, 3, bytes.length);
        boolean isJson =
                accepted || JSON_BUT_NO_ENVELOPE.contains(scanner.rejection().reason());

        assertThat(isJson).as("is JSON, as Jackson sees it").isEqualTo(tree.isPresent());
        if (accepted) {
            checkSplice(tree.orElseThrow());
        } else {
            assertThat(scanner.rejection().offset()).isBetween(0, bytes.length);
        }
        return accepted;
    }

    private void checkSplice(JsonNode event) {
        byte[] spliced = SPLICER.splice(scanner, PROCESSED_AT, span);

        ObjectNode expected = event.deepCopy();
        ObjectNode envelope = expected.has("op") ? expected : (ObjectNode) expected.get("payload");
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("processed_at", PROCESSED_AT);
        metadata.put("enriched", true);
        metadata.put("function_name", "cdc-enrichment");
        metadata.put("team", "crm");
        assertThat(envelope.get("op").textValue()).isEqualTo(String.valueOf(scanner.operation()));
        envelope.set("metadata", metadata);
        assertThat(JacksonOracle.read(spliced)).as(new String(spliced, UTF_8)).contains(expected);
    }

    /** The same bytes with others around them that would change every verdict if they were read. */
    private static byte[] padded(byte[] bytes) {
        byte[] padded = new byte[bytes.length + 6];
        padded[2] = '[';
        padded[bytes.length + 3] = '"';
        System.arraycopy(bytes, 0, padded, 3, bytes.length);
        return padded;
    }
}
