package com.custom.pulsar.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of a log, and those that are written behind them; a file that takes its place at a new start is read from its
 * beginning. Not thread-safe.
 */
public final class FollowedLog {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int LONGEST_LINE_BYTES = 1024 * 1024;

    private final Path file;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long position;
    private @Nullable Object identity;

    /**
     * Reads nothing yet. The file need not be there.
     *
     * @param lines how many of the last lines of what is there; the last one counts though it is not ended
     */
    public FollowedLog(Path file, int lines) throws IOException {
        this.file = file;
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            identity = identity(file);
            position = beginning(log, lines);
        } catch (java.io.FileNotFoundException e) {
            position = 0;
        }
    }

    /** The next whole lines, oldest first, not endlessly many; none if nothing was written since. */
    public List<String> next() throws IOException {
        List<String> lines = new ArrayList<>();
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            Object now = identity(file);
            if (!Objects.equals(now, identity) || log.length() < position) {
                identity = now;
                position = 0;
                flush(lines);
            }
            log.seek(position);
            byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, log.length() - position)];
            log.readFully(chunk);
            position += chunk.length;
            for (byte b : chunk) {
                if (b == '\n' || begun.size() == LONGEST_LINE_BYTES) {
                    lines.add(line());
                }
                if (b != '\n') {
                    begun.write(b);
                }
            }
        } catch (java.io.FileNotFoundException | NoSuchFileException e) {
            // Between two starts.
        }
        return lines;
    }

    /** What was read of a line that is not ended. */
    public List<String> rest() {
        List<String> lines = new ArrayList<>();
        flush(lines);
        return lines;
    }

    private void flush(List<String> lines) {
        if (begun.size() > 0) {
            lines.add(line());
        }
    }

    private String line() {
        String line = begun.toString(StandardCharsets.UTF_8);
        begun.reset();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static long beginning(RandomAccessFile log, int lines) throws IOException {
        long end = log.length();
        if (lines == 0) {
            return end;
        }
        int found = 0;
        byte[] chunk = new byte[CHUNK_BYTES];
        for (long from = end; from > 0; ) {
            int length = (int) Math.min(CHUNK_BYTES, from);
            from -= length;
            log.seek(from);
            log.readFully(chunk, 0, length);
            for (int i = length - 1; i >= 0; i--) {
                // The end of the last line begins none.
                if (chunk[i] == '\n' && from + i != end - 1 && ++found == lines) {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }
}
