package com.custom.pulsar.pipeline;

import java.util.Optional;

/** A table, by the exact names of its schema and itself, without quotes. */
public record TableName(String schema, String table) implements Comparable<TableName> {
    private static final String EXAMPLE = "a table; write schema.table, such as public.customers";

    public TableName {
        Require.require(!schema.contains("."), Shown.quoted(schema) + " is not a schema; a dot ends its name");
        Require.text(schema, EXAMPLE);
        Require.text(table, EXAMPLE);
    }

    /** Reads {@code schema.table}; everything behind the first dot is the table's name. */
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        Require.require(dot > 0 && dot < text.length() - 1, Shown.quoted(text) + " is not " + EXAMPLE);
        return new TableName(
                Require.postgresName(text.substring(0, dot), EXAMPLE),
                Require.postgresName(text.substring(dot + 1), EXAMPLE));
    }

    /** A table of a database; empty for a name that no pipeline file can give, such as one whose schema holds a dot. */
    public static Optional<TableName> found(String schema, String table) {
        try {
            return Optional.of(new TableName(schema, table));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema == 0 ? table.compareTo(other.table) : bySchema;
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
