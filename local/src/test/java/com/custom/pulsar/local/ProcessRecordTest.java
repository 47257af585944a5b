package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses small processes of its own, which end within the test. */
final class ProcessRecordTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path temporary;

    @Test
    void readsWhatWasWritten() throws IOException {
        ProcessRecord record =
                new ProcessRecord("name", 12, 34, "-Dmarker=/a b", StopSignal.INT, Duration.ofSeconds(7));
        record.write(temporary);
        assertThat(ProcessRecord.read(temporary, "name")).contains(record);
        record.remove(temporary);
        assertThat(ProcessRecord.read(temporary, "name")).isEmpty();
    }

    @Test
    void ignoresARecordThatCannotBeUnderstood() throws IOException {
        Files.writeString(temporary.resolve("name.properties"), "pid=x\n");
        assertThat(ProcessRecord.read(temporary, "name")).isEmpty();
    }

    @Test
    void doesNotTakeAStrangerWithTheSameIdForTheChild() {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().orElseThrow().toEpochMilli();
        String marker = RunningProcess.of(self.pid()).orElseThrow().arguments().get(1);
        assertThat(record(self.pid(), started, marker).process()).isPresent();
        assertThat(record(self.pid(), started, "-Dother").process()).isEmpty();
        assertThat(record(self.pid(), started - 60_000, marker).process()).isEmpty();
    }

    @Test
    void stopsATreeWhoseRootIgnoresTheSignalAndChildrenWhoseParentIsGone() throws Exception {
        DataDirectory directory = DataDirectory.open(temporary.resolve("data"), notice -> {});
        ChildProcess child = start(directory, "trap '' TERM; sleep 300 & echo started; sleep 300");
        List<RunningProcess> tree = awaitTree(child, 2);
        child.stop();
        assertThat(child.isAlive()).isFalse();
        assertThat(tree).noneMatch(RunningProcess::isAlive);
        assertThat(ProcessRecord.read(directory.records(), "child")).isEmpty();
        directory.close();
    }

    @Test
    void aChildHasASessionOfItsOwnAndNoInput() throws Exception {
        DataDirectory directory = DataDirectory.open(temporary.resolve("data"), notice -> {});
        ChildProcess child = start(directory, "read line || echo no input; ps -o sid= -p $$ | tr -d ' '");
        assertThat(child.awaitExit(Duration.ofSeconds(10))).isTrue();
        assertThat(LogFile.tail(child.log(), 5)).containsExactly("no input", Long.toString(child.pid()));
        directory.close();
    }

    @Test
    void keepsTheLogOfTheStartBefore() throws Exception {
        DataDirectory directory = DataDirectory.open(temporary.resolve("data"), notice -> {});
        for (String word : List.of("first", "second")) {
            start(directory, "echo " + word).awaitExit(Duration.ofSeconds(10));
        }
        assertThat(directory.logs().resolve("child.log")).hasContent("second");
        assertThat(directory.logs().resolve("child.log.1")).hasContent("first");
        directory.close();
    }

    private static ChildProcess start(DataDirectory directory, String script) {
        return ChildProcess.start(
                directory,
                new ChildProcess.Command(
                        "child",
                        // The pause lets the record be written before even the shortest script has ended.
                        List.of("/bin/sh", "-c", "sleep 0.2; " + script),
                        directory.root(),
                        Map.of(),
                        List.of(),
                        "/bin/sh",
                        StopSignal.TERM,
                        Duration.ofMillis(300)));
    }

    private static List<RunningProcess> awaitTree(ChildProcess child, int children) {
        RunningProcess root = RunningProcess.of(child.pid()).orElseThrow();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (root.descendants().size() < children
                || LogFile.tail(child.log(), 1).isEmpty()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
        return root.descendants();
    }

    private static ProcessRecord record(long pid, long started, String marker) {
        return new ProcessRecord("name", pid, started, marker, StopSignal.TERM, Duration.ofSeconds(1));
    }
}
