package com.custom.pulsar.pipeline;

/**
 * One thing that is wrong with a pipeline file.
 *
 * @param file the file as it was named by whoever asked for it
 * @param line from 1; 0 if the problem is not at a place in the file
 * @param column from 1; 0 if the problem is not at a place in the file
 * @param field the path of the key, such as {@code source.tables[1]}; empty for the file as a whole
 * @param message what is wrong and what would be right; never the value of a secret
 */
public record Problem(String file, int line, int column, String field, String message) {
    /** {@code file:line:column field: message}, without the parts that are not known. */
    @Override
    public String toString() {
        String name = Shown.plain(file);
        String place = line == 0 ? name : name + ":" + line + ":" + column;
        return field.isEmpty() ? place + ": " + message : place + " " + field + ": " + message;
    }
}
