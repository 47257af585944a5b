package com.custom.pulsar.benchmarks;

import java.util.Locale;

/**
 * What a row looks like. Each begins with {@code id} and {@code sent_us}, the microseconds of its transaction's wall clock,
 * which every contender writes as the first fields of {@code after}.
 */
enum RowShape {
    /** About 120 bytes in the table. */
    NARROW(
            "name text NOT NULL, email text NOT NULL, note text NOT NULL",
            "'customer ' || g, g || '@customers.example.com', md5(g::text)"),
    /** Twenty columns of the usual types. */
    WIDE(
            "a integer, b integer, c integer, d integer, e bigint, f bigint, g1 text, g2 text, g3 text, g4 text,"
                    + " h boolean, i boolean, j double precision, k double precision, l numeric(12,2), m numeric(12,2),"
                    + " n timestamptz, o date",
            "g, g + 1, g + 2, g + 3, g * 1000, g * 2000, 'city ' || g, 'street ' || g, 'order ' || g, 'open',"
                    + " true, false, g * 0.5, g * 0.25, (g % 1000000) * 0.01, 12.34, now(), current_date"),
    /** About two kilobytes, kept in the row by PostgreSQL and not to be compressed by anyone. */
    LARGE("body text NOT NULL", "bodies[1 + g % 256]");

    private static final int BODY_COUNT = 256;
    private static final int BODY_CHARACTERS = 1_900;

    private final String columns;
    private final String values;

    RowShape(String columns, String values) {
        this.columns = columns;
        this.values = values;
    }

    /** The table's name. */
    String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The SQL that makes the table and the procedure that fills it. */
    String definition(String schema) {
        return """
                CREATE TABLE %1$s.%2$s (id bigint PRIMARY KEY, sent_us bigint NOT NULL, %3$s);
                CREATE PROCEDURE %1$s.load_%2$s(first_id bigint, last_id bigint, per_transaction bigint)
                LANGUAGE plpgsql AS $$
                DECLARE
                  next_id bigint := first_id;
                  now_us bigint;
                  bodies text[] := %5$s;
                BEGIN
                  WHILE next_id <= last_id LOOP
                    now_us := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
                    INSERT INTO %1$s.%2$s SELECT g, now_us, %4$s
                      FROM generate_series(next_id, least(last_id, next_id + per_transaction - 1)) g;
                    COMMIT;
                    next_id := next_id + per_transaction;
                  END LOOP;
                END $$;
                """.formatted(
                        schema,
                        table(),
                        columns,
                        values,
                        this == LARGE ? "(SELECT array_agg(body) FROM " + schema + ".bodies)" : "NULL");
    }

    /** Random text for the large rows: made once, since making it anew for each row would cost more than storing it. */
    static String bodies(String schema) {
        return """
                CREATE TABLE %1$s.bodies AS
                SELECT left(string_agg(translate(encode(sha512((n || '-' || part)::bytea), 'base64'), E'\\n', ''), ''), %2$d) AS body
                FROM generate_series(1, %3$d) n, generate_series(1, 24) part GROUP BY n;
                """.formatted(schema, BODY_CHARACTERS, BODY_COUNT);
    }
}
