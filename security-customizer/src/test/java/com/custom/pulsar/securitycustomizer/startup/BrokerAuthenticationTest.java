package com.custom.pulsar.securitycustomizer.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokerAuthenticationTest {
    private static final String PLAIN = "authenticationEnabled";
    private static final String PREFIXED = "PULSAR_PREFIX_authenticationEnabled";

    @TempDir
    private Path folder;

    @Test
    void theFileCountsWhereTheEnvironmentIsSilent() throws IOException {
        assertThat(isEnabled(Map.of(), "authenticationEnabled=true\n")).isTrue();
        assertThat(isEnabled(Map.of(), "authenticationEnabled=false\n")).isFalse();
        assertThat(isEnabled(Map.of(), "brokerServicePort=6650\n")).isFalse();
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() throws IOException {
        assertThat(isEnabled(Map.of(PLAIN, "true "), "authenticationEnabled=false\n"))
                .isTrue();
        assertThat(isEnabled(Map.of(PLAIN, "false"), "authenticationEnabled=true\n"))
                .isFalse();
    }

    @Test
    void thePrefixedVariableGoesBeforeThePlainOne() throws IOException {
        assertThat(isEnabled(Map.of(PLAIN, "true", PREFIXED, "false"), "")).isFalse();
        assertThat(isEnabled(Map.of(PLAIN, "false", PREFIXED, "TRUE"), "")).isTrue();
    }

    @Test
    void aMissingFileIsAnErrorUnlessTheEnvironmentDecides() throws IOException {
        Path absent = folder.resolve("absent.conf");

        assertThatThrownBy(() -> BrokerAuthentication.isEnabled(Map.of(), absent))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(BrokerAuthentication.isEnabled(Map.of(PLAIN, "true"), absent))
                .isTrue();
    }

    private boolean isEnabled(Map<String, String> environment, String file) throws IOException {
        return BrokerAuthentication.isEnabled(environment, Files.writeString(folder.resolve("broker.conf"), file));
    }
}
