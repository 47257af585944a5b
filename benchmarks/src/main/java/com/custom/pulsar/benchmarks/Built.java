package com.custom.pulsar.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the build made, and where a run keeps its files.
 *
 * @param home the folder that {@code ./pulsar-cdc} runs
 * @param benchmarks this module's folder
 */
record Built(Path home, Path benchmarks) {
    private static final String HOME_PROPERTY = "pulsar.cdc.home";
    private static final String BENCHMARKS_PROPERTY = "pulsar.cdc.benchmarks";

    /** @throws BenchmarkException if {@code benchmarks/run} did not start this */
    static Built found() {
        return new Built(Path.of(property(HOME_PROPERTY)), Path.of(property(BENCHMARKS_PROPERTY)));
    }

    /** The NAR of the source. */
    Path connector() {
        return only(home.resolve("connectors"), "pulsar-cdc-source-*.nar");
    }

    /** The jar of the enrichment function. */
    Path function() {
        return only(home.resolve("functions"), "pulsar-cdc-enrichment-*.jar");
    }

    /** The jar of this module. */
    Path programs() {
        return only(benchmarks.resolve("target"), "pulsar-cdc-benchmarks-*.jar");
    }

    /** What the Python function needs. */
    PythonPackages python() {
        return new PythonPackages(pythonSources(), benchmarks.resolve("target/python"));
    }

    /** The Python function. */
    Path pythonFunction() {
        return pythonSources().resolve("cdc_enrichment.py");
    }

    /** Where PostgreSQL and Pulsar keep data and logs unless something else is said. */
    Path data() {
        return benchmarks.resolve("target/data");
    }

    /** Where results are kept. */
    Path results() {
        return benchmarks.resolve("results");
    }

    private Path pythonSources() {
        return benchmarks.resolve("src/main/python");
    }

    private static Path only(Path folder, String pattern) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            for (Path file : files) {
                return file;
            }
        } catch (IOException e) {
            throw new BenchmarkException("Cannot read " + folder + ": " + e.getMessage(), e);
        }
        throw new BenchmarkException(folder + " has no " + pattern + ": build again with mvn -B -DskipTests package");
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new BenchmarkException("Start it with benchmarks/run, which sets " + name);
        }
        return value;
    }
}
