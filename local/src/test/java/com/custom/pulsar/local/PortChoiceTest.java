package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortChoiceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path temporary;

    @Test
    void keepsThePortOfTheLastRun() {
        int first = choice().choose(OptionalInt.empty());
        assertThat(choice().choose(OptionalInt.empty())).isEqualTo(first);
        assertThat(PortChoice.remembered(memory())).hasValue(first);
    }

    @Test
    void takesAnotherOneIfThePortOfTheLastRunIsTaken() throws IOException {
        try (ServerSocket other = listening()) {
            Files.writeString(memory(), Integer.toString(other.getLocalPort()));
            assertThat(choice().choose(OptionalInt.empty())).isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void refusesARequestedPortThatIsTaken() throws IOException {
        try (ServerSocket other = listening()) {
            assertThatThrownBy(() -> choice().choose(OptionalInt.of(other.getLocalPort())))
                    .isInstanceOf(LocalRunException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " for the server is taken");
        }
    }

    @Test
    void seesAListenerOnEveryAddressToo() throws IOException {
        try (ServerSocket everywhere = new ServerSocket(0)) {
            assertThat(PortChoice.isFree(everywhere.getLocalPort())).isFalse();
        }
    }

    @Test
    void neverChangesAPortThatIsPartOfTheData() throws IOException {
        int first = choice().chooseForEver();
        assertThat(choice().chooseForEver()).isEqualTo(first);
        try (ServerSocket other = listening()) {
            Files.writeString(memory(), Integer.toString(other.getLocalPort()));
            assertThatThrownBy(() -> choice().chooseForEver())
                    .isInstanceOf(LocalRunException.class)
                    .hasMessageContaining("--fresh");
        }
    }

    @Test
    void forgetsWhatCannotBeRead() throws IOException {
        Files.writeString(memory(), "not a port");
        assertThat(PortChoice.remembered(memory())).isEmpty();
    }

    private PortChoice choice() {
        return new PortChoice("the server", memory());
    }

    private Path memory() {
        return temporary.resolve("port");
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
