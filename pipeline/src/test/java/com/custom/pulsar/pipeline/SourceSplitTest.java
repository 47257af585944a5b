package com.custom.pulsar.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSplitTest {
    private static final String HEAD = "apiVersion: pulsar-cdc/v1\nname: shop\n";

    @Test
    void eachSourceHasNamesOfItsOwnAndSharesTheRest() {
        Pipeline pipeline = parse("""
                source:
                  tables: [ public.customers ]
                  split: { orders: [ public.orders ], old-stock: [ public.stock ] }
                  snapshot: no_data
                """);

        List<Pipeline> each = pipeline.perSource();

        assertThat(each)
                .extracting(one -> one.source().name())
                .containsExactly(
                        "debezium-postgres-source",
                        "debezium-postgres-source-orders",
                        "debezium-postgres-source-old-stock");
        assertThat(each)
                .extracting(one -> one.names().slot())
                .containsExactly("pulsar_cdc_shop", "pulsar_cdc_shop_orders", "pulsar_cdc_shop_old_stock");
        assertThat(each)
                .extracting(one -> one.names().publication())
                .containsExactly("pulsar_cdc_shop", "pulsar_cdc_shop_orders", "pulsar_cdc_shop_old_stock");
        assertThat(each)
                .extracting(one -> one.names().offsetsTopic())
                .containsExactly(
                        "persistent://public/default/debezium-postgres-source-offsets",
                        "persistent://public/default/debezium-postgres-source-orders-offsets",
                        "persistent://public/default/debezium-postgres-source-old-stock-offsets");
        assertThat(each).extracting(one -> one.topics().prefix()).containsOnly("dbserver1");
        assertThat(each).extracting(one -> one.source().snapshot()).containsOnly(SnapshotMode.NO_DATA);
        assertThat(each)
                .extracting(one -> PulsarConfigurations.source(one, target()).getConfigs())
                .extracting(configs -> configs.get("table.include.list"))
                .containsExactly("(?-i:public\\.customers)", "(?-i:public\\.orders)", "(?-i:public\\.stock)");
        assertThat(pipeline.tables()).hasToString("[public.customers, public.orders, public.stock]");
        assertThat(pipeline.captures(TableName.parse("public.stock"))).isTrue();
        assertThat(pipeline.captures(TableName.parse("public.other"))).isFalse();
    }

    @Test
    void aNamedSlotAndPublicationAreThoseOfTheFirstSourceAndNameTheOthers() {
        Pipeline pipeline =
                parse("source: { tables: [ a.b ], split: { c: [ a.c ] }, postgres: { slot: s, publication: p } }");

        assertThat(pipeline.perSource())
                .extracting(one -> one.names().slot() + " " + one.names().publication())
                .containsExactly("s p", "s_c p_c");
        assertThat(pipeline.withoutAddresses().perSource()).hasSize(2);
    }

    @Test
    void withoutASplitTheOnlySourceIsAsItWas() {
        Pipeline pipeline = parse("source: { tables: [ public.customers, '/public\\.t{1,3}/' ] }");

        assertThat(pipeline.perSource()).containsExactly(pipeline);
        assertThat(parse("source: { tables: [ public.customers, '/public\\.t{1,3}/' ], split: {} }"))
                .isEqualTo(pipeline);
    }

    /** By selectors and by what Debezium is given, which compiles each element without regard to case and matches whole. */
    @ParameterizedTest
    @CsvSource({
        "public.orders, 1", // is named
        "public.order_items, 2", // the first expression of the parts
        "public.big_table, 0", // is named
        "public.big_other, 1", // an expression of a part before one of source.tables
        "public.order_big, 2", // named, though an earlier part's expression selects it
        "public.ORDERS, 2", // not the one that is named
        "public.rest, 0",
        "other.rest, -1",
    })
    void eachTableHasOneSource(String table, int expected) {
        Pipeline pipeline = parse("""
                source:
                  tables: [ public.big_table, '/public\\..{1,63}/' ]
                  split:
                    first: [ public.orders, '/public\\.big_.*|public\\.none/' ]
                    second: [ public.order_big, '/public\\.order.*/', '/public\\.(big|none)_o.*/' ]
                """);
        TableName name = TableName.parse(table);
        List<Pipeline> each = pipeline.perSource();

        for (int i = 0; i < each.size(); i++) {
            assertThat(each.get(i).captures(name)).as("source %d", i).isEqualTo(i == expected);
            String list = String.valueOf(PulsarConfigurations.source(each.get(i), target())
                    .getConfigs()
                    .get("table.include.list"));
            assertThat(Arrays.stream(list.split("(?<!\\\\),"))
                            .map(element -> element.replace("\\,", ","))
                            .anyMatch(element -> Pattern.compile(element, Pattern.CASE_INSENSITIVE)
                                    .matcher(table)
                                    .matches()))
                    .as("source %d: %s", i, list)
                    .isEqualTo(i == expected);
        }
        assertThat(pipeline.captures(name)).isEqualTo(expected >= 0);
    }

    @Test
    void messagesThatAreOfNoTableAreTheFirstSources() {
        Pipeline pipeline = parse(
                "source: { tables: [ a.b ], split: { c: [ a.c ] }, properties: { message.prefix.include.list: audit } }");

        assertThat(pipeline.perSource().get(0).source().properties())
                .containsExactly(Map.entry("message.prefix.include.list", "audit"));
        assertThat(pipeline.perSource().get(1).source().properties())
                .containsExactly(Map.entry("message.prefix.exclude.list", ".*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '%',
            value = {
                "tables: [ a.b ], split: { c: [ a.b ] } % p.yaml:3:42 source.split.c[0]: \"a.b\" is there already; name it once",
                "tables: [ a.b ], split: { c: [ '/a/' ], d: [ '/a/' ] } % source.split.d[0]: \"/a/\" is there already; name it once",
                "tables: [ a.x y ], split: { c: [ a.x_y ] } % source.split.c[0]: \"a.x_y\" would share a topic with \"a.x y\"",
                "tables: [ a.b ], split: { c: [] } % source.split.c: names no table",
                "tables: [ a.b ], split: { c: a.c } % source.split.c: must be a list",
                "tables: [ a.b ], split: [ a.c ] % source.split: must be a mapping of names to values",
                "tables: [ a.b ], split: { C: [ a.c ] } % source.split.C: \"C\" makes \"debezium-postgres-source-C\", which is not a name",
                "tables: [ a.b ], split: { abcdefghijklmnop: [ a.c ] } % both together have up to 40",
                "tables: [ a.b ], split: { c: [ a.c ] }, connector: builtin % source.split: is for this project's source",
                "tables: [ a.b ], split: { c: [ a.c ] }, properties: { signal.data.collection: a.s } % is one table, which several sources would read",
                "tables: [ '/(a)\\1/' ], split: { c: [ a.c ] } % source.tables[0]: \"/(a)\\1/\" cannot be held apart",
                "tables: [ a.b ], split: { c: [ '/(?<n>a)/' ] } % source.split.c[0]: \"/(?<n>a)/\" cannot be held apart",
                "tables: [ a.b ], split: { c: [ '/\\Qa/' ] } % source.split.c[0]: \"/\\Qa/\" cannot be held apart",
                "tables: [ a.b ], split: { c: [ '/(?x)a #/' ] } % cannot be held apart",
            })
    void whatCannotBeSplitIsRefused(String source, String message) {
        assertThatThrownBy(() -> parse("source: { " + source + " }")).hasMessageContaining(message.strip());
    }

    @Test
    void namesOfFurtherSourcesAreNoOthersNames() {
        assertThatThrownBy(() -> parse("source: { name: cdc, tables: [ a.b ], split: { enrichment: [ a.c ] } }"))
                .hasMessageContaining("enrichment.name: " + Pipeline.SAME_NAME);
        assertThatThrownBy(
                        () -> parse(
                                "source: { name: cdc, tables: [ a.b ], split: { x: [ a.c ] } }\ntopics: { prefix: cdc-x-offsets }"))
                .hasMessageContaining("topics.prefix: \"cdc-x-offsets\" is also the name of another topic");
        assertThatThrownBy(() -> PipelineFile.parse(
                        ("apiVersion: pulsar-cdc/v1\nname: " + "n".repeat(40)
                                        + "\nsource: { tables: [ a.b ], split: { elevenofthem: [ a.c ] } }")
                                .getBytes(StandardCharsets.UTF_8),
                        "p.yaml",
                        Path.of("/etc/cdc")))
                .hasMessageContaining("source.split: \"pulsar_cdc_" + "n".repeat(40));
    }

    @Test
    void anotherPipelineHasNeitherSlotNorNameOfAFurtherSource(@TempDir Path directory) throws Exception {
        String servers = """
                pulsar: { serviceUrl: 'pulsar://p:6650', adminUrl: 'http://p:8080' }
                """;
        String postgres = "postgres: { hostname: h, database: d, user: u, password: { env: P }%s }";
        Path first = Files.writeString(
                directory.resolve("a.yaml"),
                HEAD + servers + "source: { tables: [ a.b ], split: { c: [ a.c ] }, " + postgres.formatted("") + " }");
        Path second = Files.writeString(
                directory.resolve("b.yaml"),
                "apiVersion: pulsar-cdc/v1\nname: other\n" + servers
                        + "topics: { prefix: other }\nenrichment: { name: other }\n"
                        + "source: { name: debezium-postgres-source-c, tables: [ a.c ], "
                        + postgres.formatted(", slot: pulsar_cdc_shop_c") + " }");

        assertThatThrownBy(() -> PipelineFile.readAll(List.of(first, second)))
                .hasMessageContaining("\"pulsar_cdc_shop_c\" is also the replication slot in")
                .hasMessageContaining("\"debezium-postgres-source-c\" is also the name of a source or function in");
    }

    private static DeploymentTarget target() {
        return new DeploymentTarget.Local(
                Optional.of(new DeploymentTarget.EmbeddedPostgres("127.0.0.1", 1, "cdc", "P")));
    }

    private static Pipeline parse(String rest) {
        return PipelineFile.parse((HEAD + rest).getBytes(StandardCharsets.UTF_8), "p.yaml", Path.of("/etc/cdc"));
    }
}
