package com.custom.pulsar.securitycustomizer;

import java.nio.file.Path;

/** Where the build has put the jar. */
final class CustomizerJar {
    private CustomizerJar() {}

    static Path path() {
        String path = System.getProperty("customizer.jar");
        if (path == null) {
            throw new IllegalStateException("run by Maven, which says where the jar is");
        }
        return Path.of(path);
    }
}
