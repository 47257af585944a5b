package com.custom.pulsar.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small file system of its own in a folder, where this process may mount one. */
public final class MountedFolder implements AutoCloseable {
    private final Path folder;

    private MountedFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * One that soon is full.
     *
     * @param folder made if it is not there
     * @return empty where nothing can be mounted
     */
    public static Optional<MountedFolder> small(Path folder, int megabytes) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString())
                ? Optional.of(new MountedFolder(folder))
                : Optional.empty();
    }

    public Path path() {
        return folder;
    }

    /** From now on nobody may write there, not even root. */
    public void forbidWriting() {
        if (!run("mount", "-o", "remount,ro", folder.toString())) {
            throw new IllegalStateException("cannot remount " + folder);
        }
    }

    @Override
    public void close() {
        // At once for everybody who comes later, also if something is still open there.
        run("umount", "-l", folder.toString());
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
