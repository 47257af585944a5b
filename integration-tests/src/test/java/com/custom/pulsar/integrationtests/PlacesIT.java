package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Directories, ports and scripts with which {@code ./pulsar-cdc up} cannot start, and what is left of it then: nothing. */
final class PlacesIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Path folder;

    @BeforeEach
    void makesAFolder() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "places");
    }

    @AfterEach
    void leavesNothingRunning() {
        List<Long> left = Processes.below(folder.toString());
        left.forEach(Processes::kill);
        assertThat(left).isEmpty();
    }

    @Test
    void aDataDirectoryThatIsNone() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertFailed(
                up(file),
                "Cannot use " + file + " as data directory (" + file
                        + ": something else is there already): make it a directory that can be written, or name another --data-dir.");
        assertFailed(
                up(file.resolve("below")),
                "Cannot use " + file + "/below as data directory (" + file
                        + ": something else is there already): make it a directory that can be written, or name"
                        + " another --data-dir.");
        Files.createDirectory(folder.resolve("full"));
        Files.createFile(folder.resolve("full/letter"));
        assertFailed(
                up(folder.resolve("full")),
                "The directory " + folder
                        + "/full holds other files and is not a data directory of pulsar-cdc: name a new or an empty one.");
        assertFailed(
                up(folder.resolve("with blank")),
                "The data directory " + folder + "/with blank has a character in its path that Pulsar cannot live with"
                        + " (letters, digits and /._+@~- are good): name another one with --data-dir.");
    }

    @Test
    void aDataDirectoryThatMayNotBeWritten() throws Exception {
        try (MountedFolder readOnly = mounted(1)) {
            readOnly.forbidWriting();
            Path data = readOnly.path().resolve("data");
            assertFailed(
                    up(data),
                    "Cannot use " + data + " as data directory (" + data
                            + ": the file system is read-only): make it a directory that can be written, or name another"
                            + " --data-dir.");
        }
    }

    @Test
    void aDiskOnWhichThereIsNoRoom() throws Exception {
        try (MountedFolder small = mounted(30)) {
            Path data = small.path().resolve("data");
            Launcher.Result result = up(data);
            assertThat(result.err())
                    .matches(
                            "pulsar-cdc: The disk of " + data + " has (29|3\\d) MB free, and PostgreSQL and Pulsar need"
                                    + " \\d+ MB there: make room, or name another --data-dir\\.\n");
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(data.resolve("pulsar")).doesNotExist();
        }
    }

    @Test
    void portsThatAreTaken() throws Exception {
        Path data = folder.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertFailed(
                    up(data, "--postgres-port", port),
                    "Port " + port + " for PostgreSQL is taken by another program on this machine: end that program, or"
                            + " choose another port or none.");
            assertFailed(
                    up(data, "--admin-port", port),
                    "Port " + port
                            + " for Pulsar's admin interface is taken by another program on this machine: end that"
                            + " program, or choose another port or none.");
        }
    }

    @Test
    void aScriptWithAMistakeWhileTheOtherServerStarts() throws Exception {
        Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: mistaken
                source: { tables: [ public.things ] }
                """);
        Files.writeString(folder.resolve("database.sql"), "CREATE TABEL things (id int PRIMARY KEY);");

        Launcher.Result result = new Launcher.Command(folder)
                .with("up", folder.resolve("pipeline.yaml"), "--detach", "--data-dir", folder.resolve("data"))
                .run(LIMIT);

        assertThat(result.err()).contains("database.sql").contains("syntax error at or near \"TABEL\"");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    private Launcher.Result up(Path data, Object... options) {
        return new Launcher.Command(folder)
                .with("up", "--data-dir", data)
                .with(options)
                .run(LIMIT);
    }

    private static void assertFailed(Launcher.Result result, String message) {
        assertThat(result.err()).isEqualTo("pulsar-cdc: " + message + "\n");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    private MountedFolder mounted(int megabytes) {
        Optional<MountedFolder> mounted = MountedFolder.small(folder.resolve("disk"), megabytes);
        assumeThat(mounted).as("this process may mount").isPresent();
        return mounted.orElseThrow();
    }
}
