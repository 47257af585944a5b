package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTroubleTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path temporary;

    @Test
    void theReasonIsSaidInPlainWordsWithTheFile() {
        assertThat(FileTrouble.of(new AccessDeniedException("/d"))).isEqualTo("/d: permission denied");
        assertThat(FileTrouble.of(new NoSuchFileException("/d"))).isEqualTo("/d: it does not exist");
        assertThat(FileTrouble.of(new FileAlreadyExistsException("/d")))
                .isEqualTo("/d: something else is there already");
        assertThat(FileTrouble.of(new FileSystemException("/d", null, "Read-only file system")))
                .isEqualTo("/d: the file system is read-only");
        assertThat(FileTrouble.of(new FileSystemException("/d", null, "Not a directory")))
                .isEqualTo("/d: what is above it is no directory");
        assertThat(FileTrouble.of(new IOException("No space left on device"))).isEqualTo("the disk is full");
        assertThat(FileTrouble.of(new IOException("Broken pipe"))).isEqualTo("Broken pipe");
        assertThat(FileTrouble.of(new IOException())).isEqualTo("IOException");
    }

    @Test
    void aFullDiskIsKnownBehindOtherFailures() {
        IOException full = new FileSystemException("/d", null, "No space left on device");

        assertThat(FileTrouble.isFullDisk(temporary, new IllegalStateException("no archive", full)))
                .isTrue();
        assertThat(FileTrouble.isFullDisk(temporary, new IOException("Disk quota exceeded")))
                .isTrue();
        assertThat(FileTrouble.isFullDisk(temporary.resolve("a/b"), new IOException("Connection reset")))
                .isFalse();
        // There is never room.
        Path kernel = Path.of("/proc");
        assertThat(FileTrouble.isFullDisk(kernel, new IOException("Read-only file system")))
                .isFalse();
        assertThat(FileTrouble.isFullDisk(kernel, new AccessDeniedException("/proc/d")))
                .isFalse();
    }
}
