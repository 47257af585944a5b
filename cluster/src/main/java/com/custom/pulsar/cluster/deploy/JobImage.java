package com.custom.pulsar.cluster.deploy;

import java.util.regex.Pattern;

/**
 * The image of this project that a Job in the cluster runs.
 *
 * @param name as a node pulls it, such as {@code registry.example.com/pulsar-cdc@sha256:…}
 */
public record JobImage(String name) {
    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z0-9][A-Za-z0-9._-]*(:[0-9]{1,5}/)?[A-Za-z0-9._/-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
                    + "(@sha256:[0-9a-f]{64})?");

    /** @throws IllegalArgumentException if an image cannot have that name */
    public JobImage {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "no image has the name " + name + "; give NAME@sha256:DIGEST, or NAME:TAG");
        }
    }

    /** Whether it is the same image each time: a tag can be moved to another one. */
    public boolean isPinned() {
        return name.contains("@sha256:");
    }
}
