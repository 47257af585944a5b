package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.pipeline.TableName;
import com.custom.pulsar.pipeline.TableSelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectedTablesTest {
    private static final TableName OLD = TableName.parse("public.old");
    private static final TableName ORDERS_2026 = TableName.parse("public.orders_2026");
    private static final TableName FRESH = TableName.parse("public.new");

    @TempDir
    Path directory;

    @Test
    void aFirstRunAddsNothing() {
        assertThat(new SelectedTables(directory).added(List.of(OLD, FRESH))).isEmpty();
    }

    @Test
    void whatTheLastRunDidNotSelectIsAdded() {
        SelectedTables selected = new SelectedTables(directory);

        selected.keep(List.of(TableSelector.parse("public.old"), TableSelector.parse("/public\\.orders_.*/")));

        assertThat(selected.added(List.of(OLD, ORDERS_2026, FRESH))).containsExactly(FRESH);
    }

    @Test
    void aDamagedFileAddsNothing() throws IOException {
        Files.writeString(directory.resolve("selected-tables"), "/(/\n");

        assertThat(new SelectedTables(directory).added(List.of(FRESH))).isEmpty();
    }
}
