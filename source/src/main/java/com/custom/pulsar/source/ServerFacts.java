package com.custom.pulsar.source;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * What a PostgreSQL says of itself, as far as the care for a slot goes.
 *
 * @param majorVersion such as 17
 * @param isStandby whether it follows another server, so that nothing can be written into its log
 * @param mayEmitMessages whether the role can write a logical message
 */
record ServerFacts(int majorVersion, boolean isStandby, boolean mayEmitMessages) {

    // PostgreSQL 17 has given the function a parameter more; whichever is there is asked for.
    private static final String QUERY = """
            SELECT current_setting('server_version_num')::int / 10000, pg_is_in_recovery(),
                   EXISTS (SELECT 1 FROM pg_proc p
                           WHERE p.proname = 'pg_logical_emit_message' AND p.pronamespace = 'pg_catalog'::regnamespace
                             AND p.proargtypes[2] = 'text'::regtype AND has_function_privilege(p.oid, 'EXECUTE'))
            """;

    /**
     * Asks the server that the settings of Debezium name.
     *
     * @throws SQLException if it cannot be reached or refuses
     */
    static ServerFacts ask(Map<String, String> debezium) throws SQLException {
        PostgresConnectorConfig config = new PostgresConnectorConfig(Configuration.from(debezium));
        try (PostgresConnection connection = new PostgresConnection(config.getJdbcConfig(), "Pulsar CDC slot care")) {
            return connection.queryAndMap(QUERY, ServerFacts::read);
        }
    }

    private static ServerFacts read(ResultSet rows) throws SQLException {
        rows.next();
        boolean isStandby = rows.getBoolean(2);
        return new ServerFacts(rows.getInt(1), isStandby, !isStandby && rows.getBoolean(3));
    }
}
