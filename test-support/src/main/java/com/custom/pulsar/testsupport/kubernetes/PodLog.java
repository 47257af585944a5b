package com.custom.pulsar.testsupport.kubernetes;

/** What a container has logged, and goes on to log until it ends. Thread-safe. */
final class PodLog {
    private final StringBuilder text = new StringBuilder();
    private boolean ended;

    synchronized void append(String more) {
        text.append(more);
        notifyAll();
    }

    synchronized boolean isEnded() {
        return ended;
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Where the last lines begin. */
    synchronized int beginning(int lines) {
        int end = text.length() - 1;
        int from = text.length();
        for (int i = 0; i < lines && from > 0; i++) {
            end = text.lastIndexOf("\n", end - 1);
            from = end + 1;
        }
        return from;
    }

    /**
     * What stands behind that place; empty if there is nothing more.
     *
     * @param follow whether it is waited for until the container ends
     */
    synchronized String next(int from, boolean follow) {
        try {
            while (follow && !ended && from >= text.length()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return from >= text.length() ? "" : text.substring(from);
    }
}
