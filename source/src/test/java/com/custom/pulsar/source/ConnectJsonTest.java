package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectJsonTest {

    private static final ObjectMapper TREE =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final JsonConverter oracle = oracle();

    @Test
    void whatTheConverterWritesOfRandomSchemasAndValuesIsWrittenToo() throws Exception {
        long seed = new Random().nextLong();
        RandomConnectData random = new RandomConnectData(seed);
        JsonBuffer out = new JsonBuffer();
        for (int schemas = 0; schemas < 300; schemas++) {
            Schema schema = random.schema(4);
            ConnectJson plan = ConnectJson.plan(schema);
            for (int values = 0; values < 10; values++) {
                Object value = random.value(schema);
                out.clear();
                plan.write(value, out);
                assertSameJson("seed " + seed, out.toBytes(), oracle.fromConnectData("t", schema, value));
            }
        }
    }

    @Test
    void fieldsKeepTheOrderOfTheSchemaAndNothingIsPutBetweenThem() {
        Schema schema = SchemaBuilder.struct()
                .field("z", Schema.INT32_SCHEMA)
                .field("a\"b", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        assertThat(written(schema, new Struct(schema).put("z", -7).put("a\"b", "x")))
                .isEqualTo("{\"z\":-7,\"a\\\"b\":\"x\"}");
    }

    @Test
    void aNullStaysNullWhereTheColumnHasADefault() {
        Schema withDefault = SchemaBuilder.int32().optional().defaultValue(5).build();
        Schema schema = SchemaBuilder.struct().field("n", withDefault).build();
        assertThat(written(schema, new Struct(schema).put("n", null))).isEqualTo("{\"n\":null}");
    }

    @Test
    void aValueThatIsTheDefaultIsWrittenWhetherItIsTheSameObjectOrAnotherOne() {
        String common = new String("open");
        Schema withDefault =
                SchemaBuilder.string().optional().defaultValue(common).build();
        Schema schema = SchemaBuilder.struct().field("s", withDefault).build();
        assertThat(written(schema, new Struct(schema).put("s", common))).isEqualTo("{\"s\":\"open\"}");
        assertThat(written(schema, new Struct(schema).put("s", new String("open"))))
                .isEqualTo("{\"s\":\"open\"}");
        assertThat(written(schema, new Struct(schema).put("s", "closed"))).isEqualTo("{\"s\":\"closed\"}");
    }

    @Test
    void aSchemaThatOnlyEqualsTheAnnouncedOneIsComparedOnce() {
        CountingSchema alike = new CountingSchema("n", Schema.INT32_SCHEMA);
        ConnectJson plan = ConnectJson.plan(new CountingSchema("n", Schema.INT32_SCHEMA));
        JsonBuffer out = new JsonBuffer();

        for (int n = 0; n < 3; n++) {
            plan.write(new Struct(alike).put("n", n), out);
        }

        assertThat(new String(out.toBytes(), StandardCharsets.UTF_8)).isEqualTo("{\"n\":0}{\"n\":1}{\"n\":2}");
        assertThat(alike.comparisons).isEqualTo(1);
    }

    @Test
    void aSchemaOfAnotherVersionIsRefusedAlsoBehindOneThatWasAlike() {
        ConnectJson plan = ConnectJson.plan(new CountingSchema("n", Schema.INT32_SCHEMA));
        JsonBuffer out = new JsonBuffer();
        plan.write(new Struct(new CountingSchema("n", Schema.INT32_SCHEMA)).put("n", 1), out);
        Struct other = new Struct(new CountingSchema("n", Schema.INT64_SCHEMA)).put("n", 1L);

        assertThatThrownBy(() -> plan.write(other, out)).isInstanceOf(DataException.class);
    }

    /** A struct's schema that counts how often it is compared with another one. */
    private static final class CountingSchema extends ConnectSchema {
        private int comparisons;

        CountingSchema(String field, Schema type) {
            super(Type.STRUCT, false, null, "t", null, null, null, List.of(new Field(field, 0, type)), null, null);
        }

        @Override
        public boolean equals(Object other) {
            comparisons++;
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    @Test
    void theSourceBlockGetsItsDefaults() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.connector.postgresql.Source")
                .field(
                        "snapshot",
                        SchemaBuilder.string().optional().defaultValue("false").build())
                .build();
        assertThat(written(schema, new Struct(schema))).isEqualTo("{\"snapshot\":\"false\"}");
    }

    @Test
    void theEndsOfEachNumberTypeAreWrittenWhole() {
        assertThat(written(Schema.INT64_SCHEMA, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(written(Schema.INT64_SCHEMA, Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(written(Schema.INT64_SCHEMA, 1_000_000_000_000_000_000L)).isEqualTo("1000000000000000000");
        assertThat(written(Schema.INT8_SCHEMA, Byte.MIN_VALUE)).isEqualTo("-128");
        assertThat(written(Schema.INT32_SCHEMA, 10)).isEqualTo("10");
        assertThat(written(Schema.INT32_SCHEMA, 0)).isEqualTo("0");
        assertThat(written(Schema.FLOAT64_SCHEMA, 1e300)).isEqualTo("1.0E300");
        assertThat(written(Schema.FLOAT64_SCHEMA, -0.0)).isEqualTo("-0.0");
    }

    @Test
    void wholeNumbersOfEveryLengthAreWrittenAsJavaWritesThem() {
        List<Long> numbers = new ArrayList<>(List.of(0L, (long) Integer.MAX_VALUE, Integer.MAX_VALUE + 1L));
        for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
            numbers.addAll(List.of(power - 1, power, power + 1, 7 * power + power / 3));
        }
        for (long number : numbers) {
            assertThat(written(Schema.INT64_SCHEMA, number)).isEqualTo(Long.toString(number));
            assertThat(written(Schema.INT64_SCHEMA, -number)).isEqualTo(Long.toString(-number));
        }
    }

    @Test
    void textIsEscapedFromWhereItIsNoLongerPlain() {
        for (int plain : List.of(0, 1, 50, 4_090, 4_095, 4_096, 10_000)) {
            String begin = "x".repeat(plain);
            assertThat(written(Schema.STRING_SCHEMA, begin)).isEqualTo("\"" + begin + "\"");
            assertThat(written(Schema.STRING_SCHEMA, begin + "\"\u20ac\ud83d\ude00y"))
                    .isEqualTo("\"" + begin + "\\\"\u20ac\\uD83D\\uDE00y\"");
        }
    }

    @Test
    void whatIsNoJsonNumberIsWrittenInQuotes() {
        assertThat(written(Schema.FLOAT64_SCHEMA, Double.NaN)).isEqualTo("\"NaN\"");
        assertThat(written(Schema.FLOAT32_SCHEMA, Float.NEGATIVE_INFINITY)).isEqualTo("\"-Infinity\"");
    }

    @Test
    void textIsEscapedAsTheConverterDoesIt() {
        StringBuilder all = new StringBuilder();
        for (int codePoint = 0; codePoint < 0x11000; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                all.appendCodePoint(codePoint);
            }
        }
        String text = all.toString();
        assertThat(written(Schema.STRING_SCHEMA, text))
                .isEqualTo(new String(oracle.fromConnectData("t", Schema.STRING_SCHEMA, text), StandardCharsets.UTF_8));
    }

    @Test
    void aSurrogateWithoutItsPartnerBecomesTheReplacementCharacter() {
        assertThat(written(Schema.STRING_SCHEMA, "a\uD83Db\uDE00\uD83D")).isEqualTo("\"a\uFFFDb\uFFFD\uFFFD\"");
    }

    @Test
    void ofAByteBufferOnlyWhatRemainsIsWritten() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);
        assertThat(written(Schema.BYTES_SCHEMA, buffer)).isEqualTo("\"AQID\"");
        assertThat(buffer.remaining()).isEqualTo(3);
    }

    @Test
    void mapsWithOtherKeysThanTextBecomePairs() {
        Schema schema =
                SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA).build();
        assertThat(written(schema, Map.of(1, "a"))).isEqualTo("[[1,\"a\"]]");
        assertThat(written(schema, Map.of())).isEqualTo("[]");
    }

    @Test
    void emptyContainersKeepBothBrackets() {
        assertThat(written(SchemaBuilder.array(Schema.INT32_SCHEMA).build(), List.of()))
                .isEqualTo("[]");
        assertThat(written(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build(),
                        Map.of()))
                .isEqualTo("{}");
        Schema empty = SchemaBuilder.struct().build();
        assertThat(written(empty, new Struct(empty))).isEqualTo("{}");
    }

    @Test
    @SuppressWarnings("JavaUtilDate") // The type in which Connect holds its logical times.
    void logicalTypesAreWrittenInTheirConnectForm() {
        assertThat(written(Date.SCHEMA, new java.util.Date(86_400_000L * 3))).isEqualTo("3");
        assertThat(written(Time.SCHEMA, new java.util.Date(1234))).isEqualTo("1234");
        assertThat(written(Timestamp.SCHEMA, new java.util.Date(1_637_012_345_678L)))
                .isEqualTo("1637012345678");
        assertThat(written(Decimal.schema(2), new BigDecimal("123.45"))).isEqualTo("\"MDk=\"");
    }

    @Test
    void aValueThatDoesNotFitItsSchemaIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> written(Schema.INT32_SCHEMA, "secret row value"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("INT32")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> written(Schema.INT32_SCHEMA, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not optional");
        Schema one = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();
        Schema other = SchemaBuilder.struct().field("b", Schema.INT32_SCHEMA).build();
        assertThatThrownBy(() -> written(one, new Struct(other).put("b", 1))).isInstanceOf(DataException.class);
    }

    @Test
    void theBufferGrowsWithALargeValueAndIsSmallAgainAfterwards() {
        JsonBuffer out = new JsonBuffer();
        String large = "é".repeat(3_000_000);
        ConnectJson plan = ConnectJson.plan(Schema.STRING_SCHEMA);
        plan.write(large, out);
        assertThat(out.toBytes()).hasSize(6_000_002);
        out.clear();
        plan.write("x", out);
        assertThat(out.toBytes()).isEqualTo("\"x\"".getBytes(StandardCharsets.UTF_8));
    }

    private static String written(Schema schema, @Nullable Object value) {
        JsonBuffer out = new JsonBuffer();
        ConnectJson.plan(schema).write(value, out);
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    // As trees for the structure, then as text for the form of numbers and strings.
    private static void assertSameJson(String seed, byte[] actual, byte[] expected) throws IOException {
        assertThat(TREE.readTree(actual)).as(seed).isEqualTo(TREE.readTree(expected));
        assertThat(new String(actual, StandardCharsets.UTF_8))
                .as(seed)
                .isEqualTo(new String(expected, StandardCharsets.UTF_8));
    }

    private static JsonConverter oracle() {
        JsonConverter converter = new JsonConverter(false);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("schemas.enable", false);
        settings.put("replace.null.with.default", false);
        converter.configure(settings, false);
        return converter;
    }
}
