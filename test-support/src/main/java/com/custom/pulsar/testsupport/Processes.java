package com.custom.pulsar.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

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

    /** Those that mention the text, and what they have started, whatever that calls itself. */
    public static List<Long> below(String text) {
        return mentioning(text).stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(ProcessHandle::pid)
                .distinct()
                .toList();
    }

    /**
     * Sends a signal.
     *
     * @param targets ids of processes, or of groups with a minus before them
     */
    public static void signal(String name, List<String> targets) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, "--"));
        command.addAll(targets);
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
