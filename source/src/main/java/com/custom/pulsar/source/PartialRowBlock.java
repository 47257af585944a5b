package com.custom.pulsar.source;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Debezium's own source block of a change whose old row PostgreSQL did not send as a whole. */
final class PartialRowBlock extends Struct {

    /** @param block as Debezium filled it */
    PartialRowBlock(Struct block) {
        super(block.schema());
        for (Field field : block.schema().fields()) {
            put(field, block.getWithoutDefault(field.name()));
        }
    }
}
