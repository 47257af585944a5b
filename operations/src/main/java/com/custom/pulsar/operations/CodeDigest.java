package com.custom.pulsar.operations;

/**
 * Tells new code from old. Pulsar says of a component how it is configured, not what code it runs; so the digest of the code is
 * part of the configuration, as a system property that nobody reads.
 */
final class CodeDigest {
    private CodeDigest() {}

    /** A flag for the instance's Java; letters, digits, dots, {@code -} and {@code =} only, so that no shell changes it. */
    static String flag(Artifact artifact) {
        return "-Dpulsar.cdc.code=" + artifact.digest();
    }
}
