package com.custom.pulsar.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds data, logs and process records of one local run, for its owner only, and used by one launcher
 * at a time. Opening it ends what a launcher that was killed has left running: its children, and their children too.
 *
 * <p>Not thread-safe, except that PostgreSQL and Pulsar may be started in it from two threads at once.
 */
public final class DataDirectory implements AutoCloseable {
    /** Pulsar first: its source reads from PostgreSQL, and ends its replication cleanly when it is stopped first. */
    private static final List<String> STOP_ORDER = List.of(PulsarStandalone.NAME, EmbeddedPostgres.NAME);

    private static final String LOCK_FILE = "lock";
    private static final String OWNER_FILE = "owner";
    private static final String DETACHED_FILE = "detached";
    private static final Set<String> KEPT_WHEN_FRESH = Set.of(LOCK_FILE, OWNER_FILE);

    // Closing any channel of a file gives up this process's lock on it, so a second open must not even try.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    // Pulsar puts its directories into URIs, comma-separated lists and class paths, without quoting.
    private static final Pattern FITTING = Pattern.compile("[\\p{L}\\p{N}/._+@~-]+");

    private static final long MEGABYTE = 1_000_000;
    private static final Duration OWNER_GRACE = Duration.ofMinutes(1);

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens the directory, made if it is not there, and ends what an earlier launcher left running in it.
     *
     * @param notices told in plain sentences what was found and ended
     * @throws LocalRunException if another launcher uses it, a detached run is alive in it, it holds something else, or it
     *     cannot be written
     */
    public static DataDirectory open(Path path, Consumer<String> notices) {
        DataDirectory directory = lock(path);
        try {
            if (Files.exists(directory.root.resolve(DETACHED_FILE))
                    && !directory.recorded().isEmpty()) {
                throw new LocalRunException("A detached run is alive in " + directory.root + " (process "
                        + directory.recorded().get(0).pid()
                        + "): stop it with `pulsar-cdc down`, or name another --data-dir.");
            }
            int ended = directory.endEverything();
            if (ended > 0) {
                notices.accept(
                        "Ended " + ended + (ended == 1 ? " process" : " processes") + " that an earlier run had left.");
            }
            return directory;
        } catch (LocalRunException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Ends the run in the directory, whoever owns it: a launcher that still runs is asked to stop and waited for; what is
     * left, or was detached, is stopped here.
     *
     * @return whether anything ran
     * @throws LocalRunException if a launcher does not end within a minute
     */
    public static boolean stop(Path path) {
        if (!Files.isDirectory(path)) {
            return false;
        }
        Optional<RunningProcess> owner = liveOwner(path);
        try {
            if (owner.isPresent()
                    && owner.get().pid() != ProcessHandle.current().pid()) {
                StopSignal.TERM.send(owner.get().pid());
                if (!owner.get().awaitExit(OWNER_GRACE)) {
                    throw new LocalRunException("The launcher (process "
                            + owner.get().pid() + ") did not end within " + OWNER_GRACE.toSeconds()
                            + " s: kill it (kill -9 " + owner.get().pid() + ") and try again.");
                }
            }
        } catch (IOException e) {
            throw new LocalRunException("Cannot signal the launcher in " + path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try (DataDirectory directory = lock(path)) {
            return directory.endEverything() > 0 || owner.isPresent();
        }
    }

    /** The process that holds the directory now: a launcher, empty for a detached run. */
    public static OptionalLong owner(Path path) {
        return liveOwner(path).map(process -> OptionalLong.of(process.pid())).orElse(OptionalLong.empty());
    }

    /** The directory's real, absolute path. */
    public Path root() {
        return root;
    }

    /** Where every child process logs to. */
    public Path logs() {
        return root.resolve("logs");
    }

    /**
     * Refuses a disk on which the run would soon stand still.
     *
     * @param bytes that must be free
     * @throws LocalRunException if less is free
     */
    public void requireSpace(long bytes) {
        try {
            long free = Files.getFileStore(root).getUsableSpace();
            if (free < bytes) {
                throw new LocalRunException("The disk of " + root + " has " + free / MEGABYTE
                        + " MB free, and PostgreSQL and Pulsar need " + bytes / MEGABYTE
                        + " MB there: make room, or name another --data-dir.");
            }
        } catch (IOException e) {
            throw notWritable(root, e);
        }
    }

    /**
     * Deletes all data and logs. Nothing may have been started yet.
     *
     * @throws LocalRunException if something cannot be deleted
     */
    public void fresh() {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                if (!KEPT_WHEN_FRESH.contains(String.valueOf(entry.getFileName()))) {
                    FileTree.delete(entry);
                }
            }
        } catch (IOException e) {
            throw new LocalRunException("Cannot delete the data in " + root + ": " + FileTrouble.of(e), e);
        }
    }

    /**
     * Says that the children are to live on after this launcher has ended: the next {@link #open} refuses instead of
     * ending them, and {@link #stop} ends them.
     */
    public void detach() {
        try {
            Files.writeString(root.resolve(DETACHED_FILE), "");
        } catch (IOException e) {
            throw new LocalRunException("Cannot write to " + root + ": " + FileTrouble.of(e), e);
        }
    }

    /** Gives the directory to the next launcher. Ends no process. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(root.resolve(OWNER_FILE));
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new LocalRunException("Cannot release " + root + ": " + FileTrouble.of(e), e);
        } finally {
            HELD_HERE.remove(root);
        }
    }

    /** An argument that every Java process of this run has on its command line, grandchildren included. */
    String marker() {
        return "-Dpulsar.cdc.data=" + root;
    }

    Path records() {
        return root.resolve("run");
    }

    private List<RunningProcess> recorded() {
        List<RunningProcess> alive = new ArrayList<>();
        for (String name : STOP_ORDER) {
            ProcessRecord.read(records(), name).flatMap(ProcessRecord::process).ifPresent(alive::add);
        }
        return alive;
    }

    private int endEverything() {
        int ended = 0;
        try {
            for (String name : STOP_ORDER) {
                Optional<ProcessRecord> record = ProcessRecord.read(records(), name);
                if (record.isEmpty()) {
                    continue;
                }
                Optional<RunningProcess> process = record.get().process();
                if (process.isPresent()) {
                    ended += 1 + process.get().descendants().size();
                    process.get().stop(record.get().signal(), record.get().grace());
                }
                record.get().remove(records());
            }
            List<RunningProcess> orphans = RunningProcess.withArgument(marker());
            ended += orphans.size();
            RunningProcess.killAll(orphans);
            Files.deleteIfExists(root.resolve(DETACHED_FILE));
            return ended;
        } catch (IOException e) {
            throw new LocalRunException(
                    "Cannot read what an earlier run left in " + root + ": " + FileTrouble.of(e), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static DataDirectory lock(Path path) {
        Path root = prepare(path.toAbsolutePath().normalize());
        if (!HELD_HERE.add(root)) {
            throw inUse(root, ProcessHandle.current().pid());
        }
        @Nullable FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(root.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(root, Owner.read(root).map(Owner::pid).orElse(-1L));
            }
            FileTree.writePrivately(
                    root.resolve(OWNER_FILE), Owner.ofThisProcess().text());
            locked = true;
            return new DataDirectory(root, channel, lock);
        } catch (IOException e) {
            throw notWritable(root, e);
        } finally {
            if (!locked) {
                closeQuietly(channel);
                HELD_HERE.remove(root);
            }
        }
    }

    private static Path prepare(Path path) {
        if (!FITTING.matcher(path.toString()).matches()) {
            throw new LocalRunException("The data directory " + path
                    + " has a character in its path that Pulsar cannot live with (letters, digits and /._+@~- are good):"
                    + " name another one with --data-dir.");
        }
        try {
            Path above = path.getParent();
            if (!Files.isDirectory(path) && above != null) {
                Files.createDirectories(above);
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path root = path.toRealPath();
            if (!Files.exists(root.resolve(LOCK_FILE)) && !isEmpty(root)) {
                throw new LocalRunException("The directory " + root
                        + " holds other files and is not a data directory of pulsar-cdc: name a new or an empty one.");
            }
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            return root;
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private static Optional<RunningProcess> liveOwner(Path path) {
        return Owner.read(path).flatMap(Owner::process);
    }

    /** Who holds the lock. The start time keeps a stranger with a recycled id from being taken for the launcher. */
    private record Owner(long pid, long startedMillis) {
        private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

        static Owner ofThisProcess() {
            long pid = ProcessHandle.current().pid();
            return new Owner(
                    pid,
                    RunningProcess.of(pid)
                            .flatMap(RunningProcess::startedMillis)
                            .orElse(0L));
        }

        static Optional<Owner> read(Path root) {
            try {
                String[] words = Files.readString(root.resolve(OWNER_FILE), StandardCharsets.UTF_8)
                        .strip()
                        .split(" ", 2);
                return words.length < 2
                        ? Optional.empty()
                        : Optional.of(new Owner(Long.parseLong(words[0]), Long.parseLong(words[1])));
            } catch (IOException | NumberFormatException e) {
                return Optional.empty();
            }
        }

        String text() {
            return pid + " " + startedMillis;
        }

        Optional<RunningProcess> process() {
            return RunningProcess.of(pid)
                    .filter(process ->
                            Math.abs(process.startedMillis().orElse(0L) - startedMillis) <= CLOCK_TOLERANCE_MILLIS);
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing was written through it; the error that led here is the one to tell.
        }
    }

    private static LocalRunException inUse(Path root, long pid) {
        return new LocalRunException("The data directory " + root + " is in use"
                + (pid > 0 ? " by process " + pid : " by another process")
                + ": stop that one first (Ctrl-C there, or `pulsar-cdc down`), or name another --data-dir.");
    }

    private static LocalRunException notWritable(Path path, IOException error) {
        String fix =
                FileTrouble.isFullDisk(path, error) ? "make room there" : "make it a directory that can be written";
        return new LocalRunException(
                "Cannot use " + path + " as data directory (" + FileTrouble.of(error) + "): " + fix
                        + ", or name another --data-dir.",
                error);
    }

    static LocalRunException interrupted(InterruptedException error) {
        Thread.currentThread().interrupt();
        return new LocalRunException("Interrupted while waiting for a process.", error);
    }
}
