package com.custom.pulsar.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is deployed into Pulsar, in the folder that the launcher names. */
record Artifacts(Path connector, Path function) {
    private static final String HOME_PROPERTY = "pulsar.cdc.home";

    /** @throws IllegalStateException if the folder lacks one of them */
    static Artifacts ofThisInstallation() {
        String home = home();
        return new Artifacts(
                only(Path.of(home, "connectors"), "pulsar-cdc-source-*.nar"),
                only(Path.of(home, "functions"), "pulsar-cdc-enrichment-*.jar"));
    }

    /**
     * What is put into the broker.
     *
     * @throws IllegalStateException if the folder lacks it
     */
    static Path customizer() {
        return only(Path.of(home(), "customizer"), "pulsar-security-customizer-*.jar");
    }

    private static String home() {
        String home = System.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new IllegalStateException(
                    "Start the command line with ./pulsar-cdc, which sets " + HOME_PROPERTY + ".");
        }
        return home;
    }

    private static Path only(Path folder, String pattern) {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
                for (Path file : files) {
                    return file;
                }
            } catch (IOException e) {
                throw new IllegalStateException("Cannot read " + folder + ": " + e.getMessage(), e);
            }
        }
        throw new IllegalStateException(
                folder + " has no " + pattern + ": build again with mvn -B -DskipTests package.");
    }
}
