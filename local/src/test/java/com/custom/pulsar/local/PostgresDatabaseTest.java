package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class PostgresDatabaseTest {
    @Test
    void countsLinesInTheServersCharacters() {
        assertThat(PostgresDatabase.line("a\nb", 1)).isEqualTo(1);
        assertThat(PostgresDatabase.line("a\nb", 3)).isEqualTo(2);
        assertThat(PostgresDatabase.line("😀\nb", 2)).isEqualTo(1);
        assertThat(PostgresDatabase.line("😀\nb", 3)).isEqualTo(2);
        assertThat(PostgresDatabase.line("a\nb", 99)).isEqualTo(2);
    }

    @Test
    void settingsRefuseWhatBelongsToPostgresAndShowNoPassword() {
        assertThatThrownBy(() -> new PostgresSettings("inventory", "postgres", "p"))
                .hasMessageContaining("superuser");
        assertThatThrownBy(() -> new PostgresSettings("template1", "cdc", "p")).hasMessageContaining("database");
        assertThatThrownBy(() -> new PostgresSettings("inventory", "", "p")).hasMessageContaining("role");
        assertThat(new PostgresSettings("inventory", "cdc", "p")
                        .withRolePassword("hunter2")
                        .toString())
                .doesNotContain("hunter2");
        assertThat(new PostgresRole("cdc", "hunter2").toString()).doesNotContain("hunter2");
    }

    @Test
    void psqlsCommandLineIsQuotedAndNamesThePasswordFile() {
        assertThat(new PostgresEndpoint(20001, "inventory", Path.of("/d/pgpass")).psqlCommand())
                .isEqualTo("PGPASSFILE=/d/pgpass psql -h 127.0.0.1 -p 20001 -U postgres inventory");
        assertThat(new PostgresEndpoint(20001, "it's", Path.of("/d/pgpass")).psqlCommand())
                .endsWith("'it'\\''s'");
    }
}
