package com.custom.pulsar.source;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.connector.postgresql.PostgresSourceInfoStructMaker;
import io.debezium.connector.postgresql.SourceInfo;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link SourceBlock}s in place of structs that are filled field by field. Debezium makes it, by the name that stands in
 * {@code sourceinfo.struct.maker}. Of a schema with other fields than the known ones it makes what Debezium makes.
 */
public final class SourceBlockMaker extends PostgresSourceInfoStructMaker {

    private SourceBlock.@Nullable Names names;

    @Override
    public void init(String connector, String version, CommonConnectorConfig config) {
        super.init(connector, version, config);
        names = schema().fields().stream().map(Field::name).toList().equals(SourceBlock.FIELDS)
                ? new SourceBlock.Names(version, connector, config.getLogicalName())
                : null;
    }

    @Override
    public Struct struct(SourceInfo info) {
        return names == null ? super.struct(info) : new SourceBlock(schema(), names, info);
    }
}
