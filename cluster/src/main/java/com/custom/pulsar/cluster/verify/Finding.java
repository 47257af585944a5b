package com.custom.pulsar.cluster.verify;

import com.custom.pulsar.podsecurity.PodSecurityViolation;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value that is not as it should be. Never holds a secret.
 *
 * @param control Kubernetes' name of the Pod Security control, or {@link Control#id()}
 * @param path where in the object; empty for the object itself
 * @param found what is there: a String, Boolean, Long or list of Strings; null where a value is missing
 * @param fix what would be right, or what mends it
 */
public record Finding(String control, String path, @Nullable Object found, String fix) {
    private static final Pattern MAY_HOLD_SECRETS =
            Pattern.compile(".*(\\.env\\[[0-9]+\\]\\.value|\\.(command|args))(\\[[0-9]+\\])?(\\..*)?", Pattern.DOTALL);
    static final String HIDDEN = "(a value that is not shown)";

    static Finding of(Control control, String path, @Nullable Object found) {
        return new Finding(control.id(), path, found, control.fix());
    }

    static Finding of(PodSecurityViolation violation) {
        boolean shown = violation.found() == null
                || !MAY_HOLD_SECRETS.matcher(violation.path()).matches();
        return new Finding(
                violation.control(),
                violation.path(),
                shown ? violation.found() : HIDDEN,
                "allowed: " + violation.allowed());
    }

    /** What is there, for people. */
    public String shown() {
        return found == null ? "not set" : found instanceof String ? "\"" + found + "\"" : found.toString();
    }

    /** In one sentence. */
    public String text() {
        return control + ": " + (path.isEmpty() ? "the object" : path) + " is " + shown() + "; " + fix;
    }
}
