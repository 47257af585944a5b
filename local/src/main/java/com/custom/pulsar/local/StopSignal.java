package com.custom.pulsar.local;

import java.io.IOException;
import java.util.List;

/** How a child process is asked to end by itself. */
enum StopSignal {
    TERM,
    /** PostgreSQL's fast shutdown: open sessions are ended; at TERM it would wait for them. */
    INT,
    /** PostgreSQL's immediate shutdown: no checkpoint, recovery at the next start. */
    QUIT;

    void send(long pid) throws IOException, InterruptedException {
        // The shell's own kill, because not every machine has a program of that name.
        new ProcessBuilder(
                        List.of("/bin/sh", "-c", "kill -s \"$1\" \"$2\" 2>/dev/null", "sh", name(), Long.toString(pid)))
                .inheritIO()
                .start()
                .waitFor();
    }
}
