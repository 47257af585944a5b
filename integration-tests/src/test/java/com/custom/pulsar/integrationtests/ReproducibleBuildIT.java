package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Who builds the same sources again, at another time in another folder, gets the same bytes. */
@Tag("slow")
final class ReproducibleBuildIT {
    private static final Path TARBALL = Path.of(System.getProperty("pulsar.cdc.tarball"));
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".pulsar-cdc");

    /** Not in this project, whose tests would find its sources twice. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void twoBuildsGiveTheSameTarball() throws Exception {
        Path sources = folder.resolve("sources");
        copy(Path.of(System.getProperty("pulsar.cdc.root")), sources);
        Path log = folder.resolve("build.log");

        Process maven = new ProcessBuilder(
                        "mvn", "-B", "-q", "-pl", "distribution", "-am", "-Dmaven.test.skip=true", "package")
                .directory(sources.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(maven.waitFor()).as(log.toString()).isZero();

        assertThat(sources.resolve("distribution/target").resolve(TARBALL.getFileName()))
                .hasSameBinaryContentAs(TARBALL);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (NOT_SOURCES.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
