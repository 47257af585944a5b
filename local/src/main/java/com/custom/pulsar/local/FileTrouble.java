package com.custom.pulsar.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why the system refused a file, in a few plain words. */
public final class FileTrouble {
    private static final String NO_SPACE = "No space left on device";
    private static final String NO_QUOTA = "Disk quota exceeded";

    /** A disk with less is taken for full, whatever the system says in the user's language. */
    private static final long FULL_BYTES = 256 * 1024;

    private FileTrouble() {}

    /** Such as {@code /data: permission denied}; the file is named where it is known. */
    public static String of(IOException error) {
        String file = error instanceof FileSystemException refused && refused.getFile() != null
                ? refused.getFile() + ": "
                : "";
        if (error instanceof AccessDeniedException) {
            return file + "permission denied";
        }
        if (error instanceof NoSuchFileException) {
            return file + "it does not exist";
        }
        if (error instanceof FileAlreadyExistsException) {
            return file + "something else is there already";
        }
        if (error instanceof NotDirectoryException) {
            return file + "it is no directory";
        }
        return file + plain(reason(error));
    }

    /**
     * Whether the failure is that there is no room.
     *
     * @param place where something was to be written; need not exist
     */
    static boolean isFullDisk(Path place, Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException && cause.getClass() != FileSystemException.class) {
                // Its kind is the reason.
                return false;
            }
            String reason = cause instanceof IOException io ? reason(io) : "";
            if (!plain(reason).equals(reason)) {
                return reason.equals(NO_SPACE) || reason.equals(NO_QUOTA);
            }
        }
        try {
            Path existing = existing(place);
            return existing != null && Files.getFileStore(existing).getUsableSpace() < FULL_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    private static String reason(IOException error) {
        String reason = error instanceof FileSystemException refused ? refused.getReason() : error.getMessage();
        return reason == null ? error.getClass().getSimpleName() : reason;
    }

    private static @Nullable Path existing(Path place) {
        Path path = place.toAbsolutePath();
        while (path != null && !Files.exists(path)) {
            path = path.getParent();
        }
        return path;
    }

    private static String plain(String reason) {
        return switch (reason) {
            case NO_SPACE -> "the disk is full";
            case NO_QUOTA -> "the disk quota is used up";
            case "Read-only file system" -> "the file system is read-only";
            case "Not a directory" -> "what is above it is no directory";
            default -> reason;
        };
    }
}
