package com.custom.pulsar.operations;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at before a pipeline runs.
 *
 * @param what how it is, and where
 * @param fix the SQL, setting or command that mends it; null for what is well
 */
public record Finding(
        Severity severity, String what, @Nullable String fix) {
    /** What a finding means for the pipeline. */
    public enum Severity {
        /** As it should be. */
        ok,
        /** It runs, and may lose or lack something that its owner wants. */
        warning,
        /** It cannot run. */
        error
    }

    public Finding {
        if ((severity == Severity.ok) != (fix == null)) {
            throw new IllegalArgumentException("what is not well, and only that, has a fix: " + what);
        }
    }

    static Finding ok(String what) {
        return new Finding(Severity.ok, what, null);
    }

    static Finding warning(String what, String fix) {
        return new Finding(Severity.warning, what, fix);
    }

    static Finding error(String what, String fix) {
        return new Finding(Severity.error, what, fix);
    }

    /** An error that a message tells; the last part of it, behind a semicolon, is what mends it. */
    public static Finding ofMessage(String message) {
        int fix = message.lastIndexOf("; ");
        return fix < 0
                ? error(message, "see the reason")
                : error(message.substring(0, fix), message.substring(fix + 2));
    }

    public boolean isError() {
        return severity == Severity.error;
    }

    /** In one sentence. */
    public String text() {
        return fix == null ? what : what + "; " + fix;
    }
}
