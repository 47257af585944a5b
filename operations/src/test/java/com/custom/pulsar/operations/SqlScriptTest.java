package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SqlScriptTest {
    @Test
    void aSemicolonEndsAStatement() {
        assertThat(SqlScript.statements("SELECT 1; SELECT 2 ;\n\n;SELECT 3"))
                .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
    }

    @Test
    void aSemicolonInQuotesDoesNot() {
        assertThat(SqlScript.statements("SELECT 'a;''b;', \"c;d\", E'\\';', 'x\\'; SELECT 2"))
                .containsExactly("SELECT 'a;''b;', \"c;d\", E'\\';', 'x\\'", "SELECT 2");
        assertThat(SqlScript.statements("DO $x$ BEGIN; $$;$$ END $x$; SELECT a$b, $1; SELECT $$;$$"))
                .containsExactly("DO $x$ BEGIN; $$;$$ END $x$", "SELECT a$b, $1", "SELECT $$;$$");
    }

    @Test
    void commentsAreNoStatements() {
        assertThat(SqlScript.statements("-- one; two\nSELECT 1 /* a; /* b; */ c; */ + 2; -- end;\n/* open"))
                .containsExactly("SELECT 1   + 2");
    }

    @Test
    void theExampleHasAnInsertAnUpdateAndADelete() throws IOException {
        assertThat(SqlScript.statements(Files.readString(Path.of("..", "examples", "customers", "changes.sql"))))
                .extracting(statement -> statement.substring(0, 6))
                .containsExactly("INSERT", "UPDATE", "DELETE");
    }
}
