package com.custom.pulsar.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.pipeline.SecretReference.ClusterSecret;
import com.custom.pulsar.pipeline.SecretReference.EnvironmentVariable;
import com.custom.pulsar.pipeline.SecretReference.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretLookupTest {
    private static final ClusterSecret SECRET = new ClusterSecret("postgres-credentials", "password");

    @TempDir
    Path directory;

    @Test
    void aVariableIsReadFromTheEnvironment() {
        assertThat(lookup(Map.of("PGPASSWORD", "canary")).value(new EnvironmentVariable("PGPASSWORD")))
                .isEqualTo("canary");
    }

    @Test
    void anUnsetVariableIsNamed() {
        assertThatThrownBy(() -> lookup(Map.of("PGPASSWORD", "")).value(new EnvironmentVariable("PGPASSWORD")))
                .isInstanceOf(MissingSecretException.class)
                .hasMessage("{env: PGPASSWORD} cannot be found: the variable PGPASSWORD is not set; set it");
    }

    @Test
    void oneLineBreakAtTheEndOfAFileDoesNotCount() throws IOException {
        assertThat(lookup(Map.of()).value(file("canary\n"))).isEqualTo("canary");
        assertThat(lookup(Map.of()).value(file("canary\r\n"))).isEqualTo("canary");
        assertThat(lookup(Map.of()).value(file(" canary\n\n"))).isEqualTo(" canary\n");
    }

    @Test
    void aFileThatIsNoSecretIsRefused() throws IOException {
        Path place = directory.resolve("pg");

        assertThatThrownBy(() -> lookup(Map.of()).value(new SecretFile("pg", place)))
                .hasMessage("{file: pg} cannot be found: the file " + place + " does not exist; write it");
        SecretFile empty = file("\n");
        assertThatThrownBy(() -> lookup(Map.of()).value(empty))
                .hasMessage("{file: pg} cannot be found: the file " + place + " is empty; write the secret into it");
        SecretFile large = file("x".repeat(64 * 1024 + 1));
        assertThatThrownBy(() -> lookup(Map.of()).value(large))
                .hasMessage("{file: pg} cannot be found: the file " + place
                        + " is larger than 64 KiB; a secret's file holds nothing else");
        Files.write(place, new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> lookup(Map.of()).value(new SecretFile("pg", place)))
                .hasMessage("{file: pg} cannot be found: the file " + place
                        + " is not UTF-8 text; write the secret as text");
    }

    @Test
    void aClusterSecretIsAVariableBeforeItIsAFile() throws IOException {
        Files.createDirectory(directory.resolve("postgres-credentials"));
        Files.writeString(directory.resolve("postgres-credentials").resolve("password"), "from the file");

        assertThat(lookup(Map.of()).value(SECRET)).isEqualTo("from the file");
        assertThat(lookup(Map.of("PULSAR_CDC_SECRET_POSTGRES_CREDENTIALS_PASSWORD", "canary"))
                        .value(SECRET))
                .isEqualTo("canary");
    }

    @Test
    void aClusterSecretThatIsNowhereIsSaidToBe() {
        assertThatThrownBy(() -> lookup(Map.of()).value(SECRET))
                .hasMessage("{secret: postgres-credentials, key: password} cannot be found: neither the variable"
                        + " PULSAR_CDC_SECRET_POSTGRES_CREDENTIALS_PASSWORD is set nor is there a file "
                        + directory.resolve("postgres-credentials").resolve("password")
                        + "; set the one or write the other");
        assertThatThrownBy(() -> new SecretLookup(Map.of(), Optional.empty()).value(SECRET))
                .hasMessage(
                        "{secret: postgres-credentials, key: password} cannot be found: on this machine it is the variable"
                                + " PULSAR_CDC_SECRET_POSTGRES_CREDENTIALS_PASSWORD, which is not set; set it, or name with --secrets a"
                                + " directory that holds postgres-credentials/password");
    }

    private SecretLookup lookup(Map<String, String> environment) {
        return new SecretLookup(environment, Optional.of(directory));
    }

    private SecretFile file(String content) throws IOException {
        return new SecretFile("pg", Files.writeString(directory.resolve("pg"), content));
    }
}
