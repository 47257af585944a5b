package com.custom.pulsar.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.rules.OnDrift;
import com.custom.pulsar.rules.OnInvalid;
import com.custom.pulsar.rules.RouteTexts;
import com.custom.pulsar.rules.RouteTopicName;
import com.custom.pulsar.rules.Routing;
import com.custom.pulsar.rules.ValidationTexts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors says what the reader does. */
class PipelineSchemaTest {
    private static final Path FILE = Path.of("..", "docs", "pipeline.schema.json");
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build());
    private static final JsonNode TREE = tree();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TREE);
    private static final String HEAD = "apiVersion: pulsar-cdc/v1\nname: shop\n";

    @Test
    void theSchemaHasTheKeysOfTheReaderAndNoneOther() {
        Map<String, Set<String>> ofSchema = new TreeMap<>();
        collect("", TREE, ofSchema);
        Map<String, Set<String>> ofReader = new TreeMap<>();
        PipelineKeys.ALL.forEach((path, keys) -> ofReader.put(path, new TreeSet<>(keys)));

        assertThat(ofSchema).isEqualTo(ofReader);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void theSchemaHasThePatternOfTheReader(String pointer, Pattern pattern) {
        assertThat(TREE.at(pointer).path("pattern").textValue()).isEqualTo("^(?:" + pattern.pattern() + ")$");
    }

    static Stream<Arguments> theSchemaHasThePatternOfTheReader() {
        String properties = "/properties/";
        return Map.ofEntries(
                        Map.entry("name", Require.PIPELINE_NAME),
                        Map.entry("pulsar/properties/serviceUrl", PulsarAddress.SERVICE_URL),
                        Map.entry("pulsar/properties/adminUrl", PulsarAddress.ADMIN_URL),
                        Map.entry("topics/properties/tenant", Require.PULSAR_NAME),
                        Map.entry("topics/properties/namespace", Require.PULSAR_NAME),
                        Map.entry("topics/properties/prefix", Require.TOPIC_PREFIX),
                        Map.entry("topics/properties/retention", Pattern.compile(Retention.TEXT + "|forever")),
                        Map.entry("source/properties/name", Require.COMPONENT_NAME),
                        Map.entry("source/properties/split/propertyNames", Require.COMPONENT_NAME),
                        Map.entry("source/properties/postgres/properties/hostname", PostgresServer.HOSTNAME),
                        Map.entry("source/properties/postgres/properties/slot", Postgres.SLOT),
                        Map.entry("source/properties/postgres/properties/networks/items", Cidr.TEXT),
                        Map.entry("enrichment/properties/name", Require.COMPONENT_NAME))
                .entrySet()
                .stream()
                .map(entry -> Arguments.of(properties + entry.getKey(), entry.getValue()));
    }

    @Test
    void theSchemaHasTheWordsOfTheReader() {
        assertThat(TREE.at("/properties/apiVersion/const").textValue()).isEqualTo(Pipeline.API_VERSION);
        assertThat(words("/properties/source/properties/snapshot/enum"))
                .containsExactlyElementsOf(Arrays.stream(SnapshotMode.values())
                        .map(SnapshotMode::text)
                        .toList());
        assertThat(words("/properties/source/properties/connector/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(Connector.values()).map(Connector::text).toList());
        assertThat(words("/properties/source/properties/postgres/properties/tls/properties/mode/enum"))
                .containsExactlyElementsOf(Arrays.stream(PostgresTls.Mode.values())
                        .map(PostgresTls.Mode::text)
                        .toList());
        assertThat(words("/properties/source/properties/properties/propertyNames/not/enum"))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                DebeziumProperties.OWNED.keySet().stream(), DebeziumProperties.FIXED.keySet().stream())
                        .toList());
        assertThat(words("/properties/enrichment/properties/metadata/propertyNames/not/enum"))
                .containsExactlyInAnyOrderElementsOf(Enrichment.OWN);
        assertThat(words("/$defs/validate/properties/onInvalid/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(OnInvalid.values()).map(OnInvalid::text).toList());
        assertThat(words("/$defs/validate/properties/onDrift/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(OnDrift.values()).map(OnDrift::text).toList());
        assertThat(words("/$defs/validate/properties/schema/enum")).containsExactly(ValidationTexts.REGISTRY);
        assertThat(words("/$defs/routing/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(Routing.values()).map(Routing::text).toList());
        assertThat(TREE.at("/$defs/routes/items/properties/most/maximum").intValue())
                .isEqualTo(RouteTexts.MOST_COMPUTED);
        assertThat(TREE.at("/$defs/routes/items/properties/most/default").intValue())
                .isEqualTo(RouteTexts.DEFAULT_MOST);
        assertThat(TREE.at("/$defs/routes/items/properties/to/oneOf/1/maxItems").intValue())
                .isEqualTo(RouteTexts.MOST_NAMES);
        assertThat(TREE.at("/$defs/routeTopic/pattern").textValue())
                .isEqualTo("^(?:" + RouteTopicName.CHARACTERS + ")$");
        assertThat(TREE.at("/$defs/routeTopic/not/pattern").textValue())
                .isEqualTo("^(?:.*-" + RouteTopicName.TAKEN + ")$");
        assertThat(TREE.at("/properties/topics/properties/retention/default").textValue())
                .isEqualTo(Retention.DEFAULT.toString());
        assertThat(TREE.at("/properties/topics/properties/prefix/default").textValue())
                .isEqualTo(Topics.DEFAULT_PREFIX);
        assertThat(TREE.at("/properties/source/properties/name/default").textValue())
                .isEqualTo(PostgresSource.DEFAULT_NAME);
        assertThat(TREE.at("/properties/enrichment/properties/name/default").textValue())
                .isEqualTo(Enrichment.DEFAULT_NAME);
    }

    @Test
    void theExamplesAreRightAndNameTheSchema() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "examples"))) {
            List<Path> examples =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(examples).isNotEmpty();
            for (Path example : examples) {
                String text = Files.readString(example);
                assertThat(errors(text)).as(example.toString()).isEmpty();
                String named =
                        text.lines().findFirst().orElseThrow().replaceFirst("^# yaml-language-server: \\$schema=", "");
                assertThat(example.resolveSibling(named)).hasSameBinaryContentAs(FILE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source: { tables: [ public.customers, '/public\\.order.*/', 'public.Order Items' ] }",
                "source: { tables: [ a.b ], postgres: { database: d, slot: s, publication: p } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, port: 1, database: d, user: u, password: { env: P } } }",
                "source: { tables: [ a.b ], postgres: { hostname: '::1', database: d, user: u, password: { secret: a, key: b } } }",
                "source: { tables: [ a.b ], properties: { a.b: 1, c: true, d: 0.5, e: x }, snapshot: no_data }",
                "source: { tables: [ a.b ] }\ntopics: { retention: forever, tenant: t.x, namespace: n, prefix: p }",
                "source: { tables: [ a.b ] }\nenrichment: { name: e, metadata: { a: NO } }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: { constraints: { a: 'true' }, onInvalid: halt } }",
                "source: { tables: [ a.b ] }\nenrichment: { tables: { a.b: { validate: { constraints: {} } } } }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: { schema: registry, constraints: {} } }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: { schema: registry, onInvalid: drop }, tables: { a.b: { validate: { onDrift: halt } } } }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { to: x }, { when: 'true', to: [ x, y ], enriched: false } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routing: all, routes: [ { topic: op, pattern: '[a-z]', most: 5 } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { tables: { a.b: { routing: first, routes: [ { to: x } ] } } }",
                "source: { tables: [ a.b ], connector: builtin, snapshot: no_data, properties: { poll.interval.ms: 1 } }",
                "source: { tables: [ a.b ], connector: pulsar-cdc }",
                "source: { tables: [ a.b ], split: { orders: [ a.c, '/a\\.order.*/' ], x-1: [ a.d ] } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P } } }\npulsar: { serviceUrl: 'pulsar+ssl://h', adminUrl: 'https://h', tls: {} }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P } } }\npulsar: { serviceUrl: 'pulsar+ssl://h', adminUrl: 'https://h', tls: { trustedCertificates: ca.pem, hostnameVerification: false } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: {} } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: { mode: require, certificate: c, key: k } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: { rootCertificate: /etc/ca.pem, certificate: c, key: k } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, networks: [ 10.0.0.0/24, 'fd00::/8' ] } }",
            })
    void whatTheReaderTakesTheSchemaTakes(String rest) {
        assertThat(read(HEAD + rest)).isNotNull();
        assertThat(errors(HEAD + rest)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "source: {}",
                "source: { tables: [] }",
                "source: { tables: a.b }",
                "source: { tables: [ a ] }",
                "source: { tables: [ a.b, a.b ] }",
                "source: { tables: [ 1 ] }",
                "source: { tables: [ '//' ] }",
                "source: { tabels: [ a.b ] }",
                "source: { tables: [ a.b ], snapshot: never }",
                "source: { tables: [ a.b ], name: A }",
                "source: { tables: [ a.b ], split: { A: [ a.c ] } }",
                "source: { tables: [ a.b ], split: { a: [] } }",
                "source: { tables: [ a.b ], split: { a: { tables: [ a.c ] } } }",
                "source: { tables: [ a.b ], split: [ a.c ] }",
                "source: { tables: [ a.b ], connector: shipped }",
                "source: { tables: [ a.b ], properties: { slot.name: x } }",
                "source: { tables: [ a.b ], properties: { a: [ 1 ] } }",
                "source: { tables: [ a.b ], postgres: { hostname: h } }",
                "source: { tables: [ a.b ], postgres: { port: 5432 } }",
                "source: { tables: [ a.b ], postgres: { slot: Slot } }",
                "source: { tables: [ a.b ], postgres: { publication: ' ' } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, port: 65536, database: d, user: u, password: { env: P } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, port: '1', database: d, user: u, password: { env: P } } }",
                "source: { tables: [ a.b ], postgres: { hostname: 'http://h', database: d, user: u, password: { env: P } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: canary } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: {} } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P, file: f } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { secret: s } } }",
                "source: { tables: [ a.b ], postgres: { tls: {} } }",
                "source: { tables: [ a.b ], postgres: { networks: [ 10.0.0.0/24 ] } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, networks: [] } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, networks: [ 10.0.0.0 ] } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: true } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: { mode: verify } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: { mode: [ require ] } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: { rootCertificate: 1 } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: { rootCertificate: ' ' } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: { sslmode: require } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: { certificate: c } } }",
                "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P }, tls: { key: k } } }",
                "source: { tables: [ a.b ] }\npulsar: {}",
                "source: { tables: [ a.b ] }\ntopics: { retention: 7 }",
                "source: { tables: [ a.b ] }\ntopics: { retention: 7w }",
                "source: { tables: [ a.b ] }\ntopics: { prefix: a.b }",
                "source: { tables: [ a.b ] }\ntopics: { tenant: .. }",
                "source: { tables: [ a.b ] }\ntopics: 1",
                "source: { tables: [ a.b ] }\nenrichment: { metadata: { enriched: false } }",
                "source: { tables: [ a.b ] }\nenrichment: { parallelism: 0 }",
                "source: { tables: [ a.b ] }\nenrichment: { routing: last }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: 1 }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: { onInvalid: drop } }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: { constraints: { a: 'true' }, onInvalid: ignore } }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: { constraints: { a: 1 } } }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: { schema: file } }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: { onDrift: drop } }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: { rowSchema: [ a.json ] } }",
                "source: { tables: [ a.b ] }\nenrichment: { validate: {} }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: { to: x } }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ {} ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { to: x.y } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { to: x-dlq } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { to: [] } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { to: [ x, x ] } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { to: x, enriched: no } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { to: x, pattern: x } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { topic: op } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { topic: op, pattern: x, to: x } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { topic: op, pattern: x, most: 0 } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { routes: [ { too: x } ] }",
                "source: { tables: [ a.b ] }\nenrichment: { parallelism: 65 }",
                "source: { tables: [ a.b ] }\nenrichment: { parallelism: 1.5 }",
                "source: { tables: [ a.b ] }\ncolour: red",
            })
    void whatTheSchemaRefusesTheReaderRefuses(String rest) {
        assertThat(errors(HEAD + rest)).isNotEmpty();
        assertThatThrownBy(() -> read(HEAD + rest)).isInstanceOf(PipelineFileException.class);
    }

    @Test
    void anotherVersionIsRefusedByBoth() {
        String file = "apiVersion: pulsar-cdc/v2\nname: shop\nsource: { tables: [ a.b ] }\n";

        assertThat(errors(file)).isNotEmpty();
        assertThatThrownBy(() -> read(file)).hasMessageContaining("use pulsar-cdc/v1");
    }

    private static void collect(String path, JsonNode schema, Map<String, Set<String>> found) {
        JsonNode resolved =
                schema.has("$ref") ? TREE.at(schema.get("$ref").textValue().substring(1)) : schema;
        if (resolved.path("items").path("type").asText().equals("object")) {
            collect(path + ".*", resolved.path("items"), found);
        }
        if (!resolved.path("type").asText().equals("object")) {
            return;
        }
        Set<String> keys = new TreeSet<>();
        JsonNode properties = resolved.path("properties");
        properties.fieldNames().forEachRemaining(key -> {
            keys.add(key);
            collect(path.isEmpty() ? key : path + "." + key, properties.get(key), found);
        });
        if (resolved.path("additionalProperties").path("type").asText().equals("object")) {
            collect(path + ".*", resolved.path("additionalProperties"), found);
        }
        // A mapping without keys of its own takes any; one with keys takes none other.
        assertThat(resolved.path("additionalProperties").isBoolean()).as(path).isEqualTo(!keys.isEmpty());
        found.put(path, keys);
    }

    private static List<String> words(String pointer) {
        List<String> words = new ArrayList<>();
        TREE.at(pointer).forEach(word -> words.add(word.textValue()));
        return words;
    }

    private static Pipeline read(String file) {
        return PipelineFile.parse(file.getBytes(StandardCharsets.UTF_8), "p.yaml", Path.of("/etc/cdc"));
    }

    private static List<Error> errors(String file) {
        try {
            return SCHEMA.validate(YAML.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree() {
        try {
            return new ObjectMapper().readTree(FILE.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
