package com.custom.pulsar.cluster.deploy;

/**
 * Something about a cluster that is not as a pipeline needs it.
 *
 * @param keeps whether it keeps the pipeline from running; else it only ought to be mended
 * @param fix who mends it, and how
 */
public record Lack(boolean keeps, String what, String fix) {
    /** In one sentence. */
    public String text() {
        return what + "; " + fix;
    }
}
