package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonShape;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas by the Apache Avro specification, 1.11, with what AvroData of Apicurio adds to those of Debezium. */
final class AvroShapeTest {
    private static final String ENVELOPE = """
            {"type":"record","name":"Envelope","namespace":"p.public.t","fields":[
              {"name":"before","type":["null",{"type":"record","name":"Value","fields":[
                {"name":"id","type":"int"},
                {"name":"at","type":["null",{"type":"long","connect.version":1,"connect.name":"io.debezium.time.MicroTimestamp"}],"default":null},
                {"name":"small","type":{"type":"int","connect.type":"int16"},"default":7},
                {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["A"]}}],"connect.name":"p.public.t.Value"}],"default":null},
              {"name":"after","type":["null","Value"],"default":null},
              {"name":"op","type":"string"}],"connect.name":"p.public.t.Envelope"}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"op\":\"c\"} | ``",
                "{\"before\":null,\"after\":{\"id\":1,\"kind\":\"A\"},\"op\":\"c\"} | ``",
                "{\"after\":{\"id\":1,\"at\":5,\"small\":1,\"kind\":\"A\"},\"op\":\"c\"} | ``",
                "{\"after\":{\"id\":1,\"at\":null,\"small\":1,\"kind\":\"A\"},\"op\":\"c\"} | ``",
                "{\"after\":{\"id\":1},\"op\":\"c\"} | after.kind is missing",
                "{\"after\":{\"id\":\"1\",\"kind\":\"A\"},\"op\":\"c\"} | after.id is text where the schema has a whole number",
                "{\"before\":{\"id\":1,\"small\":null,\"kind\":\"A\"},\"op\":\"c\"} | before.small is null where the schema has a whole number",
                "{\"before\":null} | op is missing",
            })
    void anEnvelopeIsOfItsSchema(String event, String misfit) {
        assertThat(misfit(ENVELOPE, event)).isEqualTo(misfit.isEmpty() ? Optional.empty() : Optional.of(misfit));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"array\",\"items\":[\"null\",\"double\"]} | [null,1.5,\"NaN\"]",
                "{\"type\":\"map\",\"values\":\"bytes\"} | {\"a\":\"AA==\"}",
                "{\"type\":\"fixed\",\"name\":\"f\",\"size\":2} | \"AAA=\"",
                "[\"boolean\",\"float\"] | true",
                "{\"type\":{\"type\":\"string\"}} | \"a\"",
                "{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"Node\"]}]} | {\"next\":{\"next\":null}}",
                "{\"type\":\"record\",\"name\":\"a.b\",\"fields\":[{\"name\":\"x\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[]}},{\"name\":\"y\",\"type\":\"a.E\"}]} | {\"x\":\"1\",\"y\":\"2\"}",
            })
    void everyKindOfTypeIsUnderstood(String schema, String json) {
        assertThat(misfit(schema, json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "[]",
                "\"unknown\"",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"record\",\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"r\"}",
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":7}",
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[7]}",
                "{\"type\":\"record\",\"name\":7,\"fields\":[]}",
                "{\"type\":\"array\"}",
                "{\"type\":\"map\",\"values\":\"r\"}",
            })
    void whatIsNoSchemaGivesNone(String schema) {
        assertThat(AvroShape.of(schema.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void nestingIsLimited() {
        String deep = "{\"type\":\"array\",\"items\":".repeat(2_000) + "\"int\"" + "}".repeat(2_000);

        assertThat(AvroShape.of(deep.getBytes(UTF_8))).isEmpty();
    }

    private static Optional<String> misfit(String schema, String json) {
        JsonShape shape = AvroShape.of(schema.getBytes(UTF_8)).orElseThrow();
        return shape.misfit(Objects.requireNonNull(new EnvelopeScanner().read(json.getBytes(UTF_8))));
    }
}
