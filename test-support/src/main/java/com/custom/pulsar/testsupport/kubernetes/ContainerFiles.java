package com.custom.pulsar.testsupport.kubernetes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What a container finds in its file system, as the steps in which {@code container.sh} makes it. */
final class ContainerFiles {
    private final List<String> steps = new ArrayList<>();

    /** A directory or file of this machine, which cannot be written there. */
    ContainerFiles show(Path original, String path) {
        return step("show", original.toString(), path);
    }

    /** A copy of something of this machine, at the same path. */
    ContainerFiles copy(Path original) {
        return step("copy", original.toString());
    }

    ContainerFiles link(String target, String path) {
        return step("link", target, path);
    }

    /** @param mode in octal digits */
    ContainerFiles directory(String path, long user, long group, String mode) {
        return step("directory", path, user + ":" + group, mode);
    }

    /** @param mode in octal digits */
    ContainerFiles file(String path, long group, String mode, String content) {
        String encoded = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        return step("file", path, mode, encoded).step("owner", path, "0:" + group);
    }

    /**
     * An empty file system in memory.
     *
     * @param mode of its directory, in octal digits
     */
    ContainerFiles memory(String path, long group, String mode, long bytes) {
        return step("memory", path, "size=" + bytes + ",mode=" + mode + ",gid=" + group + ",nosuid,nodev");
    }

    /** From the end of the steps on; the root, {@code /}, is one of the paths, and those below it are not touched by it. */
    ContainerFiles readOnly(String path) {
        return step("readonly", path);
    }

    /** The input of the script. */
    String script() {
        return String.join("\n", steps) + "\n";
    }

    private ContainerFiles step(String... parts) {
        for (String part : parts) {
            if (part.contains("\t") || part.contains("\n")) {
                throw new IllegalArgumentException("path: '" + part + "' has a tab or a line end in it");
            }
        }
        steps.add(String.join("\t", parts));
        return this;
    }
}
