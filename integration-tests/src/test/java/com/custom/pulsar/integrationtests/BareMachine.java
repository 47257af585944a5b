package com.custom.pulsar.integrationtests;

import com.custom.pulsar.testsupport.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A machine on which there is what every system has, and of Java and Maven what a test puts there; and sources that are not built. */
final class BareMachine {
    private static final List<String> OF_EVERY_SYSTEM = List.of(
            "awk",
            "basename",
            "cat",
            "dirname",
            "env",
            "find",
            "grep",
            "head",
            "mkdir",
            "mktemp",
            "ps",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sleep",
            "tail",
            "touch",
            "tr",
            "uname");

    private final Path folder;
    private final Path programs;

    /** @param folder an existing, empty one */
    BareMachine(Path folder) throws IOException {
        this.folder = folder;
        this.programs = Files.createDirectory(folder.resolve("bin"));
        for (String name : OF_EVERY_SYSTEM) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path program = Path.of(place, name);
                if (Files.exists(program) && !Files.exists(programs.resolve(name))) {
                    link(name, program);
                }
            }
        }
        Path sources = Files.createDirectory(folder.resolve("sources"));
        Files.copy(Path.of(System.getProperty("pulsar.cdc.root"), "pulsar-cdc"), sources.resolve("pulsar-cdc"));
        Files.createFile(sources.resolve("pom.xml"));
        Files.createDirectory(folder.resolve("tmp"));
    }

    Path sources() {
        return folder.resolve("sources");
    }

    Path program(String name) {
        return programs.resolve(name);
    }

    /** Puts this test's own Java there. */
    void withJava() throws IOException {
        link("java", Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** Puts a program there that a script stands for. */
    void with(String name, String script) throws IOException {
        Path program = program(name);
        Files.deleteIfExists(program);
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Launcher.Command launcher(String... arguments) {
        return new Launcher.Command(folder)
                .of(sources().resolve("pulsar-cdc"))
                .with((Object[]) arguments)
                .environment("PATH", programs.toString())
                .environment("JAVA_HOME", "")
                .environment("TMPDIR", folder.resolve("tmp").toString());
    }

    /** What was left in the folder for temporary files. */
    List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.toList();
        }
    }

    private void link(String name, Path program) throws IOException {
        Files.createSymbolicLink(programs.resolve(name), program);
    }
}
