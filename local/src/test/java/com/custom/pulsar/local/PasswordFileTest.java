package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PasswordFileTest {
    @Test
    void aLineIsOfTheFormatThatPostgresClientsRead() {
        assertThat(PasswordFile.line("cdc", "secret")).isEqualTo("*:*:*:cdc:secret\n");
        assertThat(PasswordFile.line("a:b", "c\\d:e")).isEqualTo("*:*:*:a\\:b:c\\\\d\\:e\n");
    }

    @Test
    void aPasswordWithALineBreakIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> PasswordFile.line("cdc", "canary\nb"))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("line break")
                .hasMessageNotContaining("canary");
    }

    @Test
    void onlyItsOwnerReadsItUntilItIsDeleted(@TempDir Path temporary) throws Exception {
        Path root = temporary.toRealPath().resolve("data");
        try (DataDirectory directory = DataDirectory.open(root, notice -> {})) {
            PasswordFile.write(directory, "cdc", "old");
            Path file = PasswordFile.write(directory, "cdc", "new");

            assertThat(file).hasContent("*:*:*:cdc:new");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");

            PasswordFile.delete(root);
            PasswordFile.delete(root);

            assertThat(file).doesNotExist();
        }
    }
}
