package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.UnchangedMark;
import com.custom.pulsar.testsupport.DetachedRun;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.pulsar.client.api.Message;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a row's values look like on the raw topic: the same whether the row comes with the snapshot or streamed. */
@ExtendWith(CapturedDatabase.class)
@Tag("slow")
final class TypesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int STREAMED = 100;
    private static final List<String> SNAPSHOT_TABLES = List.of(
            "numbers",
            "times",
            "texts",
            "shapes",
            "arrays",
            "old_dates",
            "endless_dates",
            "late_times",
            "names",
            "nested_arrays",
            "rounded",
            "unmapped");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DetachedRun run;

    TypesIT(DetachedRun run) {
        this.run = run;
    }

    @BeforeAll
    static void streamsTheRowsOfTheSnapshotAgain(DetachedRun run) throws SQLException {
        for (String table : SNAPSHOT_TABLES) {
            run.sql("DO $$ BEGIN CREATE TEMP TABLE again ON COMMIT DROP AS SELECT * FROM %1$s WHERE id < %2$d;"
                            .formatted(table, STREAMED)
                    + " UPDATE again SET id = id + %2$d; INSERT INTO %1$s SELECT * FROM again; END $$"
                            .formatted(table, STREAMED));
        }
    }

    @Test
    void numbersAreExactAndWhatIsNoNumberIsSaidSo() throws Exception {
        requireRows(
                "numbers",
                """
                {"i2":32767,"i4":2147483647,"i8":9223372036854775807,"n":"123456789012345678901234567890.123456789",
                 "n102":"12345678.90","f4":1.5,"f8":0.1,"m":"1234.56","b":true,"o":4294967295,"dom":5,"pr":"9.90"}
                """,
                """
                {"i2":-32768,"i4":-2147483648,"i8":-9223372036854775808,"n":"NAN",
                 "n102":"NAN","f4":"NaN","f8":"NaN","m":"-0.01","b":false,"o":0,"dom":1,"pr":"0.00"}
                """,
                numbers("\"POSITIVE_INFINITY\"", "\"Infinity\"", "\"Infinity\""),
                numbers("\"NEGATIVE_INFINITY\"", "\"-Infinity\"", "\"-Infinity\""),
                numbers("\"1000000000000000000000000000000\"", "3.4028235E38", "4.9E-324"),
                numbers("\"0.000000000000000000000000000001\"", "-0.0", "1.7976931348623157E308"),
                numbers("\"10.00\"", "null", "null"),
                numbers("null", "null", "null"));
    }

    @Test
    void timesAreCountsFromTheEpochAndThoseWithAZoneAreText() throws Exception {
        // Days; microseconds or, of (3) and (0), milliseconds; infinity is the largest number or, of (3) and (0), the
        // driver's.
        requireRows("times", """
                {"d":20455,"t":11045678901,"t3":11045678,"tz":"21:34:05.678901Z","ts":1767323045678901,
                 "ts3":1767323045678,"ts0":1767323045000,"tstz":"2026-01-02T01:04:05.678901Z","iv":"P0Y0M3DT4H5M6.789S"}
                """, """
                {"d":0,"t":0,"t3":0,"tz":"00:00:00Z","ts":9223372036854775807,
                 "ts3":9223372036825200000,"ts0":9223372036825200000,"tstz":"infinity","iv":"P0Y0M0DT0H0M0S"}
                """, """
                {"d":-1,"t":86400000000,"t3":86400000,"tz":"15:59:00Z","ts":-9223372036854775808,
                 "ts3":-9223372036832400000,"ts0":-9223372036832400000,"tstz":"-infinity","iv":"P0Y0M-1DT0H0M-0.000001S"}
                """, """
                {"d":-141427,"t":86399999999,"t3":86399999,"tz":"08:00:59.999999Z","ts":-63517780799999999,
                 "ts3":-63517780799999,"ts0":-63517780800000,"tstz":"-0043-03-15T12:00:00.000000Z","iv":"P1Y0M0DT0H0M0S"}
                """, """
                {"d":2145042905,"t":43200000000,"t3":43200000,"tz":"12:00:00Z","ts":-210863520000000000,
                 "ts3":-210863520000000,"ts0":-210863520000000,"tstz":"-4712-01-01T00:00:00.000000Z","iv":"P0Y0M0DT0H1M0S"}
                """, """
                {"d":null,"t":null,"t3":null,"tz":null,"ts":null,"ts3":null,"ts0":null,"tstz":null,"iv":null}
                """);
    }

    @Test
    void textsAreTextsAndBytesAreBase64() throws Exception {
        requireRows("texts", """
                {"t":"a\\u00e9\\ud83d\\ude00\\n\\t\\"\\\\","v":"vc","c":"ab   ","cit":"CiText","e":"it's \\"fine\\"","by":"3q2+7wA=",
                 "bi":"Cg==","b1":true,"vb":"Fg==","x":"<a x=\\"1\\">é</a>","lt":"Top.Science","tsv":"'cat':2 'fat':1A",
                 "j":"{\\"a\\" : 1.10, \\"a\\": [null,true]}","jb":"{\\"a\\": \\"é\\", \\"b\\": 1.10}",
                 "u":"123e4567-e89b-12d3-a456-426614174000","h":"{\\"a\\":\\"1\\",\\"b c\\":null}"}
                """, """
                {"t":"","v":"","c":"     ","cit":"","e":"sad","by":"","bi":"","b1":false,"vb":"","x":"","lt":"","tsv":"",
                 "j":"null","jb":"null","u":"00000000-0000-0000-0000-000000000000","h":"{}"}
                """, """
                {"t":null,"v":null,"c":null,"cit":null,"e":null,"by":null,"bi":null,"b1":null,"vb":null,"x":null,"lt":null,
                 "tsv":null,"j":null,"jb":null,"u":null,"h":null}
                """);
    }

    @Test
    void addressesRangesAndShapesAreAsDebeziumGivesThem() throws Exception {
        requireRows("shapes", """
                {"inet":"192.168.1.5/24","cidr":"10.0.0.0/8","mac":"08:00:2b:01:02:03","mac8":"08:00:2b:01:02:03:04:05",
                 "p":{"x":1.5,"y":-2.0,"wkb":"AQEAAAAAAAAAAAD4PwAAAAAAAADA","srid":null},"l":{"a":1.0,"b":2.0,"c":3.0},
                 "s":{"wkb":"AQIAAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPA/AAAAAAAA8D8=","srid":null,"extensions":{"type":"lseg"}},
                 "bx":{"wkb":"AQMAAAABAAAABQAAAAAAAAAAAPA/AAAAAAAA8D8AAAAAAADwPwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA8D8AAAAAAADwPwAAAAAAAPA/",
                  "srid":null,"extensions":{"type":"box"}},
                 "pa":{"wkb":"AQIAAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPA/AAAAAAAA8D8=","srid":null,"extensions":{"type":"path","closed":"false"}},
                 "po":{"wkb":"AQMAAAABAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADwPwAAAAAAAPA/AAAAAAAA8D8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                  "srid":null,"extensions":{"type":"polygon"}},
                 "ci":{"center":{"x":0.0,"y":0.0,"wkb":"AQEAAAAAAAAAAAAAAAAAAAAAAAAA","srid":null},"radius":2.0},
                 "i4r":"[1,5)","i8r":"[1,6)","nr":"[1.5,)","tsr":"[\\"2026-01-01 00:00:00\\",\\"2026-01-02 00:00:00\\")",
                 "tstzr":"[\\"2026-01-01 00:00:00+00\\",\\"2026-01-02 00:00:00+00\\")","dr":"[2026-01-01,2026-02-01)"}
                """, """
                {"inet":"::1","cidr":"2001:db8::/32","mac":"ff:ff:ff:ff:ff:ff","mac8":"ff:ff:ff:ff:ff:ff:ff:ff",
                 "p":{"x":"NaN","y":"Infinity","wkb":"AQEAAAAAAAAAAAD4fwAAAAAAAPB/","srid":null},"l":{"a":1.0,"b":0.0,"c":0.0},
                 "s":null,"bx":null,"pa":null,"po":null,"ci":null,
                 "i4r":"empty","i8r":"(,)","nr":"empty","tsr":"(,infinity)","tstzr":"empty","dr":"(,)"}
                """, """
                {"inet":null,"cidr":null,"mac":null,"mac8":null,"p":null,"l":null,"s":null,"bx":null,"pa":null,"po":null,"ci":null,
                 "i4r":null,"i8r":null,"nr":null,"tsr":null,"tstzr":null,"dr":null}
                """);
    }

    @Test
    void arraysKeepTheirNullsAndTheirEmptiness() throws Exception {
        requireRows("arrays", """
                {"ai":[1,null,3],"ai8":[9223372036854775807],"at":["a,b","q\\"uo","",null,"NULL"],"an":["1.10",null,"2"],"an2":["1.10"],
                 "ab":[true,false,null],"af":[0.1,"NaN","Infinity"],"aj":["{\\"a\\": 1}",null],
                 "au":["123e4567-e89b-12d3-a456-426614174000"],"ad":[20455],"ats":[1767323045678901],
                 "atz":["2026-01-02T01:04:05.678901Z"],"aby":["3q0=",null],"ae":["sad",null,"größer"],"av":["abc"],"acit":["X"]}
                """, """
                {"ai":[],"ai8":[],"at":[],"an":[],"an2":[],"ab":[],"af":[],"aj":[],"au":[],"ad":[],"ats":[],"atz":[],"aby":[],"ae":[],
                 "av":[],"acit":[]}
                """, """
                {"ai":null,"ai8":null,"at":null,"an":null,"an2":null,"ab":null,"af":null,"aj":null,"au":null,"ad":null,"ats":null,
                 "atz":null,"aby":null,"ae":null,"av":null,"acit":null}
                """);
    }

    @Test
    @Disabled(
            "A snapshot reads dates through java.sql.Date, in the Julian calendar before 1582-10-15 and without the era")
    void datesBeforeTheGregorianCalendarAreDaysFromTheEpochToo() throws Exception {
        requireRows(
                "old_dates",
                "{\"d\":" + LocalDate.of(1582, 10, 10).toEpochDay() + "}",
                "{\"d\":" + LocalDate.of(-43, 3, 15).toEpochDay() + "}",
                "{\"d\":" + LocalDate.of(-4712, 1, 1).toEpochDay() + "}");
    }

    @Test
    @Disabled("An endless date is an ordinary number of days, another one in the snapshot than streamed")
    void endlessDatesAreTheOutermostNumbers() throws Exception {
        requireRows("endless_dates", "{\"d\":2147483647}", "{\"d\":-2147483648}");
    }

    @Test
    @Disabled("Microseconds after the year 294247 overflow into the past; what they should be is to be decided")
    void timesThatMicrosecondsCannotCountAreNotInThePast() throws Exception {
        assertThat(row(rows("late_times", 2), 1).path("ts").asLong()).isPositive();
    }

    @Test
    @Disabled("Debezium decodes no streamed value of the type name: it is null")
    void namesAreTexts() throws Exception {
        requireRows("names", "{\"n\":\"nm\"}");
    }

    @Test
    @Disabled("Elements of nested arrays are null")
    void nestedArraysKeepTheirElements() throws Exception {
        requireRows("nested_arrays", "{\"am\":[[1,2],[3,4]]}");
    }

    @Test
    @Disabled("A negative scale is taken for 2046 decimals")
    void aNegativeScaleGivesNoDecimals() throws Exception {
        requireRows("rounded", "{\"n\":\"12300\"}");
    }

    @Test
    void columnsOfEveryTypeAreThere() throws Exception {
        assertThat(names(row(rows("unmapped", 2), 1))).contains("lsn", "comp", "mr", "q");
    }

    @Test
    void largeValuesThatAnUpdateLeavesAloneAreMarked() throws Exception {
        run.sql(
                "INSERT INTO large SELECT 1, 1, x, to_json(x), to_jsonb(x), x::bytea, ARRAY[x], d::numeric, hstore('k', x), NULL"
                        + " FROM (SELECT string_agg(md5(n::text), '') AS x, string_agg(abs(hashint4(n))::text, '') AS d"
                        + " FROM generate_series(1, 1500) AS n) AS q",
                "UPDATE large SET small = 2 WHERE id = 1",
                "UPDATE large SET t = 'short' WHERE id = 1");

        List<Message<byte[]>> messages = run.messages(CapturedDatabase.topic("large"), 3, SOON);

        String marked = "\"j\":\"__debezium_unavailable_value\",\"jb\":\"__debezium_unavailable_value\","
                + "\"by\":\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\",\"ta\":[\"__debezium_unavailable_value\"],"
                + "\"n\":\"__debezium_unavailable_value\","
                + "\"h\":\"{\\\"__debezium_unavailable_value\\\":\\\"__debezium_unavailable_value\\\"}\",\"ia\":null}";
        assertThat(after(messages.get(1)))
                .hasToString("{\"id\":1,\"small\":2,\"t\":\"__debezium_unavailable_value\"," + marked);
        assertThat(isUnchangedMark(after(messages.get(1)).path("h"))).isTrue();
        assertThat(after(messages.get(2))).hasToString("{\"id\":1,\"small\":2,\"t\":\"short\"," + marked);
    }

    @Test
    void largeValuesOfEveryTypeAreMarkedAndNeverNull() throws Exception {
        run.sql(
                """
                INSERT INTO large_values SELECT 1, 1, x, x, x, xmlparse(CONTENT '<a>' || x || '</a>'), l::ltree, v::tsvector, numrange(0, d::numeric),
                  m::int4multirange, ROW(1, x)::pair, b::varbit, b::bit(16000), p::path, replace(replace(p, '[', '('), ']', ')')::polygon,
                  an, an, an, an, ab, an, an, an, an, ad, att, att, ats, ats, ats, ae, ax, ah, au, aby, aj, aj::text[]::jsonb[], ax, ax, ac, ain, air, alt,
                  an, replace(replace(p, '[', '('), ']', ')')::polygon
                FROM (SELECT string_agg(md5(n::text), '') AS x, string_agg(md5(n::text), '.') AS l, string_agg('w' || n, ' ') AS v,
                  string_agg((n % 10)::text, '') AS d,
                  '{' || string_agg('[' || 2 * n || ',' || 2 * n + 1 || ')', ',') || '}' AS m, repeat('10011010', 2000) AS b,
                  '[' || string_agg('(' || n || ',' || n * n || ')', ',') || ']' AS p,
                  array_agg(n) AS an, array_agg(n % 3 = 0) AS ab, array_agg('2026-01-01'::date + n) AS ad, array_agg('00:00'::time + n * '1 s'::interval) AS att,
                  array_agg('2026-01-01'::timestamp + n * '1 s'::interval) AS ats, array_agg('sad'::mood) AS ae, array_agg(md5(n::text)) AS ax,
                  array_agg(hstore('k', n::text)) AS ah, array_agg(md5(n::text)::uuid) AS au, array_agg(md5(n::text)::bytea) AS aby,
                  array_agg(to_json(n)) AS aj, array_agg(n::text) AS ac, array_agg('10.0.0.0'::inet + n) AS ain, array_agg(int4range(n, n + 2)) AS air,
                  array_agg(('l' || n)::ltree) AS alt FROM generate_series(1, 400) AS n) AS made
                """,
                "UPDATE large_values SET small = 2",
                "ALTER TABLE large_values REPLICA IDENTITY FULL",
                "UPDATE large_values SET small = 3");

        List<Message<byte[]>> messages = run.messages(CapturedDatabase.topic("large_values"), 3, SOON);

        ObjectNode inserted = (ObjectNode) after(messages.get(0));
        ObjectNode marked = (ObjectNode) after(messages.get(1));
        String text = "__debezium_unavailable_value";
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        List<Integer> integers = IntStream.range(0, bytes.length)
                .mapToObj(index -> (int) bytes[index])
                .toList();
        Map<String, Object> wanted = new LinkedHashMap<>(Map.of("id", 1, "small", 2));
        List.of("te", "dom", "cit", "x", "lt", "tsv", "nr").forEach(column -> wanted.put(column, text));
        List.of("mr", "comp", "vb", "bi").forEach(column -> wanted.put(column, base64));
        for (String column : List.of("pa", "po", "nnpo")) {
            ObjectNode shape = JSON.createObjectNode().put("wkb", base64).putNull("srid");
            wanted.put(column, shape.putNull("extensions"));
        }
        List.of("an", "an2", "atz", "atstz", "ae", "acit", "ah", "aj", "ajb", "at", "av", "ac", "ain", "air", "alt")
                .forEach(column -> wanted.put(column, List.of(text)));
        List.of("ai2", "ai4", "ai8", "ao", "ad", "att", "ats", "ats3").forEach(column -> wanted.put(column, integers));
        List.of("af4", "af8", "nn8")
                .forEach(column -> wanted.put(
                        column, integers.stream().map(Integer::doubleValue).toList()));
        // The most significant bit of each byte first.
        wanted.put(
                "ab",
                IntStream.range(0, 8 * bytes.length)
                        .mapToObj(bit -> ((bytes[bit / 8] >> (7 - bit % 8)) & 1) == 1)
                        .toList());
        wanted.put("aby", List.of(base64));
        wanted.put("au", List.of(UUID.nameUUIDFromBytes(bytes).toString()));
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(names(marked)).containsExactlyInAnyOrderElementsOf(wanted.keySet());
        for (Map.Entry<String, JsonNode> column : inserted.properties()) {
            softly.assertThat(column.getValue().isNull())
                    .as(column.getKey() + " as inserted")
                    .isFalse();
        }
        for (Map.Entry<String, JsonNode> column : marked.properties()) {
            softly.assertThat(column.getValue())
                    .as(column.getKey())
                    .hasToString(JSON.writeValueAsString(wanted.get(column.getKey())));
            softly.assertThat(isUnchangedMark(column.getValue()))
                    .as(column.getKey() + " for the function")
                    .isEqualTo(!List.of("id", "small").contains(column.getKey()));
        }
        softly.assertThat(after(messages.get(2)))
                .as("with REPLICA IDENTITY FULL")
                .isEqualTo(inserted.put("small", 3));
        softly.assertAll();
    }

    private static boolean isUnchangedMark(JsonNode value) {
        byte[] json = value.toString().getBytes(StandardCharsets.UTF_8);
        return UnchangedMark.is(Objects.requireNonNull(new EnvelopeScanner().read(json)));
    }

    @Test
    void aChangedKeyIsADeleteATombstoneAndAnInsert() throws Exception {
        run.sql(
                "INSERT INTO keyed VALUES (1, 'x')",
                "UPDATE keyed SET id = 2 WHERE id = 1",
                "UPDATE keyed SET v = 'y' WHERE id = 2",
                "DELETE FROM keyed WHERE id = 2");

        List<Message<byte[]>> messages = run.messages(CapturedDatabase.topic("keyed"), 7, SOON);

        assertThat(messages.stream().map(TypesIT::keyAndOperation))
                .containsExactly(
                        "{\"id\":1} c",
                        "{\"id\":1} d",
                        "{\"id\":1} tombstone",
                        "{\"id\":2} c",
                        "{\"id\":2} u",
                        "{\"id\":2} d",
                        "{\"id\":2} tombstone");
    }

    @Test
    void aTableWithoutAPrimaryKeyHasBothImagesAndNoKey() throws Exception {
        run.sql("INSERT INTO keyless VALUES (1, 'x')", "UPDATE keyless SET v = 'y'", "DELETE FROM keyless");

        List<Message<byte[]>> messages = run.messages(CapturedDatabase.topic("keyless"), 3, SOON);

        assertThat(messages.stream().limit(3).map(TypesIT::keyAndOperation))
                .containsExactly("none c", "none u", "none d");
        assertThat(JSON.readTree(messages.get(1).getData()).path("before")).hasToString("{\"id\":1,\"v\":\"x\"}");
        assertThat(JSON.readTree(messages.get(2).getData()).path("before")).hasToString("{\"id\":1,\"v\":\"y\"}");
    }

    @Test
    void messagesInTheLogAreEventsTransactionalOrNot() throws Exception {
        run.sql(
                "SELECT pg_logical_emit_message(true, 'greeting', 'one ä')",
                "SELECT pg_logical_emit_message(false, 'greeting', 'two')");

        List<Message<byte[]>> messages = run.messages("persistent://public/default/typed.message", 2, SOON).stream()
                .filter(message -> keyAndOperation(message).equals("{\"prefix\":\"greeting\"} m"))
                .toList();

        List<String> contents = new ArrayList<>();
        for (Message<byte[]> message : messages) {
            contents.add(new String(
                    JSON.readTree(message.getData())
                            .path("message")
                            .path("content")
                            .binaryValue(),
                    StandardCharsets.UTF_8));
        }
        assertThat(contents).containsExactly("one ä", "two");
    }

    @Test
    void namesOfEveryKindOfColumnAreKeptAndTheTopicIsALegalOne() throws Exception {
        run.sql("INSERT INTO \"Ünï.cødé\".\"we ird.Täble\" VALUES (1, 'a', 2)");

        List<Message<byte[]>> messages =
                run.messages("persistent://public/default/typed._n_.c_d_.we_ird.T_ble", 1, SOON);

        assertThat(after(messages.get(0))).hasToString("{\"Schlüs.sel\":1,\"co.l\\\"umn\":\"a\",\"select\":2}");
        assertThat(keyAndOperation(messages.get(0))).isEqualTo("{\"Schlüs.sel\":1} c");
    }

    @Test
    void tablesThatAreNamedAsOutputsAreEnrichedToo() throws Exception {
        run.sql("INSERT INTO \"orders-enriched\" VALUES (1)", "INSERT INTO \"orders-dlq\" VALUES (1)");

        assertThat(run.messages(CapturedDatabase.topic("orders-enriched_-enriched"), 1, SOON))
                .isNotEmpty();
        assertThat(run.messages(CapturedDatabase.topic("orders-dlq_-enriched"), 1, SOON))
                .isNotEmpty();
    }

    @Test
    void changesOfAPartitionedTableComeUnderItsOwnName() throws Exception {
        run.sql("INSERT INTO measures VALUES ('2025-05-05', 1), ('2026-05-05', 2)");

        assertThat(run.messages(CapturedDatabase.topic("measures"), 2, SOON))
                .extracting(TypesIT::keyAndOperation)
                .containsExactly("{\"at\":20213,\"v\":1} c", "{\"at\":20578,\"v\":2} c");
        assertThat(run.admin().topics().getList("public/default"))
                .doesNotContain(CapturedDatabase.topic("measures_old"), CapturedDatabase.topic("measures_new"));
    }

    @Test
    void aTruncateIsAnEvent() throws Exception {
        run.sql("INSERT INTO emptied VALUES (1)", "TRUNCATE emptied", "INSERT INTO emptied VALUES (2)");

        assertThat(run.messages(CapturedDatabase.topic("emptied"), 3, SOON))
                .extracting(TypesIT::keyAndOperation)
                .containsExactly("{\"id\":1} c", "none t", "{\"id\":2} c");
    }

    /** Each of the rows, from id 1 on, must be the same in the snapshot and streamed. */
    private void requireRows(String table, String... expected) throws IOException {
        Map<Integer, JsonNode> rows = rows(table, 2 * expected.length);
        SoftAssertions softly = new SoftAssertions();
        for (int id = 1; id <= expected.length; id++) {
            JsonNode wanted = JSON.readTree(expected[id - 1]);
            for (int row : List.of(id, id + STREAMED)) {
                JsonNode found = row(rows, row);
                String where = table + " " + id + (row < STREAMED ? ", snapshot: " : ", streamed: ");
                softly.assertThat(names(found)).as(where + "columns").containsExactlyElementsOf(names(wanted));
                for (Map.Entry<String, JsonNode> column : wanted.properties()) {
                    softly.assertThat(found.path(column.getKey()))
                            .as(where + column.getKey())
                            .isEqualTo(column.getValue());
                }
            }
        }
        softly.assertAll();
    }

    /** The rows of a topic by their ids, without them. */
    private Map<Integer, JsonNode> rows(String table, int count) throws IOException {
        Map<Integer, JsonNode> rows = new TreeMap<>();
        for (Message<byte[]> message : run.messages(CapturedDatabase.topic(table), count, SOON)) {
            ObjectNode row = (ObjectNode) after(message);
            rows.put(row.remove("id").asInt(), row);
        }
        return rows;
    }

    private static JsonNode row(Map<Integer, JsonNode> rows, int id) {
        return rows.getOrDefault(id, MissingNode.getInstance());
    }

    private static JsonNode after(Message<byte[]> message) throws IOException {
        return JSON.readTree(message.getData()).path("after");
    }

    private static List<String> names(JsonNode row) {
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String keyAndOperation(Message<byte[]> message) {
        String key = message.hasKey() ? new String(message.getKeyBytes(), StandardCharsets.UTF_8) : "none";
        try {
            return key + " "
                    + (message.getValue() == null
                            ? "tombstone"
                            : JSON.readTree(message.getData()).path("op").asText());
        } catch (IOException e) {
            throw new IllegalStateException(Arrays.toString(message.getData()), e);
        }
    }

    private static String numbers(String n, String f4, String f8) {
        return """
                {"i2":null,"i4":null,"i8":null,"n":%s,"n102":null,"f4":%s,"f8":%s,"m":null,"b":null,"o":null,"dom":null,"pr":null}
                """.formatted(n, f4, f8);
    }
}
