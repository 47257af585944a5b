package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedLogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void namesAFile() {
        file = folder.resolve("pulsar.log");
    }

    @Test
    void itBeginsWithTheLastLinesAndGoesOnWithWhatIsAppended() throws IOException {
        Files.writeString(file, "one\ntwo\r\nthree\n");
        FollowedLog log = new FollowedLog(file, 2);

        assertThat(log.next()).containsExactly("two", "three");
        assertThat(log.next()).isEmpty();

        append("fo");
        assertThat(log.next()).isEmpty();
        append("ur\nfive");
        assertThat(log.next()).containsExactly("four");
        assertThat(log.rest()).containsExactly("five");
    }

    @Test
    void aLastLineThatIsNotEndedCounts() throws IOException {
        Files.writeString(file, "one\ntwo\nthr");
        FollowedLog log = new FollowedLog(file, 2);

        assertThat(log.next()).containsExactly("two");
        assertThat(log.rest()).containsExactly("thr");
    }

    @Test
    void moreLinesThanThereAreAreAllAndNoneIsNone() throws IOException {
        Files.writeString(file, "one\ntwo\n");

        assertThat(new FollowedLog(file, 1000).next()).containsExactly("one", "two");
        assertThat(new FollowedLog(file, 0).next()).isEmpty();
    }

    @Test
    void theFileOfANewStartIsReadFromItsBeginning() throws IOException {
        Files.writeString(file, "old\nunended");
        FollowedLog log = new FollowedLog(file, 10);
        assertThat(log.next()).containsExactly("old");

        Files.move(file, folder.resolve("pulsar.log.1"));
        assertThat(log.next()).isEmpty();
        Files.writeString(file, "a new start whose first line is longer\n");

        assertThat(log.next()).containsExactly("unended", "a new start whose first line is longer");
    }

    @Test
    void aFileThatIsNotThereYetIsFollowedOnceItIs() throws IOException {
        FollowedLog log = new FollowedLog(file, 10);
        assertThat(log.next()).isEmpty();

        Files.writeString(file, "first\n");

        assertThat(log.next()).containsExactly("first");
    }

    @Test
    void aLongLogIsReadInPiecesThatSplitNoLineAndNoCharacter() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            lines.add(i + " Ångström 日本 😀");
        }
        Files.write(file, lines);
        FollowedLog log = new FollowedLog(file, 15_000);

        List<String> read = new ArrayList<>();
        for (List<String> next = log.next(); !next.isEmpty(); next = log.next()) {
            read.addAll(next);
        }

        assertThat(read).isEqualTo(lines.subList(5_000, 20_000));
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
