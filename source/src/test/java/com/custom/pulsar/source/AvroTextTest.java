package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema.Parser;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class AvroTextTest {

    @Test
    void theTextIsTheOneOfTheShippedConnector() {
        assertThat(AvroText.of(customers("first_name")))
                .isEqualTo("{\"type\":\"record\",\"name\":\"Value\",\"namespace\":\"dbserver1.public.customers\","
                        + "\"fields\":[{\"name\":\"id\",\"type\":{\"type\":\"int\",\"connect.default\":0},\"default\":0},"
                        + "{\"name\":\"first_name\",\"type\":[\"null\",\"string\"],\"default\":null},"
                        + "{\"name\":\"at\",\"type\":[\"null\",{\"type\":\"long\",\"connect.version\":1,"
                        + "\"connect.name\":\"io.debezium.time.MicroTimestamp\"}],\"default\":null}],"
                        + "\"connect.name\":\"dbserver1.public.customers.Value\"}");
    }

    @Test
    void equalSchemasGiveEqualText() {
        assertThat(AvroText.of(customers("n"))).isEqualTo(AvroText.of(customers("n")));
    }

    @Test
    void aTableThatChangedGetsNewTextUnderItsOldName() {
        assertThat(AvroText.of(customers("n"))).isNotEqualTo(AvroText.of(customers("m")));
    }

    @Test
    void columnsWithNamesThatAvroForbidsGetLegalOnesEachItsOwn() {
        Schema schema = SchemaBuilder.struct()
                .name("dbserver1.public.odd.Value")
                .field("a b", Schema.STRING_SCHEMA)
                .field("a-b", Schema.STRING_SCHEMA)
                .field("1st", SchemaBuilder.array(customers("x y")).build())
                .field("größe", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        String text = AvroText.of(schema);
        assertThat(new Parser().parse(text).getFields())
                .extracting(org.apache.avro.Schema.Field::name)
                .containsExactly("a_b", "a_b_", "_1st", "größe");
    }

    private static Schema customers(String nameColumn) {
        return SchemaBuilder.struct()
                .name("dbserver1.public.customers.Value")
                .field("id", SchemaBuilder.int32().defaultValue(0).build())
                .field(nameColumn, Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "at",
                        SchemaBuilder.int64()
                                .name("io.debezium.time.MicroTimestamp")
                                .version(1)
                                .optional()
                                .build())
                .build();
    }
}
