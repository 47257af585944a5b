package com.custom.pulsar.source;

import com.custom.pulsar.source.values.PartialRows;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.connector.postgresql.PostgresSourceInfoStructMaker;
import io.debezium.connector.postgresql.SourceInfo;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link SourceBlock}s in place of structs that are filled field by field. Debezium makes it, by the name that stands in
 * {@code sourceinfo.struct.maker}. Of a schema with other fields than the known ones it makes what Debezium makes. The blocks of a
 * change whose old row is not whole can be told from others.
 */
public final class SourceBlockMaker extends PostgresSourceInfoStructMaker implements PartialRows.Listener {

    private SourceBlock.@Nullable Names names;
    private boolean isOldRowPartial;

    @Override
    public void init(String connector, String version, CommonConnectorConfig config) {
        super.init(connector, version, config);
        names = schema().fields().stream().map(Field::name).toList().equals(SourceBlock.FIELDS)
                ? new SourceBlock.Names(version, connector, config.getLogicalName())
                : null;
    }

    @Override
    public void oldRowIsPartial(boolean isPartial) {
        isOldRowPartial = isPartial;
    }

    @Override
    public Struct struct(SourceInfo info) {
        if (names != null) {
            return new SourceBlock(schema(), names, info, isOldRowPartial);
        }
        Struct block = super.struct(info);
        return isOldRowPartial ? new PartialRowBlock(block) : block;
    }
}
