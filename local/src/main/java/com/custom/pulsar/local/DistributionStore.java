package com.custom.pulsar.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Unpacked distributions, in a cache directory that is shared by all runs of this user. A directory in it is complete
 * or not there: it is unpacked beside its place and renamed, under a lock that holds across threads and processes.
 * Thread-safe.
 */
public final class DistributionStore {
    private static final Map<Path, ReentrantLock> THREAD_LOCKS = new ConcurrentHashMap<>();
    private static final int UNPACKED_FACTOR = 5;

    private final Path cache;
    private final DistributionSource source;

    DistributionStore(Path cache, DistributionSource source) {
        this.cache = cache.toAbsolutePath().normalize();
        this.source = source;
    }

    /** The store in {@code $PULSAR_CDC_CACHE}, else {@code $XDG_CACHE_HOME/pulsar-cdc}, else {@code ~/.cache/pulsar-cdc}. */
    public static DistributionStore ofUser() {
        return new DistributionStore(
                userCache(name -> System.getenv().getOrDefault(name, ""), System.getProperty("user.home", "")),
                new MavenDistributionSource());
    }

    static Path userCache(UnaryOperator<String> environment, String home) {
        String own = environment.apply("PULSAR_CDC_CACHE");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String xdg = environment.apply("XDG_CACHE_HOME");
        Path caches = xdg.isEmpty() ? Path.of(home, ".cache") : Path.of(xdg);
        return caches.resolve("pulsar-cdc");
    }

    /**
     * The directory with the programs, fetched, checked and unpacked first if it is not there yet.
     *
     * @throws LocalRunException if it cannot be fetched, its content is not the pinned one, or the cache cannot be written
     */
    public Path unpacked(Distribution distribution, FetchProgress progress) {
        Path home = cache.resolve(distribution.directoryName());
        if (Files.isDirectory(home)) {
            return home;
        }
        ReentrantLock threads = THREAD_LOCKS.computeIfAbsent(home, path -> new ReentrantLock());
        threads.lock();
        try {
            Files.createDirectories(cache);
            try (FileChannel channel = FileChannel.open(
                            cache.resolve(distribution.directoryName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock processes = channel.lock()) {
                if (!processes.isValid() || Files.isDirectory(home)) {
                    return home;
                }
                removeLeftovers(distribution);
                Path archive = source.fetch(distribution, progress);
                verify(distribution, archive);
                unpack(distribution, archive, home);
                return home;
            }
        } catch (IOException | UncheckedIOException e) {
            throw cannotUnpack(distribution, e);
        } finally {
            threads.unlock();
        }
    }

    private void unpack(Distribution distribution, Path archive, Path home) throws IOException {
        Path unfinished = Files.createTempDirectory(cache, distribution.directoryName() + ".unfinished-");
        try {
            new ArchiveUnpacker(unfinished).unpack(archive, distribution);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            FileTree.delete(unfinished);
            throw e;
        }
    }

    private void removeLeftovers(Distribution distribution) throws IOException {
        try (DirectoryStream<Path> leftovers =
                Files.newDirectoryStream(cache, distribution.directoryName() + ".unfinished-*")) {
            for (Path leftover : leftovers) {
                FileTree.delete(leftover);
            }
        }
    }

    private static void verify(Distribution distribution, Path archive) throws IOException {
        if (Files.size(archive) == distribution.bytes() && sha512(archive).equals(distribution.sha512())) {
            return;
        }
        Files.delete(archive);
        throw new LocalRunException("The file " + archive + " was not " + distribution.displayName()
                + " as it was published (its SHA-512 differs), and has been deleted: run the command again to fetch it anew;"
                + " if it comes again, the repository or mirror it comes from serves a wrong file.");
    }

    private static String sha512(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-512"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }

    private LocalRunException cannotUnpack(Distribution distribution, Exception error) {
        String fix;
        if (FileTrouble.isFullDisk(cache, error)) {
            fix = "the disk is full: make about " + megabytes(distribution.bytes() * UNPACKED_FACTOR)
                    + " MB free there,";
        } else if (error instanceof AccessDeniedException) {
            fix = "the directory is not writable: make it so,";
        } else {
            fix = reason(error) + ": mend that,";
        }
        return new LocalRunException(
                "Cannot unpack " + distribution.displayName() + " to " + cache + ": " + fix
                        + " or name another directory in PULSAR_CDC_CACHE.",
                error);
    }

    private static String reason(Exception error) {
        IOException cause = error instanceof UncheckedIOException unchecked ? unchecked.getCause() : null;
        return FileTrouble.of(
                cause != null
                        ? cause
                        : error instanceof IOException io ? io : new IOException(error.getMessage(), error));
    }

    private static long megabytes(long bytes) {
        return bytes / 1_000_000 + 1;
    }
}
