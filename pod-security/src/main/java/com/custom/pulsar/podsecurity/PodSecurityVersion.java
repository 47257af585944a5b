package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The version of the Pod Security Standards to judge by: {@code 1.0} to {@code 1.37}, named after the Kubernetes release that
 * brought it.
 *
 * @param minor the number after {@code 1.}
 */
public record PodSecurityVersion(int minor) implements Comparable<PodSecurityVersion> {

    private static final int NEWEST_MINOR = 37;
    private static final Pattern TEXT = Pattern.compile("v?1\\.(0|[1-9][0-9]?)");

    /** The newest version that is known here, and what {@code latest} means. */
    public static final PodSecurityVersion LATEST = new PodSecurityVersion(NEWEST_MINOR);

    /** @throws IllegalArgumentException for a version that is not known here */
    public PodSecurityVersion {
        if (minor < 0 || minor > NEWEST_MINOR) {
            throw new IllegalArgumentException(
                    "Pod Security version 1." + minor + " is not one of 1.0 to 1." + NEWEST_MINOR);
        }
    }

    /**
     * The version that a namespace's label or a setting names: {@code latest}, {@code v1.25} or {@code 1.25}.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static PodSecurityVersion parse(String text) {
        if (text.equals("latest")) {
            return LATEST;
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Pod Security version '" + text + "' is not 'latest' or a version such as 'v1.25'");
        }
        return new PodSecurityVersion(Integer.parseInt(matcher.group(1)));
    }

    /** Every version that is known here, oldest first. */
    public static List<PodSecurityVersion> all() {
        return IntStream.rangeClosed(0, NEWEST_MINOR)
                .mapToObj(PodSecurityVersion::new)
                .toList();
    }

    @Override
    public int compareTo(PodSecurityVersion other) {
        return Integer.compare(minor, other.minor);
    }

    /** The version as Kubernetes writes it, such as {@code v1.25}. */
    @Override
    public String toString() {
        return "v1." + minor;
    }
}
