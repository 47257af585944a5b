package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path temporary;

    private final List<String> notices = new ArrayList<>();

    @Test
    void isForItsOwnerOnly() throws IOException {
        try (DataDirectory directory = open("data")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.root())))
                    .isEqualTo("rwx------");
        }
        assertThat(notices).isEmpty();
    }

    @Test
    void canBeOpenedAgainOnceItIsClosed() {
        open("data").close();
        open("data").close();
    }

    @Test
    void aSecondOpenIsRefusedWithTheOwnersId() {
        try (DataDirectory directory = open("data")) {
            assertThatThrownBy(() -> open("data"))
                    .isInstanceOf(LocalRunException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
            assertThat(DataDirectory.owner(directory.root()))
                    .hasValue(ProcessHandle.current().pid());
        }
        assertThat(DataDirectory.owner(temporary.resolve("data"))).isEmpty();
    }

    @Test
    void aDirectoryWithOtherFilesIsNotTouched() throws IOException {
        Path other = Files.createDirectories(temporary.resolve("other"));
        Path letter = Files.writeString(other.resolve("letter"), "dear");
        assertThatThrownBy(() -> open("other"))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("holds other files");
        assertThat(letter).hasContent("dear");
    }

    @Test
    void aPathThatPulsarCannotHoldIsRefused() {
        for (String name : List.of("with space", "with:colon", "with,comma", "with%20")) {
            assertThatThrownBy(() -> open(name))
                    .isInstanceOf(LocalRunException.class)
                    .hasMessageContaining("--data-dir");
            assertThat(temporary.resolve(name)).doesNotExist();
        }
    }

    @Test
    void anOwnerFileOfAProcessThatIsGoneNamesNobody() throws IOException {
        open("data").close();
        // A stranger that has got the id of a launcher which was killed.
        Files.writeString(
                temporary.resolve("data/owner"), ProcessHandle.current().pid() + " 1000");
        assertThat(DataDirectory.owner(temporary.resolve("data"))).isEmpty();
        assertThat(DataDirectory.stop(temporary.resolve("data"))).isFalse();
    }

    @Test
    void stoppingWhereNothingIsMakesNothing() {
        assertThat(DataDirectory.stop(temporary.resolve("data"))).isFalse();
        assertThat(temporary.resolve("data")).doesNotExist();
    }

    private DataDirectory open(String name) {
        return DataDirectory.open(temporary.resolve(name), notices::add);
    }
}
