package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./pulsar-cdc} of sources that are not built, on machines that lack what it needs. */
final class LauncherIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String BUILDING =
            "Building Pulsar CDC (only when its sources are newer; a minute or two the first time) ...\n";

    private Path folder;
    private BareMachine machine;

    @BeforeEach
    void makesAMachine() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "machine");
        machine = new BareMachine(folder);
    }

    @AfterEach
    void leavesNothingRunning() {
        List<Long> left = Processes.mentioning(folder.toString());
        left.forEach(Processes::kill);
        assertThat(left).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MINGW64_NT-10.0-22631", "MSYS_NT-10.0-22631", "CYGWIN_NT-10.0-22631"})
    void windowsIsRefusedInOneSentence(String system) throws Exception {
        machine.with("uname", "echo " + system);
        machine.withJava();

        assertRefused("runs on Linux and macOS; on Windows use it inside WSL 2");
    }

    @Test
    void aMachineWithoutJava() {
        assertRefused("no Java found: install a JDK, 17 or newer, and put it on PATH or set JAVA_HOME");
    }

    @Test
    void aJavaHomeWithoutJava() throws Exception {
        machine.withJava();

        assertRefused(
                machine.launcher("up")
                        .environment("JAVA_HOME", "/opt/no-such-jdk")
                        .run(LIMIT),
                "JAVA_HOME is /opt/no-such-jdk, which has no bin/java: set it to a JDK, 17 or newer, or unset it");
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_392", "11.0.21", "16-ea"})
    void aJavaThatIsTooOld(String version) throws Exception {
        machine.with("java", "echo 'openjdk version \"" + version + "\" 2023-10-17' >&2");

        assertRefused(machine.program("java") + " is Java " + version + ": set JAVA_HOME to a JDK, 17 or newer");
    }

    @Test
    void whatIsCalledJavaAndIsNone() throws Exception {
        machine.with("java", "echo 'Unable to locate a Java Runtime.' >&2; exit 1");

        assertRefused(
                "cannot tell the version of " + machine.program("java") + ": set JAVA_HOME to a JDK, 17 or newer");
    }

    @Test
    void aJavaWithoutACompiler() throws Exception {
        machine.with("java", "echo '    java.home = " + folder + "' >&2; echo 'openjdk version \"17.0.9\"' >&2");

        assertRefused(machine.program("java")
                + " can run programs and not build them: set JAVA_HOME to a JDK, 17 or newer, needed once to build");
    }

    @Test
    void aMachineWithoutMaven() throws Exception {
        machine.withJava();

        assertRefused("no Maven found: install Maven 3.8.6 or newer, needed once to build");
    }

    @Test
    void aMavenThatIsTooOld() throws Exception {
        machine.withJava();
        machine.with("mvn", "echo 'Apache Maven 3.6.3 (cecedd343002696d0abb50b32b541b8a6ba2883f)'");

        assertRefused(machine.program("mvn") + " is Maven 3.6.3: install Maven 3.8.6 or newer, needed once to build");
    }

    @Test
    void aFolderThatCannotBeWritten() throws Exception {
        machine.withJava();
        machine.with("mvn", "echo 'Apache Maven 3.9.9 (x)'");
        Files.createFile(machine.sources().resolve("distribution"));

        assertRefused(
                machine.sources() + "/distribution/target/pulsar-cdc cannot be written, and is needed once to build:"
                        + " unpack the sources where you may write");

        Files.delete(machine.sources().resolve("distribution"));
        assertRefused(
                machine.launcher("up").environment("TMPDIR", "/no/such/folder").run(LIMIT),
                "/no/such/folder cannot be written: set TMPDIR to a directory that can");
    }

    @Test
    void aBuildThatCannotFetch() throws Exception {
        machine.withJava();
        machine.with("mvn", """
                case "$*" in *-v) echo 'Apache Maven 3.9.9 (x)'; exit ;; esac
                echo '[INFO] Building Pulsar CDC'
                echo '[ERROR] Failed to execute goal: Could not transfer artifact a:b:jar:1: Premature end of body'
                echo '[ERROR] '
                echo '[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.'
                echo '[ERROR] [Help 1] http://cwiki.example.com'
                exit 1""");

        Launcher.Result result = machine.launcher("up").run(LIMIT);

        Path log = machine.temporaryFiles().get(0);
        assertRefused(
                result,
                BUILDING,
                "the build: something could not be fetched: check the network, and mirror and proxy in"
                        + " ~/.m2/settings.xml, and run it again; what has arrived is kept\n"
                        + "[ERROR] Failed to execute goal: Could not transfer artifact a:b:jar:1: Premature end of body\n"
                        + "The whole log: " + log);
    }

    @Test
    void aBuildForWhichThereIsNoRoomAndTheNextOneBeginsAnew() throws Exception {
        machine.withJava();
        machine.with("mvn", """
                case "$*" in *-v) echo 'Apache Maven 3.9.9 (x)'; exit ;; esac
                echo "$*" >>goals
                echo '[ERROR] Error writing archive: No space left on device'
                exit 1""");

        Launcher.Result result = machine.launcher("up").run(LIMIT);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith(BUILDING + "pulsar-cdc: the build: a disk is full: make room where this folder is and where"
                        + " ~/.m2 is, and run it again\n");
        assertThat(machine.launcher("up").run(LIMIT).exitCode()).isEqualTo(1);
        assertThat(goals())
                .satisfiesExactly(
                        first -> assertThat(first).endsWith(" package"),
                        second -> assertThat(second).endsWith(" clean package"));
    }

    @Test
    void aBuildThatIsKilledIsMadeAnewAndTwoAtOnceAreRefused() throws Exception {
        machine.withJava();
        machine.with("mvn", """
                case "$*" in *-v) echo 'Apache Maven 3.9.9 (x)'; exit ;; esac
                echo "$*" >>goals
                exec sleep 600""");
        try (Launcher first = machine.launcher("up").onItsOwn().start()) {
            await("the build goes on").atMost(LIMIT).until(() -> goals().size() == 1);

            assertRefused("another " + machine.sources() + "/pulsar-cdc (process " + first.pid()
                    + ") builds: wait until it is done; if it is none, delete " + machine.sources()
                    + "/distribution/target/unfinished-build");

            first.killGroup();
            first.join(LIMIT);
        }
        machine.with("mvn", """
                case "$*" in *-v) echo 'Apache Maven 3.9.9 (x)'; exit ;; esac
                echo "$*" >>goals""");

        assertThat(machine.launcher("up").run(LIMIT).exitCode())
                .as("Maven made nothing")
                .isEqualTo(1);

        assertThat(goals())
                .satisfiesExactly(
                        killed -> assertThat(killed).endsWith(" package"),
                        next -> assertThat(next).endsWith(" clean package"));
    }

    private List<String> goals() throws IOException {
        Path goals = machine.sources().resolve("goals");
        return Files.exists(goals) ? Files.readAllLines(goals) : List.of();
    }

    private void assertRefused(String message) {
        assertRefused(machine.launcher("up").run(LIMIT), message);
    }

    private static void assertRefused(Launcher.Result result, String message) {
        assertRefused(result, "", message);
    }

    private static void assertRefused(Launcher.Result result, String before, String message) {
        assertThat(result.err()).isEqualTo(before + "pulsar-cdc: " + message + "\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
    }
}
