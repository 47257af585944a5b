package com.custom.pulsar.podsecurity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value that a level does not allow.
 *
 * @param control the control's identifier in Kubernetes, such as {@code capabilities_restricted}, or {@link #MALFORMED}
 * @param path where in the object, such as {@code spec.template.spec.containers[0].securityContext.privileged}; empty for the
 *     object itself
 * @param found what is there: a String, Boolean, Long or list of Strings, or a short text for anything else; null where a
 *     value is missing
 * @param allowed what would be right, for people to read
 */
public record PodSecurityViolation(
        String control, String path, @Nullable Object found, String allowed) {

    /** The control of values that the API server would refuse to decode, whatever the level. */
    public static final String MALFORMED = "malformed";

    public PodSecurityViolation {
        if (found instanceof List<?> list) {
            found = Collections.unmodifiableList(new ArrayList<>(list));
        }
    }

    /** One line such as {@code privileged: spec.containers[0].securityContext.privileged is true, allowed: false or unset}. */
    @Override
    public String toString() {
        return control + ": " + (path.isEmpty() ? "the object" : path) + " is " + shown() + ", allowed: " + allowed;
    }

    private String shown() {
        if (found == null) {
            return "not set";
        }
        return found instanceof String ? "\"" + found + "\"" : found.toString();
    }
}
