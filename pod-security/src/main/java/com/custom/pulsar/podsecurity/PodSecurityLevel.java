package com.custom.pulsar.podsecurity;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The levels of the Pod Security Standards, from the one that allows everything to the strictest. */
public enum PodSecurityLevel {
    /** Allows everything that the API server can decode. */
    PRIVILEGED,
    /** Forbids known ways out of a container. */
    BASELINE,
    /** Baseline, and the hardening that is current practice. */
    RESTRICTED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /**
     * The level that a namespace's label or a setting names, such as {@code restricted}; lower case, as in Kubernetes.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static PodSecurityLevel parse(String text) {
        return Arrays.stream(values())
                .filter(level -> level.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Pod Security level '" + text + "' is not one of "
                        + Arrays.stream(values())
                                .map(PodSecurityLevel::toString)
                                .collect(Collectors.joining(", "))));
    }

    /** The level as Kubernetes writes it, such as {@code restricted}. */
    @Override
    public String toString() {
        return text;
    }
}
