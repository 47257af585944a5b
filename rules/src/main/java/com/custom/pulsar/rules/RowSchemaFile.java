package com.custom.pulsar.rules;

/**
 * A file with a JSON Schema, as somebody wrote it.
 *
 * @param name as the pipeline file writes it
 */
public record RowSchemaFile(String name, String text) {
    public RowSchemaFile {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a file is empty");
        }
    }
}
