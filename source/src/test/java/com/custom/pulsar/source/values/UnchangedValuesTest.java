package com.custom.pulsar.source.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.config.CommonConnectorConfig.EventConvertingFailureHandlingMode;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.Enum;
import io.debezium.relational.Column;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import io.debezium.relational.TableSchemaBuilder;
import io.debezium.relational.ValueConverter;
import io.debezium.relational.ValueConverterProvider;
import io.debezium.schema.SchemaTopicNamingStrategy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In the builder that makes Debezium's schemas, over converters that answer as Debezium's do. */
final class UnchangedValuesTest {
    private static final Object UNCHANGED = UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE;
    private static final Object UNCHANGED_INTS =
            UnchangedToastedReplicationMessageColumn.UNCHANGED_INT_ARRAY_TOAST_VALUE;
    private static final PostgresConnectorConfig CONFIG = new PostgresConnectorConfig(
            Configuration.from(Map.of("topic.prefix", "p", "database.dbname", "d", "name", "n")));
    private static final Schema DOUBLES =
            SchemaBuilder.array(Schema.FLOAT64_SCHEMA).optional().build();

    private final List<@Nullable Object> converted = new ArrayList<>();

    @Test
    void whatWasLeftOutIsMarkedInTheFormOfItsColumn() throws Exception {
        Struct row = row(Map.of("a", DOUBLES), UNCHANGED);
        assertThat(row.getArray("a")).isEqualTo(List.of(97D, 98D));
        assertThat(converted).isEmpty();
    }

    @Test
    void whereDebeziumHasAMarkThatFitsItStays() throws Exception {
        Schema ints = SchemaBuilder.array(Schema.INT32_SCHEMA).optional().build();
        assertThat(row(Map.of("a", ints), UNCHANGED_INTS).getArray("a")).isEqualTo(List.of(1, 2));
        assertThat(row(Map.of("a", DOUBLES), UNCHANGED_INTS).getArray("a")).isEqualTo(List.of(97D, 98D));
    }

    @Test
    void allElseIsConvertedAsEver() throws Exception {
        assertThat(row(Map.of("a", DOUBLES), List.of(1D)).getArray("a")).isEqualTo(List.of(1D));
        assertThat(row(Map.of("a", DOUBLES), (Object) null).get("a")).isNull();
        assertThat(row(Map.of("a", Schema.INT32_SCHEMA), 5).get("a")).isEqualTo(5);
        assertThat(converted).containsExactly(List.of(1D), null, 5);
    }

    @Test
    void whatCannotBeMarkedFailsWithTableColumnAndReason() {
        assertThatThrownBy(() -> row(Map.of("a", Schema.OPTIONAL_FLOAT64_SCHEMA), UNCHANGED))
                .hasMessageContaining("'public.t.a'")
                .cause()
                .hasMessageStartingWith("PostgreSQL does not send the value")
                .hasMessageEndingWith("REPLICA IDENTITY FULL");
    }

    @Test
    void anArrayMayHoldNulls() throws Exception {
        Schema moods =
                SchemaBuilder.array(Enum.builder("sad").build()).optional().build();
        Struct row = row(Map.of("a", moods), Arrays.asList("sad", null));
        assertThat(row.getArray("a")).isEqualTo(Arrays.asList("sad", null));
        Schema elements = row.schema().field("a").schema().valueSchema();
        assertThat(elements).isEqualTo(Enum.builder("sad").optional().build());
    }

    @Test
    void toMarkTwiceIsToMarkOnce() throws Exception {
        TableSchemaBuilder builder = builder(Map.of("a", DOUBLES));
        UnchangedValues.markIn(builder, ascii("ab"));
        UnchangedValues.markIn(builder, ascii("cd"));
        assertThat(row(builder, Map.of("a", DOUBLES), UNCHANGED).getArray("a")).isEqualTo(List.of(97D, 98D));
    }

    private Struct row(Map<String, Schema> columns, @Nullable Object... values) throws IllegalAccessException {
        TableSchemaBuilder builder = builder(columns);
        UnchangedValues.markIn(builder, ascii("ab"));
        return row(builder, columns, values);
    }

    private static Struct row(TableSchemaBuilder builder, Map<String, Schema> columns, @Nullable Object... values) {
        Table table = Table.editor()
                .tableId(new TableId(null, "public", "t"))
                .setColumns(columns.entrySet().stream()
                        .map(column -> Column.editor()
                                .name(column.getKey())
                                .type("type")
                                .optional(column.getValue().isOptional())
                                .create())
                        .toList())
                .create();
        TableSchema schema = builder.create(SchemaTopicNamingStrategy.create(CONFIG), table, null, null, null);
        return schema.valueFromColumnData(Arrays.copyOf(values, values.length));
    }

    private TableSchemaBuilder builder(Map<String, Schema> columns) {
        return new TableSchemaBuilder(
                new Converters(columns),
                CONFIG.schemaNameAdjuster(),
                new CustomConverterRegistry(List.of()),
                CONFIG.getSourceInfoStructMaker().schema(),
                SchemaBuilder.struct().name("transaction").optional().build(),
                CONFIG.getFieldNamer(),
                false,
                EventConvertingFailureHandlingMode.FAIL);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private final class Converters implements ValueConverterProvider {
        private final Map<String, Schema> columns;

        Converters(Map<String, Schema> columns) {
            this.columns = columns;
        }

        @Override
        public SchemaBuilder schemaBuilder(Column column) {
            Schema schema = columns.get(column.name());
            if (schema == null) {
                throw new AssertionError(column);
            }
            return schema.type() == Schema.Type.ARRAY
                    ? SchemaBuilder.array(schema.valueSchema())
                    : new SchemaBuilder(schema.type());
        }

        @Override
        public ValueConverter converter(Column column, Field field) {
            return value -> {
                if (value == UNCHANGED) {
                    return "ab";
                }
                if (value == UNCHANGED_INTS) {
                    return List.of(1, 2);
                }
                converted.add(value);
                return value;
            };
        }
    }
}
