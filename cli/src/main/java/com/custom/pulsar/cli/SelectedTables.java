package com.custom.pulsar.cli;

import com.custom.pulsar.pipeline.TableName;
import com.custom.pulsar.pipeline.TableSelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the last run in a data directory captured, so that the next one can tell what is new. */
final class SelectedTables {
    private static final String NAME = "selected-tables";

    private final Path file;

    SelectedTables(Path dataDirectory) {
        this.file = dataDirectory.resolve(NAME);
    }

    /** Those of the tables that the last run did not select; none if there was no run, or nobody knows what it selected. */
    List<TableName> added(List<TableName> tables) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            List<TableSelector> before =
                    Files.readAllLines(file).stream().map(TableSelector::parse).toList();
            return tables.stream()
                    .filter(table -> before.stream().noneMatch(selector -> selector.selects(table)))
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    void keep(List<TableSelector> selectors) {
        try {
            Files.write(file, selectors.stream().map(TableSelector::toString).toList());
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write to " + file + ": " + e.getMessage(), e);
        }
    }
}
