package com.custom.pulsar.podsecurity.harden;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A directory that stays writable under a read-only root file system: an {@code emptyDir} of limited size is mounted there.
 *
 * @param path absolute, without empty, {@code .} or {@code ..} parts and without a slash at its end
 * @param sizeLimit a Kubernetes quantity of at least one byte, such as {@code 64Mi}
 */
public record WritablePath(String path, String sizeLimit) {
    private static final Pattern ABSOLUTE = Pattern.compile("(?:/[^/:\\p{Cntrl}]+)+");
    private static final List<String> OF_THE_KERNEL = List.of("/proc", "/sys", "/dev");
    private static final int LONGEST = 4_096;

    /** @throws IllegalArgumentException if the path or the size cannot be meant; the message names both */
    public WritablePath {
        if (path.equals("/")) {
            throw new IllegalArgumentException(
                    "Writable path '/': that is the whole root file system; name what the process"
                            + " writes, such as /tmp, or set readOnlyRootFilesystem to false");
        }
        if (!ABSOLUTE.matcher(path).matches() || path.length() > LONGEST || hasDots(path)) {
            throw new IllegalArgumentException(
                    "Writable path '" + path + "' must be absolute, without '.', '..' or empty parts,"
                            + " without ':' and control characters, and without a slash at its end, such as /tmp");
        }
        if (OF_THE_KERNEL.contains(path) || path.startsWith("/proc/") || path.startsWith("/sys/")) {
            throw new IllegalArgumentException(
                    "Writable path '" + path + "' belongs to the kernel and cannot be replaced");
        }
        try {
            Quantity.parse(sizeLimit);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Writable path '" + path + "': size " + e.getMessage(), e);
        }
    }

    /**
     * Reads {@code PATH=SIZE}, such as {@code /tmp=1Gi}.
     *
     * @throws IllegalArgumentException if it is not that, or as the constructor does
     */
    public static WritablePath parse(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "Writable path '" + text + "' has no size: write PATH=SIZE, such as /tmp=1Gi");
        }
        return new WritablePath(text.substring(0, equals), text.substring(equals + 1));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return path + "=" + sizeLimit;
    }

    long bytes() {
        return Quantity.parse(sizeLimit).bytes();
    }

    private static boolean hasDots(String path) {
        return List.of(path.split("/", -1)).stream().anyMatch(part -> part.equals(".") || part.equals(".."));
    }
}
