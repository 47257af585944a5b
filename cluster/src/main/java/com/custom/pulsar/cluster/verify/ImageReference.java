package com.custom.pulsar.cluster.verify;

import java.util.regex.Pattern;

/** Whether a container's image stays the same: by its digest, or by a tag that somebody chose. */
final class ImageReference {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    private ImageReference() {}

    static boolean isPinned(String image) {
        int at = image.indexOf('@');
        if (at >= 0) {
            return DIGEST.matcher(image.substring(at + 1)).matches();
        }
        // A colon before the last slash belongs to the registry's port.
        String name = image.substring(image.lastIndexOf('/') + 1);
        int colon = name.indexOf(':');
        String tag = colon < 0 ? "" : name.substring(colon + 1);
        return TAG.matcher(tag).matches() && !tag.equals("latest");
    }
}
