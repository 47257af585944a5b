package com.custom.pulsar.securitycustomizer;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a function's metadata say of its token: the last part of the name of the Secret that holds it.
 *
 * @param id lower-case letters and digits of ASCII
 */
public record StoredToken(String id) {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final Pattern ID = Pattern.compile("[a-z0-9]{1,40}");
    /** Long enough for chance never to hit another function's Secret, which would be overwritten. */
    private static final int LENGTH = 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    public StoredToken {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not the last part of a Secret's name");
        }
    }

    /** One that no Secret has yet. */
    public static StoredToken random() {
        return new StoredToken(RANDOM.ints(LENGTH, 0, LETTERS.length())
                .mapToObj(index -> LETTERS.substring(index, index + 1))
                .collect(Collectors.joining()));
    }

    /**
     * Reads a function's authentication data; empty if they are not of this kind. Those of Pulsar's clear-text provider are the
     * token itself, and must not become part of a name.
     */
    public static Optional<StoredToken> of(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        return ID.matcher(text).matches() ? Optional.of(new StoredToken(text)) : Optional.empty();
    }

    public byte[] data() {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
