package com.custom.pulsar.testsupport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The processes of this machine, as Linux tells them. */
public final class Processes {
    private Processes() {}

    /** The living processes whose command line holds the text, other than this one. */
    public static List<Long> mentioning(String text) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> pid != ProcessHandle.current().pid())
                .filter(pid -> commandLine(pid).contains(text))
                .toList();
    }

    /** The whole command line, its arguments parted by blanks; empty for a process that is gone. */
    public static String commandLine(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return String.join(" ", Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\0", -1)));
        } catch (IOException e) {
            return "";
        }
    }

    public static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
