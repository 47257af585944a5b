package com.custom.pulsar.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.custom.pulsar.rules.OnDrift;
import com.custom.pulsar.rules.OnInvalid;
import com.custom.pulsar.rules.RouteTexts;
import com.custom.pulsar.rules.Routing;
import com.custom.pulsar.rules.RowSchemaFile;
import com.custom.pulsar.rules.RuleTexts;
import com.custom.pulsar.rules.ValidationTexts;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineFileTest {
    private static final String HEAD = "apiVersion: pulsar-cdc/v1\nname: customers\n";
    private static final String SMALLEST = HEAD + "source: { tables: [ public.customers ] }\n";
    private static final String EVERYTHING = """
            apiVersion: pulsar-cdc/v1
            name: crm-2_x
            pulsar:
              serviceUrl: pulsar+ssl://a.example.com:6651,b.example.com:6651
              adminUrl: https://a.example.com:8443/admin
              auth: { token: { secret: pulsar-token, key: token } }
              tls: { trustedCertificates: pulsar-ca.pem, hostnameVerification: false }
            topics: { tenant: sales, namespace: crm, prefix: db_2, retention: 12h }
            source:
              name: crm-source
              postgres:
                hostname: postgres.example.com
                port: 5433
                database: crm
                user: cdc
                password: { file: secrets/pg }
                slot: debezium
                publication: dbz_publication
              tables: [ public.customers, '/public\\.order.*/' ]
              snapshot: when_needed
              properties: { poll.interval.ms: 10, provide.transaction.metadata: true, decimal.handling.mode: string,
                database.sslmode: require, database.sslpassword: "${env:SSL}" }
            enrichment:
              name: crm-enrichment
              metadata: { team: crm, country: NO, level: 3, share: 0.25, live: true, empty: "" }
            """;

    @Test
    void settingsOfTheSourceThatNoOtherKeyMakesAreProperties() {
        assertThat(parse(properties(
                                "cdc.oversized: halt, cdc.max.message.bytes: 1000000, cdc.schema.compatibility: FULL"))
                        .source()
                        .properties())
                .isEqualTo(Map.of(
                        "cdc.oversized",
                        "halt",
                        "cdc.max.message.bytes",
                        1_000_000L,
                        "cdc.schema.compatibility",
                        "FULL"));
    }

    @Test
    void aSmallFileTakesItsDefaults() {
        Pipeline pipeline = parse(SMALLEST);

        assertThat(pipeline)
                .isEqualTo(new Pipeline(
                        "customers",
                        Optional.empty(),
                        new Topics("public", "default", "dbserver1", new Retention(7 * 24 * 60)),
                        new PostgresSource(
                                "debezium-postgres-source",
                                Connector.PULSAR_CDC,
                                new Postgres("inventory", Optional.empty()),
                                List.of(new TableSelector.Literal(new TableName("public", "customers"))),
                                SnapshotMode.INITIAL,
                                Map.of()),
                        new Enrichment("cdc-enrichment", Map.of())));
    }

    @Test
    void everyKeyIsRead() {
        Pipeline pipeline = parse(EVERYTHING);

        assertThat(pipeline.name()).isEqualTo("crm-2_x");
        assertThat(pipeline.pulsar())
                .contains(new PulsarAddress(
                        "pulsar+ssl://a.example.com:6651,b.example.com:6651",
                        "https://a.example.com:8443/admin",
                        Optional.of(new SecretReference.ClusterSecret("pulsar-token", "token")),
                        new PulsarTls(
                                Optional.of(new TlsFile("pulsar-ca.pem", Path.of("/etc/cdc/pulsar-ca.pem"))), false)));
        assertThat(pipeline.topics()).isEqualTo(new Topics("sales", "crm", "db_2", new Retention(12 * 60)));
        assertThat(pipeline.source().name()).isEqualTo("crm-source");
        assertThat(pipeline.source().postgres())
                .isEqualTo(new Postgres(
                        "crm",
                        Optional.of(new PostgresServer(
                                "postgres.example.com",
                                5433,
                                "cdc",
                                new SecretReference.SecretFile("secrets/pg", Path.of("/etc/cdc/secrets/pg")))),
                        Optional.of("debezium"),
                        Optional.of("dbz_publication")));
        assertThat(pipeline.names().slot()).isEqualTo("debezium");
        assertThat(pipeline.names().publication()).isEqualTo("dbz_publication");
        assertThat(pipeline.source().tables())
                .extracting(TableSelector::toString)
                .containsExactly("public.customers", "/public\\.order.*/");
        assertThat(pipeline.source().snapshot()).isEqualTo(SnapshotMode.WHEN_NEEDED);
        assertThat(pipeline.source().properties())
                .isEqualTo(Map.of(
                        "poll.interval.ms",
                        10L,
                        "provide.transaction.metadata",
                        true,
                        "decimal.handling.mode",
                        "string",
                        "database.sslmode",
                        "require",
                        "database.sslpassword",
                        "${env:SSL}"));
        assertThat(pipeline.enrichment().name()).isEqualTo("crm-enrichment");
        assertThat(pipeline.enrichment().metadata().toString())
                .isEqualTo("{team=crm, country=NO, level=3, share=0.25, live=true, empty=}");
        assertThat(pipeline.enrichment().metadata())
                .containsEntry("level", 3L)
                .containsEntry("share", new BigDecimal("0.25"))
                .containsEntry("live", true);
    }

    @Test
    void encryptionIsReadWithItsFilesAndVerifiesUnlessToldOtherwise() {
        assertThat(tls("{}"))
                .isEqualTo(new PostgresTls(PostgresTls.Mode.VERIFY_FULL, Optional.empty(), Optional.empty()));
        assertThat(tls("{ mode: require }").mode()).isEqualTo(PostgresTls.Mode.REQUIRE);
        assertThat(tls("{ rootCertificate: ../ca.pem, certificate: own.pem, key: /run/own.key }"))
                .isEqualTo(new PostgresTls(
                        PostgresTls.Mode.VERIFY_FULL,
                        Optional.of(new TlsFile("../ca.pem", Path.of("/etc/ca.pem"))),
                        Optional.of(new PostgresTls.ClientCertificate(
                                new TlsFile("own.pem", Path.of("/etc/cdc/own.pem")),
                                new TlsFile("/run/own.key", Path.of("/run/own.key"))))));
    }

    @Test
    void hostNamesOfBrokersAreVerifiedUnlessToldOtherwise() {
        assertThat(parse(postgres("hostname: h") + "pulsar: { serviceUrl: pulsar+ssl://h, adminUrl: https://h }\n")
                        .pulsar()
                        .map(PulsarAddress::tls))
                .contains(new PulsarTls(Optional.empty(), true));
    }

    @Test
    void beneathTlsOnlyWhatItCannotSayMayBeAProperty() {
        assertThat(parse(postgres("hostname: h, tls: {} }, properties: { database.sslResponseTimeout: 100"))
                        .source()
                        .properties())
                .containsEntry("database.sslResponseTimeout", 100L);
    }

    private static PostgresTls tls(String tls) {
        return parse(postgres("hostname: h, tls: " + tls))
                .source()
                .postgres()
                .server()
                .flatMap(PostgresServer::tls)
                .orElseThrow();
    }

    @Test
    void thePipelineWithoutAddressesRunsEmbedded() {
        Pipeline embedded = parse(EVERYTHING).withoutAddresses();

        assertThat(embedded.pulsar()).isEmpty();
        assertThat(embedded.source().postgres())
                .isEqualTo(
                        new Postgres("crm", Optional.empty(), Optional.of("debezium"), Optional.of("dbz_publication")));
        assertThat(embedded.source().tables())
                .isEqualTo(parse(EVERYTHING).source().tables());
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceInTheOrderOfTheFile() {
        assertThat(problems("""
                        apiVersion: pulsar-cdc/v2
                        name: Customers
                        topics: { retention: 7 }
                        source:
                          tabels: [ public.customers ]
                          snapshot: inital
                        enrichment:
                          parallelism: 0
                          metadata: { enriched: false }
                        """))
                .containsExactly(
                        "p.yaml:1:13 apiVersion: \"pulsar-cdc/v2\" is not understood; use pulsar-cdc/v1",
                        "p.yaml:2:7 name: \"Customers\" is not a pipeline's name; use up to 40 lower-case letters, digits,"
                                + " - and _, beginning with a letter and ending with a letter or digit, such as customers",
                        "p.yaml:3:22 topics.retention: 7 has no unit; use minutes, hours or days, such as 30m, 12h or 7d,"
                                + " or forever",
                        "p.yaml:5:3 source.tabels: unknown key; did you mean tables?",
                        "p.yaml:5:3 source.tables: is missing; add it, such as tables: [ public.customers ]",
                        "p.yaml:6:13 source.snapshot: \"inital\" is not a snapshot mode; did you mean initial?",
                        "p.yaml:8:16 enrichment.parallelism: must be a number of instances between 1 and 64, such as 3",
                        "p.yaml:9:25 enrichment.metadata.enriched: is written by the function itself; choose another name");
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void aFileIsRefusedWithTheReason(String file, String problem) {
        assertThat(String.join("\n", problems(file))).isEqualTo(problem);
    }

    static Stream<Arguments> aFileIsRefusedWithTheReason() {
        String pulsar = HEAD
                + "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: {env: P} } }\n";
        return Stream.of(
                // The file as a whole
                refused("", "p.yaml: is empty; start with apiVersion: pulsar-cdc/v1"),
                refused("\ufeff \n", "p.yaml: is empty; start with apiVersion: pulsar-cdc/v1"),
                refused(
                        "a:\n\tb: 1\n",
                        "p.yaml:2:1: is not YAML: a tab stands where only spaces can; indent with spaces"),
                refused(
                        "a: b\r\nc: \u001b[31m\n",
                        "p.yaml:2:4: holds the character U+001B, which YAML does not allow; delete it, or write its escape in double quotes"),
                refused(
                        "a: b\0",
                        "p.yaml:1:5: holds a zero byte, so it is no text, or UTF-16; save it as UTF-8, or name a pipeline file"),
                refused(
                        "a: " + "7".repeat(1001),
                        "p.yaml:1:4: holds a number that is too long; put it in quotes to make it text"),
                refused("a: \"\\q\"", "p.yaml:1:6: is not YAML: found unknown escape character q(113)"),
                refused("# nothing\n", "p.yaml: is empty; start with apiVersion: pulsar-cdc/v1"),
                refused(
                        "- a\n",
                        "p.yaml:1:1: must be a mapping with the keys apiVersion, name, pulsar, topics, source, enrichment"),
                refused("a: [1\nb: 2", "p.yaml:2:2: is not YAML: expected ',' or ']', but got :"),
                refused("? [a]\n: b\n", "p.yaml:1:4: is not YAML: a key must be plain text"),
                refused(
                        SMALLEST + "---\na: 1\n",
                        "p.yaml:5:1: a second document begins here; one file describes one pipeline"),
                refused(
                        SMALLEST + "topics: { prefix: a }\ntopics: { prefix: b }\n",
                        "p.yaml:5:1 topics: is given twice, first in line 4; keep one of them"),
                refused(
                        HEAD + "source: &s { tables: [ a.b ] }\n",
                        "p.yaml:3:9 source: anchors (&name) and aliases (*name) are not used here; write the value out"),
                refused(
                        SMALLEST + "enrichment: { metadata: { a: *x } }\n",
                        "p.yaml:4:30 enrichment.metadata.a: anchors (&name) and aliases (*name) are not used here; write the value out"),
                refused(
                        SMALLEST + "enrichment: { metadata: { a: !!str 1 } }\n",
                        "p.yaml:4:30 enrichment.metadata.a: tags (!name) are not used here; write the plain value"),
                refused(
                        "#" + "x".repeat(1024 * 1024),
                        "p.yaml: is larger than 1 MiB; a pipeline file has a few hundred lines at most"),
                // Top level
                refused(
                        "name: a\nsource: { tables: [ a.b ] }\n",
                        "p.yaml:1:1 apiVersion: is missing; add it, such as apiVersion: pulsar-cdc/v1"),
                refused(
                        "apiVersion: pulsar-cdc/v1\nsource: { tables: [ a.b ] }\n",
                        "p.yaml:1:1 name: is missing; add it, such as name: customers"),
                refused(
                        "apiVersion: pulsar-cdc/v1\nname:\nsource: { tables: [ a.b ] }\n",
                        "p.yaml:2:6 name: is empty; give it a value or leave the key out"),
                refused(
                        "apiVersion: pulsar-cdc/v1\nname: 12\nsource: { tables: [ a.b ] }\n",
                        "p.yaml:2:7 name: must be text, not a number; put it in quotes"),
                refused(
                        "apiVersion: pulsar-cdc/v1\nname: [a]\nsource: { tables: [ a.b ] }\n",
                        "p.yaml:2:7 name: must be text, not a list"),
                refused(
                        "apiVersion: pulsar-cdc/v1\nname: \"a\\e[1m\"\nsource: { tables: [ a.b ] }\n",
                        "p.yaml:2:7 name: \"a\\u001b[1m\" is not a pipeline's name; use up to 40 lower-case letters, digits, - and _, beginning with a letter and ending with a letter or digit, such as customers"),
                refused(
                        "apiVersion: pulsar-cdc/v1\nname: shop-\nsource: { tables: [ a.b ] }\n",
                        "p.yaml:2:7 name: \"shop-\" is not a pipeline's name; use up to 40 lower-case letters, digits, - and _, beginning with a letter and ending with a letter or digit, such as customers"),
                refused(
                        "apiVersion: pulsar-cdc/v1\nname: shop_\nsource: { tables: [ a.b ] }\n",
                        "p.yaml:2:7 name: \"shop_\" is not a pipeline's name; use up to 40 lower-case letters, digits, - and _, beginning with a letter and ending with a letter or digit, such as customers"),
                refused(
                        "apiVersion: pulsar-cdc/v1\nname: " + "a".repeat(61) + "\nsource: { tables: [ a.b ] }\n",
                        "p.yaml:2:7 name: \"" + "a".repeat(60)
                                + "…\" is not a pipeline's name; use up to 40 lower-case letters, digits, - and _, beginning with a letter and ending with a letter or digit, such as customers"),
                refused(
                        SMALLEST + "colour: red\n",
                        "p.yaml:4:1 colour: unknown key; known here: apiVersion, name, pulsar, topics, source, enrichment"),
                refused(
                        SMALLEST + "retention: 7d\n",
                        "p.yaml:4:1 retention: unknown key; it belongs to topics; put it there"),
                refused(
                        SMALLEST + "\"a\\e[1m\\nb\": 1\n",
                        "p.yaml:4:1 \"a\\u001b[1m\\nb\": unknown key; known here: apiVersion, name, pulsar, topics, source, enrichment"),
                // source.connector
                refused(
                        HEAD + "source: { tables: [ a.b ], connector: bulitin }\n",
                        "p.yaml:3:39 source.connector: \"bulitin\" is no connector; did you mean builtin?"),
                refused(
                        HEAD + "source: { tables: [ a.b ], connector: kafka }\n",
                        "p.yaml:3:39 source.connector: \"kafka\" is no connector; use one of pulsar-cdc, builtin"),
                refused(
                        HEAD
                                + "source: { connector: builtin, tables: [ a.b-enriched ], snapshot: when_needed, properties: {\n"
                                + "  cdc.signals.conditions: true,\n"
                                + "  database.sslpassword: '${env:P}',\n"
                                + "  database.sslkey: '${file:/k}',\n"
                                + "  table.whitelist: a.b,\n"
                                + "  slot.name: s,\n"
                                + "  transforms: unwrap,\n"
                                + "  offset.storage.topic: t } }\n",
                        "p.yaml:3:41 source.tables[0]: \"a.b-enriched\" would have a topic whose name says that it is another kind of topic, and connector: builtin cannot name it otherwise; leave the table out, or leave out the connector",
                        "p.yaml:3:67 source.snapshot: when_needed is not known to Debezium 1.9, which is what connector: builtin is; use initial",
                        "p.yaml:4:27 source.properties.cdc.signals.conditions: is a setting of this project's source, and connector: builtin is another one; leave it out, or leave out the connector",
                        "p.yaml:5:25 source.properties.database.sslpassword: is looked up where the source runs, which Debezium 1.9 does not do; with connector: builtin, leave it out",
                        "p.yaml:6:20 source.properties.database.sslkey: is looked up where the source runs, which Debezium 1.9 does not do; with connector: builtin, leave it out",
                        "p.yaml:7:20 source.properties.table.whitelist: is set by the key source.tables; give it there",
                        "p.yaml:8:14 source.properties.slot.name: is set by the key source.postgres.slot; give it there",
                        "p.yaml:9:15 source.properties.transforms: cannot be changed with connector: builtin: the function reads events as Debezium makes them; leave it out",
                        "p.yaml:10:25 source.properties.offset.storage.topic: cannot be changed with connector: builtin: it is where offsets import --from-shipped finds the position; leave it out"),
                refused(
                        HEAD
                                + "source: { connector: builtin, tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: {env: P} } }\n"
                                + "pulsar: { serviceUrl: 'pulsar://h', adminUrl: 'http://h' }\n",
                        "p.yaml:3:105 source.postgres.password: is looked up where the source runs, and with connector: builtin that finds secrets of Pulsar's runtime only; use {secret: NAME, key: KEY}"),
                // pulsar
                refused(
                        pulsar + "pulsar: {}\n",
                        "p.yaml:4:9 pulsar.serviceUrl: is missing; add it, such as serviceUrl: pulsar://localhost:6650",
                        "p.yaml:4:9 pulsar.adminUrl: is missing; add it, such as adminUrl: http://localhost:8080"),
                refused(
                        pulsar + "pulsar: { serviceUrl: 'pulsar://h:6650' }\n",
                        "p.yaml:4:9 pulsar.adminUrl: is missing; add it, such as adminUrl: http://localhost:8080"),
                refused(
                        pulsar + "pulsar: { adminUrl: 'http://h' }\n",
                        "p.yaml:4:9 pulsar.serviceUrl: is missing; add it, such as serviceUrl: pulsar://localhost:6650"),
                refused(
                        pulsar + "pulsar: { serviceUrl: 'http://h', adminUrl: 'http://h' }\n",
                        "p.yaml:4:23 pulsar.serviceUrl: \"http://h\" is not the address of a Pulsar service, such as pulsar://localhost:6650"),
                refused(
                        pulsar + "pulsar: { serviceUrl: 'pulsar://h', adminUrl: 'h:8080' }\n",
                        "p.yaml:4:47 pulsar.adminUrl: \"h:8080\" is not the address of Pulsar's admin interface, such as http://localhost:8080"),
                refused(
                        pulsar + "pulsar: { serviceUrl: 'pulsar://h:6650,g:66500', adminUrl: 'http://h:0' }\n",
                        "p.yaml:4:23 pulsar.serviceUrl: \"pulsar://h:6650,g:66500\" has the port 66500; use a number between 1 and 65535",
                        "p.yaml:4:60 pulsar.adminUrl: \"http://h:0\" has the port 0; use a number between 1 and 65535"),
                refused(
                        pulsar + "pulsar: { serviceUrl: 'pulsar://h:port', adminUrl: 'http://h' }\n",
                        "p.yaml:4:23 pulsar.serviceUrl: \"pulsar://h:port\" is not the address of a Pulsar service, such as pulsar://localhost:6650"),
                refused(
                        pulsar + "pulsar: { serviceUrl: 'pulsar://h', adminUrl: 'http://me:canary@h' }\n",
                        "p.yaml:4:47 pulsar.adminUrl: holds a user name or password; an address cannot, give pulsar.auth.token instead"),
                refused(
                        pulsar + "pulsar: { serviceUrl: 'pulsar://h', adminUrl: 'http://h', auth: {} }\n",
                        "p.yaml:4:65 pulsar.auth.token: is missing; add it, such as token: {env: PULSAR_TOKEN}"),
                refused(
                        pulsar
                                + "pulsar: { serviceUrl: 'pulsar://h', adminUrl: 'http://h', auth: { token: canary } }\n",
                        "p.yaml:4:74 pulsar.auth.token: a secret is never written into this file; say where it is kept, with {secret: NAME, key: KEY}, {env: VARIABLE} or {file: PATH}"),
                refused(
                        SMALLEST + "pulsar: { serviceUrl: 'pulsar://h', adminUrl: 'http://h' }\n",
                        "p.yaml:3:9 source.postgres.hostname: is missing; the Pulsar of pulsar.serviceUrl cannot reach an embedded PostgreSQL, so name one that it can reach"),
                // topics
                refused(
                        SMALLEST + "topics: { tenant: 'a/b' }\n",
                        "p.yaml:4:19 topics.tenant: \"a/b\" is not a name in Pulsar; use letters, digits and any of - _ . = :, such as public"),
                refused(
                        SMALLEST + "topics: { namespace: '' }\n",
                        "p.yaml:4:22 topics.namespace: \"\" is not a name in Pulsar; use letters, digits and any of - _ . = :, such as public"),
                refused(
                        SMALLEST + "topics: { prefix: a.b }\n",
                        "p.yaml:4:19 topics.prefix: \"a.b\" is not a topic prefix; use up to 60 letters, digits, - and _, without a dot, such as dbserver1"),
                refused(
                        SMALLEST + "topics: { prefix: a-partition-3 }\n",
                        "p.yaml:4:19 topics.prefix: \"a-partition-3\" is not a topic prefix; use up to 60 letters, digits, - and _, without a dot, such as dbserver1"),
                refused(
                        SMALLEST + "topics: { prefix: debezium-postgres-source-offsets }\n",
                        "p.yaml:4:19 topics.prefix: \"debezium-postgres-source-offsets\" is also the name of another topic of this pipeline; choose another"),
                refused(
                        SMALLEST + "topics: { prefix: e-replay }\nenrichment: { name: e }\n",
                        "p.yaml:4:19 topics.prefix: \"e-replay\" is also the name of another topic of this pipeline; choose another"),
                refused(
                        SMALLEST + "topics: { namespace: .. }\n",
                        "p.yaml:4:22 topics.namespace: \"..\" is not a name in Pulsar; use letters, digits and any of - _ . = :, such as public"),
                refused(
                        SMALLEST + "topics: { retention: 7w }\n",
                        "p.yaml:4:22 topics.retention: \"7w\" is not a time; use minutes, hours or days, such as 30m, 12h or 7d, or forever"),
                refused(
                        SMALLEST + "topics: { retention: 0d }\n",
                        "p.yaml:4:22 topics.retention: \"0d\" is not a time; use minutes, hours or days, such as 30m, 12h or 7d, or forever"),
                refused(
                        SMALLEST + "topics: { retention: 36501d }\n",
                        "p.yaml:4:22 topics.retention: \"36501d\" is more than 36500d; for longer use forever"),
                refused(
                        SMALLEST + "topics: public\n",
                        "p.yaml:4:9 topics: must be a mapping with the keys tenant, namespace, prefix, retention"),
                // source
                refused(
                        source("name: My_Source"),
                        "p.yaml:3:34 source.name: \"My_Source\" is not a name for a source or function; use up to 40 lower-case letters, digits and -, beginning with a letter, such as cdc-enrichment"),
                refused(
                        HEAD + "source: { tables: [] }\n",
                        "p.yaml:3:19 source.tables: names no table; name one, such as [ public.customers ]"),
                refused(
                        HEAD + "source: { tables: public.customers }\n",
                        "p.yaml:3:19 source.tables: must be a list, such as [ public.customers ]"),
                refused(
                        HEAD + "source: { tables: [ customers ] }\n",
                        "p.yaml:3:21 source.tables[0]: \"customers\" is not a table; write schema.table, such as public.customers"),
                refused(
                        HEAD + "source: { tables: [ a.b, 'a. b' ] }\n",
                        "p.yaml:3:26 source.tables[1]: \" b\" is not a table; write schema.table, such as public.customers; it must not be blank or begin or end with a space"),
                refused(
                        HEAD + "source: { tables: [ a.b, 7 ] }\n",
                        "p.yaml:3:26 source.tables[1]: must be text, not a number; put it in quotes"),
                refused(
                        HEAD + "source: { tables: [ a.b, a.b ] }\n",
                        "p.yaml:3:26 source.tables[1]: \"a.b\" is there already; name it once"),
                refused(
                        HEAD + "source: { tables: [ a.b_c, 'a.b c' ] }\n",
                        "p.yaml:3:28 source.tables[1]: \"a.b c\" would share a topic with \"a.b_c\", because a topic's name has _ for what is no letter, digit, dot, - or _, and behind -enriched, -dlq and -partition-N; capture one of them"),
                refused(
                        HEAD + "source: { tables: [ a.b-dlq, a.b-dlq_ ] }\n",
                        "p.yaml:3:30 source.tables[1]: \"a.b-dlq_\" would share a topic with \"a.b-dlq\", because a topic's name has _ for what is no letter, digit, dot, - or _, and behind -enriched, -dlq and -partition-N; capture one of them"),
                refused(
                        HEAD + "source: { tables: [ a." + "b".repeat(64) + " ] }\n",
                        "p.yaml:3:21 source.tables[0]: \"" + "b".repeat(60)
                                + "…\" is longer than the 63 bytes that PostgreSQL keeps of a name"),
                refused(
                        HEAD + "source: { tables: [ '/" + "(".repeat(1001) + "/' ] }\n",
                        "p.yaml:3:21 source.tables[0]: \"/" + "(".repeat(59)
                                + "…\" is longer than 1000 characters; split it into several"),
                refused(
                        source("snapshot: never"),
                        "p.yaml:3:38 source.snapshot: \"never\" is not a snapshot mode; what Debezium called so once is no_data"),
                refused(
                        source("snapshot: sometimes"),
                        "p.yaml:3:38 source.snapshot: \"sometimes\" is not a snapshot mode; use one of initial, initial_only, always, no_data, when_needed"),
                refused(
                        HEAD + "source: { tables: [ '//' ] }\n",
                        "p.yaml:3:21 source.tables[0]: \"//\" is not an expression for schema.table; write one such as /public\\.order.*/"),
                refused(
                        HEAD + "source: { tables: [ '/a(/' ] }\n",
                        "p.yaml:3:21 source.tables[0]: \"/a(/\" is not a regular expression: Unclosed group near index 2 of what is between the slashes"),
                // source.postgres
                refused(
                        source("postgres: { port: 5432 }"),
                        "p.yaml:3:46 source.postgres.port: has no effect without hostname; an embedded PostgreSQL makes its own. Give source.postgres.hostname, or leave this out"),
                refused(
                        source("postgres: { database: ' ' }"),
                        "p.yaml:3:50 source.postgres.database: \" \" is not the name of a database; it must not be blank or begin or end with a space"),
                refused(
                        source("postgres: { database: \"a\\x07\" }"),
                        "p.yaml:3:50 source.postgres.database: \"a\\u0007\" is not the name of a database; it must not hold a control character"),
                refused(
                        source("postgres: { database: " + "d".repeat(64) + " }"),
                        "p.yaml:3:50 source.postgres.database: \"" + "d".repeat(60)
                                + "…\" is longer than the 63 bytes that PostgreSQL keeps of a name"),
                refused(
                        source("postgres: { hostname: h }"),
                        "p.yaml:3:38 source.postgres.database: is missing; add it, such as database: inventory",
                        "p.yaml:3:38 source.postgres.user: is missing; add it, such as user: cdc",
                        "p.yaml:3:38 source.postgres.password: is missing; say where it is kept, with {secret: NAME, key: KEY}, {env: VARIABLE} or {file: PATH}"),
                refused(
                        postgres("hostname: 'postgres://h'"),
                        "p.yaml:3:92 source.postgres.hostname: \"postgres://h\" is not a host name or address; give it without scheme, port or user, such as postgres.example.com"),
                refused(
                        source("postgres: { slot: My-Slot }"),
                        "p.yaml:3:46 source.postgres.slot: \"My-Slot\" is not the name of a replication slot; use up to 63 lower-case letters, digits and _, such as debezium"),
                refused(
                        source("postgres: { publication: ' ' }"),
                        "p.yaml:3:53 source.postgres.publication: \" \" is not the name of a publication; it must not be blank or begin or end with a space"),
                refused(
                        source("postgres: { publication: " + "p".repeat(64) + " }"),
                        "p.yaml:3:53 source.postgres.publication: \"" + "p".repeat(60)
                                + "…\" is longer than the 63 bytes that PostgreSQL keeps of a name"),
                refused(
                        postgres("hostname: h, port: 65536"),
                        "p.yaml:3:101 source.postgres.port: 65536 is not a port; use a number between 1 and 65535"),
                refused(
                        postgres("hostname: h, port: '5432'"),
                        "p.yaml:3:101 source.postgres.port: must be a number between 1 and 65535, such as 5432"),
                refused(
                        source("postgres: { hostname: h, database: d, user: u, password: canary }"),
                        "p.yaml:3:85 source.postgres.password: a secret is never written into this file; say where it is kept, with {secret: NAME, key: KEY}, {env: VARIABLE} or {file: PATH}"),
                refused(
                        password("{ }"),
                        "p.yaml:3:85 source.postgres.password: give one of {secret: NAME, key: KEY}, {env: VARIABLE} or {file: PATH}"),
                refused(
                        password("{ env: A, file: b }"),
                        "p.yaml:3:85 source.postgres.password: give one of {secret: NAME, key: KEY}, {env: VARIABLE} or {file: PATH}"),
                refused(
                        password("{ secret: a }"),
                        "p.yaml:3:85 source.postgres.password.key: is missing; add it, such as key: password"),
                refused(
                        password("{ key: a }"),
                        "p.yaml:3:85 source.postgres.password.secret: is missing; add it, such as secret: postgres-credentials"),
                refused(
                        password("{ secret: A_b, key: a }"),
                        "p.yaml:3:95 source.postgres.password.secret: \"A_b\" is not the name of a Kubernetes Secret; use lower-case letters, digits, - and ., such as postgres-credentials"),
                refused(
                        password("{ secret: a, key: ../b }"),
                        "p.yaml:3:103 source.postgres.password.key: \"../b\" is not a key of a Kubernetes Secret; use letters, digits, -, _ and ., such as password"),
                refused(
                        password("{ env: PG-PASSWORD }"),
                        "p.yaml:3:92 source.postgres.password.env: \"PG-PASSWORD\" is not the name of an environment variable; use letters, digits and _, such as PGPASSWORD"),
                refused(
                        password("{ file: '' }"),
                        "p.yaml:3:93 source.postgres.password.file: \"\" is not the path of a file; it must not be blank or begin or end with a space"),
                refused(
                        password("{ file: 'a}' }"),
                        "p.yaml:3:93 source.postgres.password.file: \"a}\" holds a }, which the path of a secret's file cannot"),
                // pulsar.tls
                refused(
                        postgres("hostname: h")
                                + "pulsar: { serviceUrl: pulsar://h, adminUrl: http://h, tls: { trustedCertificates: c } }\n",
                        "p.yaml:4:60 pulsar.tls: has no effect: neither address is encrypted. Use pulsar+ssl:// and https://, or leave it out"),
                refused(
                        postgres("hostname: h")
                                + "pulsar: { serviceUrl: pulsar+ssl://h, adminUrl: http://h, tls: { hostnameVerification: 1 } }\n",
                        "p.yaml:4:88 pulsar.tls.hostnameVerification: must be true or false"),
                // source.postgres.tls
                refused(
                        source("postgres: { tls: {} }"),
                        "p.yaml:3:45 source.postgres.tls: has no effect without hostname; an embedded PostgreSQL makes its own. Give source.postgres.hostname, or leave this out"),
                refused(
                        postgres("hostname: h, tls: { mode: verify_full }"),
                        "p.yaml:3:108 source.postgres.tls.mode: \"verify_full\" is not a mode of TLS; did you mean verify-full?"),
                refused(
                        postgres("hostname: h, tls: { mode: on }"),
                        "p.yaml:3:108 source.postgres.tls.mode: \"on\" is not a mode of TLS; use one of disable, prefer, require, verify-ca, verify-full"),
                refused(
                        postgres("hostname: h, tls: { mode: require, rootCertificate: ca.pem }"),
                        "p.yaml:3:134 source.postgres.tls.rootCertificate: has no effect with mode: require, which does not look at the server's certificate; use verify-full, or leave it out"),
                refused(
                        postgres("hostname: h, tls: { mode: require, key: k }"),
                        "p.yaml:3:100 source.postgres.tls.certificate: is missing; a client shows its certificate with the key of it, so give both, or leave both out"),
                refused(
                        postgres("hostname: h, tls: { mode: disable, certificate: c, key: k }"),
                        "p.yaml:3:130 source.postgres.tls.certificate: has no effect with mode: disable; leave it out"),
                refused(
                        postgres("hostname: h, tls: { certificate: c, key: k }"),
                        "p.yaml:3:100 source.postgres.tls.rootCertificate: is missing; with a client's certificate the driver does not use what Java trusts. Give the certificate of the authority that signed the server's"),
                refused(
                        postgres("hostname: h, tls: { rootCertificate: '${file:/ca.pem}' }"),
                        "p.yaml:3:119 source.postgres.tls.rootCertificate: \"${file:/ca.pem}\" holds a reference, which is not looked up here; write the path of the file"),
                refused(
                        postgres("hostname: h, tls: {} }, properties: { database.sslmode: require"),
                        "p.yaml:3:138 source.properties.database.sslmode: is given by the key source.postgres.tls; leave it out, or give all of it here and leave that out"),
                refused(
                        postgres("hostname: h, tls: { rootCertificate: ca.pem }")
                                + "pulsar: { serviceUrl: 'pulsar://h', adminUrl: 'http://h' }\n",
                        "p.yaml:3:119 source.postgres.tls.rootCertificate: \"ca.pem\" is relative, and the source does not run where the pipeline file is; give an absolute path, of a file that exists there and on this machine"),
                // source.properties
                refused(
                        properties("slot.name: x"),
                        "p.yaml:3:53 source.properties.slot.name: is set by the key source.postgres.slot; give it there"),
                refused(
                        properties("topic.prefix: x"),
                        "p.yaml:3:56 source.properties.topic.prefix: is set by the key topics.prefix; give it there"),
                refused(
                        properties("database.password: canary"),
                        "p.yaml:3:61 source.properties.database.password: is set by the key source.postgres.password; give it there"),
                refused(
                        properties("cdc.subscriptions: x"),
                        "p.yaml:3:61 source.properties.cdc.subscriptions: is not Debezium's; what begins with cdc. is made from the"
                                + " other keys of this file"),
                refused(
                        properties("plugin.name: x"),
                        "p.yaml:3:55 source.properties.plugin.name: cannot be changed: it is always pgoutput; leave it out"),
                refused(
                        properties("database.sslpassword: canary"),
                        "p.yaml:3:64 source.properties.database.sslpassword: is a password, which is never written here; write ${env:VARIABLE} or ${file:PATH}, which the source looks up where it runs"),
                refused(
                        properties("a: [ 1 ]"),
                        "p.yaml:3:45 source.properties.a: must be text, a number, or true or false, not a list"),
                refused(
                        properties("a: ~"),
                        "p.yaml:3:45 source.properties.a: is empty; give it a value or leave the key out"),
                refused(
                        properties("a: 010"),
                        "p.yaml:3:45 source.properties.a: \"010\" would be read as a number that is not decimal; write the decimal number, or put it in quotes to make it text"),
                refused(source("properties: 1"), "p.yaml:3:40 source.properties: must be a mapping of names to values"),
                // enrichment
                refused(
                        SMALLEST + "enrichment: { name: debezium-postgres-source }\n",
                        "p.yaml:4:21 enrichment.name: is also the name of the source; Pulsar keeps both under one name, so give them different ones"),
                refused(
                        SMALLEST + "enrichment: { metadata: { processed_at: 1 } }\n",
                        "p.yaml:4:41 enrichment.metadata.processed_at: is written by the function itself; choose another name"),
                refused(
                        SMALLEST + "enrichment: { metadata: { a: 9007199254740993 } }\n",
                        "p.yaml:4:30 enrichment.metadata.a: 9007199254740993 has more digits than Pulsar keeps; put it in quotes to make it text"),
                refused(
                        SMALLEST + "enrichment: { filter: \"opp != 'r'\" }\n",
                        "p.yaml:4:23 enrichment.filter: undeclared reference to 'opp' (line 1, column 1 of the rule)\n    opp != 'r'\n    ^"),
                refused(
                        SMALLEST + "enrichment: { filter: true, compute: { enriched: op, x: 'op +' } }\n",
                        "p.yaml:4:23 enrichment.filter: must be text, not true or false; put it in quotes",
                        "p.yaml:4:50 enrichment.compute.enriched: is written by the function itself; choose another name",
                        "p.yaml:4:57 enrichment.compute.x: the rule ends where more is due (line 1, column 5 of the rule)\n    op +\n        ^"),
                refused(
                        SMALLEST + "enrichment: { metadata: { team: crm }, compute: { team: op } }\n",
                        "p.yaml:4:57 enrichment.compute.team: is also under metadata; choose another name"),
                refused(
                        HEAD + "source: { tables: [ a.b ] }\n"
                                + "enrichment: { tables: { b: { filter: 'true' }, x.y: { filter: 'true' }, a.b: { when: x, filter: '1' } } }\n",
                        "p.yaml:4:25 enrichment.tables.b: \"b\" is not a table; write schema.table, such as public.customers",
                        "p.yaml:4:48 enrichment.tables.x.y: is not captured, so its rules would never be used; add it to source.tables, or leave it out",
                        "p.yaml:4:80 enrichment.tables.a.b.when: unknown key; known here: filter, validate, compute, routing, routes, unchanged",
                        "p.yaml:4:97 enrichment.tables.a.b.filter: gives int, and has to give true or false; compare it with something (line 1, column 1 of the rule)\n    1\n    ^"),
                refused(
                        SMALLEST
                                + "enrichment: { validate: { schema: file, onDrift: stop, onInvalid: skip, constraints: { a: opp, b: '1' } }, tables: { public.customers: { validate: {} } } }\n",
                        "p.yaml:4:35 enrichment.validate.schema: \"file\" is no schema to validate with; use registry, the one that events were sent with, or give a file with a JSON Schema as rowSchema",
                        "p.yaml:4:50 enrichment.validate.onDrift: \"stop\" is nothing that can be done; use evolve, dead-letter or halt",
                        "p.yaml:4:67 enrichment.validate.onInvalid: \"skip\" is nothing that can be done; use dead-letter, drop or halt",
                        "p.yaml:4:91 enrichment.validate.constraints.a: undeclared reference to 'opp' (line 1, column 1 of the rule)\n    opp\n    ^",
                        "p.yaml:4:99 enrichment.validate.constraints.b: gives int, and has to give true or false; compare it with something (line 1, column 1 of the rule)\n    1\n    ^",
                        "p.yaml:4:148 enrichment.tables.public.customers.validate.constraints: is missing; name a rule, such as constraints: { has_email: \"op == 'd' || has(after.email)\" }, or say schema: registry, or give a JSON Schema with rowSchema: FILE"),
                refused(
                        SMALLEST
                                + "enrichment: { routing: any, routes: [ { when: opp, to: a.b }, { topic: '1', pattern: '(' }, { too: x }, 1 ] }\n",
                        "p.yaml:4:24 enrichment.routing: \"any\" is no way of routing; use first or all",
                        "p.yaml:4:47 enrichment.routes[0].when: undeclared reference to 'opp' (line 1, column 1 of the rule)\n    opp\n    ^",
                        "p.yaml:4:56 enrichment.routes[0].to: \"a.b\" is not the name of a topic to route to; use up to 100 letters, digits, - and _, without a dot, which only topics of tables have, such as big-orders",
                        "p.yaml:4:72 enrichment.routes[1].topic: gives int, and has to give a text; make one of it by string(…) (line 1, column 1 of the rule)\n    1\n    ^",
                        "p.yaml:4:86 enrichment.routes[1].pattern: is not a regular expression (RE2): missing closing )",
                        "p.yaml:4:93 enrichment.routes[2].to: is missing; name a topic, such as to: big-orders",
                        "p.yaml:4:95 enrichment.routes[2].too: unknown key; did you mean to?",
                        "p.yaml:4:105 enrichment.routes[3]: must be a mapping with the keys when, to, topic, pattern, most, enriched"),
                refused(
                        SMALLEST
                                + "enrichment: { routes: [ { to: [ a-dlq, x, x ], most: 0 }, { to: y, topic: op, pattern: y, most: 1001 }, { to: [] } ] }\n",
                        "p.yaml:4:33 enrichment.routes[0].to[0]: \"a-dlq\" ends like another topic of a pipeline; choose a name without -enriched, -dlq, -offsets, -debezium-offset-topic, -signals, -notifications, -replay, -last-known or -partition-0 at its end",
                        "p.yaml:4:43 enrichment.routes[0].to[2]: \"x\" is there twice; name it once",
                        "p.yaml:4:54 enrichment.routes[0].most: has no effect without topic, the rule that names a topic",
                        "p.yaml:4:65 enrichment.routes[1].to: has no effect beside topic, the rule that names a topic; give one of both",
                        "p.yaml:4:97 enrichment.routes[1].most: must be a number of topics between 1 and 1000, such as 100",
                        "p.yaml:4:111 enrichment.routes[2].to: must name 1 to 20 topics, such as [ big-orders, audit ]"),
                refused(
                        SMALLEST + "enrichment: { routes: [ { to: dbserver1 } ] }\n",
                        "p.yaml:4:13 enrichment: has a route to \"dbserver1\", which is topics.prefix and so another topic of this pipeline; choose another"));
    }

    @Test
    void validationIsThatOfTheFile() {
        Pipeline pipeline = parse(SMALLEST + """
                enrichment:
                  validate: { constraints: { a: "op == 'd'", b: has(after.id) }, onInvalid: drop }
                  tables: { public.customers: { validate: { schema: registry, onDrift: halt } } }
                """);

        assertThat(pipeline.enrichment().rules().validation())
                .hasValue(new ValidationTexts(Map.of("a", "op == 'd'", "b", "has(after.id)"), OnInvalid.DROP));
        assertThat(pipeline.enrichment().tables().values())
                .singleElement()
                .satisfies(texts -> assertThat(texts.validation())
                        .hasValue(new ValidationTexts(true, Map.of(), OnInvalid.DEAD_LETTER, OnDrift.HALT)));
        assertThat(pipeline.enrichment().mayDivert()).isTrue();
    }

    @Test
    void aSchemaOfRowsIsReadFromBesideTheFile(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("schemas"));
        Files.writeString(folder.resolve("schemas/order.json"), "{ \"required\": [ \"id\" ] }");
        Path file = Files.writeString(folder.resolve("p.yaml"), SMALLEST + """
                enrichment: { validate: { rowSchema: schemas/order.json } }
                """);

        Pipeline pipeline = PipelineFile.read(file);

        assertThat(pipeline.enrichment().rules().validation())
                .hasValue(new ValidationTexts(
                        false,
                        Optional.of(new RowSchemaFile("schemas/order.json", "{ \"required\": [ \"id\" ] }")),
                        Map.of(),
                        OnInvalid.DEFAULT,
                        OnDrift.DEFAULT));
        assertThat(pipeline.enrichment().rowSchemaFiles()).containsExactly("schemas/order.json");
        assertThat(pipeline.enrichment().mayDivert()).isTrue();
    }

    @Test
    void aSchemaOfRowsThatCannotBeUsedIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("wrong.json"), "{ \"required\": \"id\" }");
        Files.write(folder.resolve("latin1.json"), new byte[] {'"', (byte) 0xE9, '"'});
        Files.write(folder.resolve("large.json"), new byte[1024 * 1024 + 1]);
        Path file = Files.writeString(folder.resolve("p.yaml"), SMALLEST + """
                enrichment:
                  validate: { rowSchema: wrong.json }
                  tables:
                    public.customers: { validate: { rowSchema: none.json, onInvalid: drop } }
                """);
        Path others = Files.writeString(folder.resolve("q.yaml"), SMALLEST + """
                enrichment:
                  validate: { rowSchema: latin1.json }
                  tables: { public.customers: { validate: { rowSchema: large.json } } }
                """);

        assertThat(catchThrowableOfType(PipelineFileException.class, () -> PipelineFile.read(file)))
                .hasMessageContaining(
                        "p.yaml:5:26 enrichment.validate.rowSchema: wrong.json is no JSON Schema that can be used: #/required (is string, not [array])")
                .hasMessageContaining(
                        "enrichment.tables.public.customers.validate.rowSchema: \"none.json\" is no file beside the pipeline file; name one");
        assertThat(catchThrowableOfType(PipelineFileException.class, () -> PipelineFile.read(others)))
                .hasMessageContaining("\"latin1.json\" is not UTF-8; save it as UTF-8")
                .hasMessageContaining("\"large.json\" is larger than 1 MiB; split it");
    }

    @Test
    void routesAreThoseOfTheFile() {
        Pipeline pipeline = parse(HEAD + "source: { tables: [ a.b ] }\n" + """
                enrichment:
                  routing: all
                  routes:
                    - { when: "op == 'd'", to: deletes }
                    - { to: [ audit, all-events ] }
                  tables:
                    a.b:
                      routes:
                        - { topic: "'tenant-' + string(after.tenant)", pattern: "tenant-[0-9]+", enriched: false }
                """);

        assertThat(pipeline.enrichment().rules())
                .isEqualTo(new RuleTexts(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Routing.ALL),
                        Optional.of(List.of(
                                new RouteTexts(
                                        Optional.of("op == 'd'"), new RouteTexts.Named(List.of("deletes")), true),
                                new RouteTexts(
                                        Optional.empty(),
                                        new RouteTexts.Named(List.of("audit", "all-events")),
                                        true)))));
        assertThat(pipeline.enrichment().tables().values())
                .containsExactly(new RuleTexts(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(List.of(new RouteTexts(
                                Optional.empty(),
                                new RouteTexts.Computed("'tenant-' + string(after.tenant)", "tenant-[0-9]+", 100),
                                false)))));
        assertThat(pipeline.enrichment().mayDivert()).isTrue();
        assertThat(parse(SMALLEST + "enrichment: { routes: [ { to: audit } ] }\n")
                        .enrichment()
                        .mayDivert())
                .isFalse();
    }

    @Test
    void rulesAreThoseOfTheFile() {
        Pipeline pipeline = parse(HEAD + "source: { tables: [ a.b ] }\n" + """
                enrichment:
                  filter: "op != 'r'"
                  compute: { b: op, a: after.id }
                  tables:
                    a.b: { filter: "op != 'd'", compute: {} }
                """);

        assertThat(pipeline.enrichment().rules())
                .isEqualTo(new RuleTexts(Optional.of("op != 'r'"), Optional.of(Map.of("b", "op", "a", "after.id"))));
        assertThat(pipeline.enrichment().tables())
                .isEqualTo(
                        Map.of(TableName.parse("a.b"), new RuleTexts(Optional.of("op != 'd'"), Optional.of(Map.of()))));
        assertThat(pipeline.enrichment().mayDivert()).isTrue();
        assertThat(PulsarConfigurations.function(pipeline).getUserConfig().get("rules"))
                .isEqualTo(pipeline.rules().toMap());
        assertThat(pipeline.rules().tables()).containsOnlyKeys("persistent://public/default/dbserver1.a.b");
        assertThat(PulsarConfigurations.function(parse(SMALLEST)).getUserConfig())
                .doesNotContainKey("rules");
    }

    @Test
    void rulesFitIntoTheCommandLineOfTheFunction() {
        String rule = "x: \"op == '" + "y".repeat(4_000) + "'\"";
        String fields = IntStream.range(0, 5)
                .mapToObj(i -> rule.replace("x:", "x" + i + ":"))
                .collect(Collectors.joining(", "));

        assertThatThrownBy(() -> parse(SMALLEST + "enrichment: { compute: { " + fields + " } }\n"))
                .hasMessageContaining("p.yaml:4:13 enrichment: has rules of 20065 bytes")
                .hasMessageContaining("16384 at most");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(problems("a: " + "[".repeat(40_000) + "]".repeat(40)))
                .containsExactly("p.yaml:1:35: is nested deeper than 32 levels; a pipeline file needs 4");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] latin1 = (SMALLEST + "# caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);

        PipelineFileException refusal = catchThrowableOfType(
                PipelineFileException.class, () -> PipelineFile.parse(latin1, "p.yaml", Path.of("/")));

        assertThat(refusal).hasMessage("p.yaml:4:6: is not UTF-8 text from here on; save it as UTF-8");
    }

    @Test
    void textInUtf16IsToldSo() {
        PipelineFileException refusal = catchThrowableOfType(
                PipelineFileException.class,
                () -> PipelineFile.parse(SMALLEST.getBytes(StandardCharsets.UTF_16), "p.yaml", Path.of("/")));

        assertThat(refusal).hasMessage("p.yaml: is UTF-16 text; save it as UTF-8");
    }

    @Test
    void aByteOrderMarkAndLineEndsOfWindowsDoNotMatter() {
        assertThat(parse("\ufeff" + SMALLEST.replace("\n", "\r\n"))).isEqualTo(parse(SMALLEST));
        assertThat(problems("\ufeff" + HEAD.replace("\n", "\r\n") + "source: { tabels: 1, tables: [ a.b ] }"))
                .containsExactly("p.yaml:3:11 source.tabels: unknown key; did you mean tables?");
    }

    @Test
    void aFileOfManyProblemsIsToldTheFirstHundred() {
        assertThat(problems("a: [" + "*x, ".repeat(200_000) + "]"))
                .hasSize(101)
                .last()
                .isEqualTo("p.yaml: has 199900 more problems; mend these first");
    }

    @Test
    void manyTablesAreReadInNoTimeToSpeakOf() {
        String tables = IntStream.range(0, 50_000).mapToObj(i -> "a.t" + i).collect(Collectors.joining(", "));

        assertThat(parse(HEAD + "source: { tables: [ " + tables + " ] }")
                        .source()
                        .tables())
                .hasSize(50_000);
    }

    @Test
    void theFunctionHasOneInstanceUnlessAskedForMore() {
        assertThat(parse(SMALLEST).enrichment().parallelism()).isEqualTo(1);
        assertThat(parse(SMALLEST + "enrichment: { parallelism: 64 }\n")
                        .enrichment()
                        .parallelism())
                .isEqualTo(64);
        for (String wrong : List.of("65", "-1", "2.5", "two", "99999999999", "[ 2 ]")) {
            assertThat(problems(SMALLEST + "enrichment: { parallelism: " + wrong + " }\n"))
                    .singleElement()
                    .asString()
                    .contains(" enrichment.parallelism: must be a number of instances between 1 and 64");
        }
    }

    @Test
    void severalInstancesAreRefusedForTheConnectorThatSendsBatches() {
        assertThat(problems(SMALLEST.replace("source: {", "source: { connector: builtin,")
                        + "enrichment: { parallelism: 2 }\n"))
                .singleElement()
                .asString()
                .contains("enrichment.parallelism", "connector: builtin sends batches");
    }

    @Test
    void anExampleOfTheRepositoryIsRight() {
        Pipeline example = PipelineFile.read(Path.of("..", "examples", "customers", "pipeline.yaml"));

        assertThat(example.name()).isEqualTo("customers");
        assertThat(example.source().tables()).hasToString("[public.customers]");
    }

    @Test
    void aSecretsFileIsFoundBesideThePipelineFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("pipeline.yaml");
        Files.writeString(file, password("{ file: pg }"));

        SecretReference password = PipelineFile.read(file)
                .source()
                .postgres()
                .server()
                .orElseThrow()
                .password();

        assertThat(password).isEqualTo(new SecretReference.SecretFile("pg", directory.resolve("pg")));
    }

    @Test
    void aFileThatIsNotThereIsSaidSo(@TempDir Path directory) {
        Path absent = directory.resolve("absent.yaml");

        PipelineFileException missing =
                catchThrowableOfType(PipelineFileException.class, () -> PipelineFile.read(absent));
        PipelineFileException folder =
                catchThrowableOfType(PipelineFileException.class, () -> PipelineFile.read(directory));

        assertThat(missing).hasMessage(absent + ": does not exist; name a pipeline file");
        assertThat(folder).hasMessage(directory + ": is not a file; name a pipeline file");
    }

    private static Arguments refused(String file, String... problems) {
        return Arguments.of(file, String.join("\n", problems));
    }

    private static String source(String more) {
        return HEAD + "source: { tables: [ a.b ], " + more + " }\n";
    }

    private static String postgres(String more) {
        return source("postgres: { database: d, user: u, password: {env: P}, " + more + " }");
    }

    private static String password(String password) {
        return source("postgres: { hostname: h, database: d, user: u, password: " + password + " }");
    }

    @Test
    void theOneSettingOfTheSourceThatIsNotDebeziumsMayBeGiven() {
        assertThat(parse(properties("cdc.signals.conditions: true")).source().properties())
                .containsEntry("cdc.signals.conditions", true);
    }

    private static String properties(String more) {
        return source("properties: { " + more + " }");
    }

    private static Pipeline parse(String file) {
        return PipelineFile.parse(file.getBytes(StandardCharsets.UTF_8), "p.yaml", Path.of("/etc/cdc"));
    }

    private static List<String> problems(String file) {
        PipelineFileException refusal = catchThrowableOfType(PipelineFileException.class, () -> parse(file));
        assertThat(refusal).as("the file was taken").isNotNull();
        List<String> problems =
                refusal.problems().stream().map(Problem::toString).toList();
        assertThat(refusal).hasMessage(String.join("\n", problems));
        return problems;
    }
}
