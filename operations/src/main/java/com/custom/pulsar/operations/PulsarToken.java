package com.custom.pulsar.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a token says of itself, where it is a JSON Web Token; the broker alone knows whether it is true.
 *
 * @param role its {@code sub}, which brokers take for the role unless they are told otherwise; empty if it is none that can be
 *     written into a command
 * @param expiry its {@code exp}
 */
record PulsarToken(Optional<String> role, Optional<Instant> expiry) {
    /** In place of a role that is not known. */
    static final String UNKNOWN = "ROLE";

    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@:/-]{0,200}");

    /** Empty claims if it is no such token. */
    static PulsarToken read(String token) {
        String[] parts = token.split("\\.", -1);
        Optional<JsonNode> claims = parts.length == 3 ? claims(parts[1]) : Optional.empty();
        return new PulsarToken(
                claims.map(json -> json.path("sub").asText())
                        .filter(role -> ROLE.matcher(role).matches()),
                claims.map(json -> json.path("exp"))
                        .filter(JsonNode::canConvertToLong)
                        .map(seconds -> Instant.ofEpochSecond(seconds.longValue())));
    }

    private static Optional<JsonNode> claims(String part) {
        try {
            return Json.object(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How to name its role in a sentence. */
    String who() {
        return role.map(name -> "the role " + name).orElse("the role of pulsar.auth.token");
    }

    /** The role in a command. */
    String argument() {
        return role.orElse(UNKNOWN);
    }

    boolean isExpired(Instant now) {
        return expiry.map(end -> !now.isBefore(end)).orElse(false);
    }
}
