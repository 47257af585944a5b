package com.custom.pulsar.cluster.kubernetes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of an API server.
 *
 * @param text as the server writes it, such as {@code v1.31.2+k3s1}
 */
public record KubernetesVersion(int major, int minor, String text) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    /** @param minor may have a {@code +} behind it, as some providers write it */
    static KubernetesVersion of(String major, String minor, String text) {
        return new KubernetesVersion(number(major), number(minor), text);
    }

    private static int number(String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.lookingAt() ? Integer.parseInt(matcher.group()) : 0;
    }

    public boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
