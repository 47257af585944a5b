package com.custom.pulsar.cluster.verify;

/** How much text of one document is looked through: YAML aliases can make one line stand for a billion. Not for many threads. */
final class ReadingLimit {
    private long left = 16L * 1024 * 1024;

    /** Takes that many characters; false where fewer are left. */
    boolean allows(int characters) {
        if (characters > left) {
            return false;
        }
        left -= characters;
        return true;
    }
}
