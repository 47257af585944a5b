package com.custom.pulsar.integrationtests;

import com.custom.pulsar.testsupport.kubernetes.WorkerConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stands in for {@code bin/gen-yml-from-env.py}, which only Pulsar's image has: puts the environment into the file, or dies
 * and leaves it as it was.
 */
final class WorkerFileScript {
    private WorkerFileScript() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.writeString(file, WorkerConfiguration.with(Files.readString(file), System.getenv()));
    }
}
