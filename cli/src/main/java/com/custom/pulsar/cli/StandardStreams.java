package com.custom.pulsar.cli;

import java.io.PrintStream;

/** Standard output and standard error as the process got them: for what this program itself tells a terminal to do. */
final class StandardStreams {
    static final PrintStream OUT = System.out;
    static final PrintStream ERR = System.err;

    private StandardStreams() {}

    /** From now on whatever is printed on {@link System#out} and {@link System#err} cannot command a terminal. */
    static void guard() {
        System.setOut(GuardedStream.over(OUT));
        System.setErr(GuardedStream.over(ERR));
    }
}
