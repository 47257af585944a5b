package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormerNamesTest {

    private final List<String> problems = new ArrayList<>();
    private final FormerNames names = new FormerNames("public/default", problems);

    @ParameterizedTest
    @CsvSource({
        "database.server.name, canary, topic.prefix, canary",
        "schema.whitelist, canary, schema.include.list, canary",
        "table.blacklist, canary, table.exclude.list, canary",
        "column.whitelist, canary, column.include.list, canary",
        "toasted.value.placeholder, canary, unavailable.value.placeholder, canary",
        "sanitize.field.names, TRUE, field.name.adjustment.mode, avro",
        "sanitize.field.names, false, field.name.adjustment.mode, none",
        "truncate.handling.mode, include, skipped.operations, none",
        "truncate.handling.mode, skip, skipped.operations, t"
    })
    void aFormerNameIsUnderstoodWithAWarningThatGivesTheNewOne(String old, String value, String today, String becomes) {
        assertThat(names.translate(Map.of(old, value))).isEqualTo(Map.of(today, becomes));
        assertThat(names.warnings()).containsExactly(old + " is a former name: write " + today);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"never, no_data", "Exported, initial", "schema_only, no_data"})
    void aFormerSnapshotModeIsUnderstood(String old, String today) {
        assertThat(names.translate(Map.of("snapshot.mode", old))).isEqualTo(Map.of("snapshot.mode", today));
        assertThat(names.warnings()).containsExactly("snapshot.mode has a former value: write " + today);
    }

    @ParameterizedTest
    @CsvSource({
        "database.history, x",
        "database.history.pulsar.topic, x",
        "schema.history.internal.pulsar.service.url, x",
        "pulsar.service.url, x",
        "offset.storage.topic, x",
        "key.converter, org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable, false",
        "json-with-envelope, false",
        "task.class, io.debezium.connector.postgresql.PostgresConnectorTask",
        "topic.namespace, public/default",
        "tasks.max, 1",
        "name, x"
    })
    void whatHasNoMeaningAnyMoreIsIgnoredWithTheReason(String old, String value) {
        assertThat(names.translate(Map.of(old, value))).isEmpty();
        assertThat(names.warnings()).singleElement().asString().startsWith(old + " is ignored: ");
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "transforms, canary",
        "transforms.canary.type, x",
        "predicates, canary",
        "value.converter, canary.AvroConverter",
        "json-with-envelope, true",
        "task.class, io.debezium.connector.mysql.canary",
        "topic.namespace, other/canary"
    })
    void whatCannotBeHadHereIsRefused(String old, String value) {
        assertThat(names.translate(Map.of(old, value))).isEmpty();
        assertThat(names.warnings()).isEmpty();
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith(old + " ")
                .satisfies(problem -> assertThat(problem.replace(old, "")).doesNotContain("canary"));
    }

    @Test
    void bothNamesMaySayTheSame() {
        assertThat(names.translate(Map.of("database.server.name", "a", "topic.prefix", "a")))
                .isEqualTo(Map.of("topic.prefix", "a"));
        assertThat(problems).isEmpty();
    }

    @Test
    void bothNamesMayNotSayDifferentThings() {
        assertThat(names.translate(Map.of("database.server.name", "canary", "topic.prefix", "a")))
                .isEqualTo(Map.of("topic.prefix", "a"));
        assertThat(problems)
                .containsExactly(
                        "database.server.name is the former name of topic.prefix, which is given too and says something"
                                + " else; keep topic.prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"names", "offset.storages", "transformsx", "snapshot.mode", "heartbeat.interval.ms"})
    void whatOnlyLooksSimilarPassesAsItIs(String key) {
        assertThat(names.translate(Map.of(key, "initial"))).isEqualTo(Map.of(key, "initial"));
        assertThat(names.warnings()).isEmpty();
        assertThat(problems).isEmpty();
    }
}
