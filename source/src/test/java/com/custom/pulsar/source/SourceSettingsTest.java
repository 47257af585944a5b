package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SourceSettingsTest {

    private static final References REFERENCES = new References(Map.of("pw", "hunter2")::get, name -> null);

    @Test
    void everyRequiredSettingThatIsMissingIsNamedInOneMessage() {
        assertThatThrownBy(() -> read(Map.of("database.user", "cdc", "database.port", " ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing: topic.prefix, database.hostname, database.port, database.dbname,"
                        + " slot.name, publication.name");
    }

    @Test
    void settingsOfDebeziumPassThroughAsText() {
        Map<String, Object> configs = required();
        configs.put("max.batch.size", 8192.0);
        configs.put("snapshot.fetch.size", 1000);
        configs.put("provide.transaction.metadata", true);
        configs.put("table.include.list", List.of("public.customers", "public\\.order.*"));
        configs.put("max.queue.size.in.bytes", 12_345_678_901L);
        configs.put("openlineage.some.ratio", 0.5);
        assertThat(read(configs).debezium())
                .containsEntry("max.batch.size", "8192")
                .containsEntry("max.queue.size", "16384")
                .containsEntry("snapshot.fetch.size", "1000")
                .containsEntry("provide.transaction.metadata", "true")
                .containsEntry("table.include.list", "public.customers,public\\.order.*")
                .containsEntry("max.queue.size.in.bytes", "12345678901")
                .containsEntry("openlineage.some.ratio", "0.5")
                .containsEntry("topic.prefix", "dbserver1")
                .containsEntry("database.port", "5432");
    }

    @Test
    void heartbeatsCanBeTurnedOff() {
        Map<String, Object> configs = required();
        configs.put("heartbeat.interval.ms", 0);
        assertThat(read(configs).debezium()).containsEntry("heartbeat.interval.ms", "0");
    }

    @Test
    void whatIsNotSetGetsOurDefaultAndWhatIsSetKeepsItsValue() {
        Map<String, Object> configs = required();
        configs.put("snapshot.mode", "no_data");
        configs.put("tombstones.on.delete", false);
        SourceSettings settings = read(configs);
        assertThat(settings.debezium())
                .containsEntry("snapshot.mode", "no_data")
                .containsEntry("plugin.name", "pgoutput")
                .containsEntry("publication.autocreate.mode", "disabled")
                .containsEntry("decimal.handling.mode", "string")
                .containsEntry("event.converting.failure.handling.mode", "fail")
                .containsEntry("poll.interval.ms", "5")
                .containsEntry("max.queue.size.in.bytes", "33554432")
                .containsEntry("heartbeat.interval.ms", "10000")
                .containsEntry(
                        "heartbeat.action.query", "SELECT pg_logical_emit_message(false, 'pulsar-cdc-heartbeat', '')")
                .containsEntry("message.prefix.exclude.list", "pulsar-cdc-heartbeat")
                .containsEntry("read.only", "true")
                .containsEntry("signal.enabled.channels", "source,pulsar")
                .containsKey("connector.class");
    }

    @Test
    void ourOwnSettingsAreReadAndNotGivenToDebezium() {
        Map<String, Object> configs = required();
        configs.put("cdc.offsets.topic", "positions");
        configs.put("cdc.subscriptions", Arrays.asList("cdc-enrichment", "audit"));
        configs.put("cdc.retention.minutes", -1);
        configs.put("cdc.code", "0f1e");
        SourceSettings settings = read(configs);
        assertThat(settings.own().offsetTopic()).isEqualTo("persistent://public/default/positions");
        assertThat(settings.own().subscriptions()).containsExactly("cdc-enrichment", "audit");
        assertThat(settings.own().retentionMinutes()).contains(-1);
        assertThat(settings.debezium().keySet()).noneMatch(key -> key.startsWith("cdc."));
    }

    @Test
    void withoutOurOwnSettingsTheOffsetTopicIsNamedAfterTheSource() {
        SourceSettings settings = read(required());
        assertThat(settings.own().offsetTopic()).isEqualTo("persistent://public/default/pg-offsets");
        assertThat(settings.own().subscriptions()).isEmpty();
        assertThat(settings.own().retentionMinutes()).isEqualTo(Optional.empty());
    }

    @Test
    void subscriptionsMayBeAListInOneText() {
        Map<String, Object> configs = required();
        configs.put("cdc.subscriptions", " a, b ,,a");
        assertThat(read(configs).own().subscriptions()).containsExactly("a", "b");
    }

    @Test
    void allProblemsAreToldTogetherAndNoValueWithThem() {
        Map<String, Object> configs = required();
        configs.remove("slot.name");
        configs.put("cdc.retention", 5);
        configs.put("cdc.retention.minutes", "canary-7d");
        configs.put("cdc.offsets.topic", "persistent://canary");
        configs.put("database.password", "${secret:none}canary");
        configs.put("table.include.list", Map.of("canary", 1));
        assertThatThrownBy(() -> read(configs))
                .hasMessageContaining("missing: slot.name")
                .hasMessageContaining("cdc.retention is not a setting of this source")
                .hasMessageContaining("cdc.retention.minutes must be a whole number")
                .hasMessageContaining("cdc.offsets.topic must be")
                .hasMessageContaining("database.password: ${secret:none} names no secret")
                .hasMessageContaining("table.include.list must be")
                .hasMessageNotContaining("canary");
    }

    @Test
    void unknownSettingsAndValuesOutOfRangeAreToldTogetherWithoutValues() {
        Map<String, Object> configs = required();
        configs.put("slot.nmae", "canary");
        configs.put("max.batch.size", "canary");
        configs.put("max.queue.size", 0);
        configs.put("snapshot.mode", "canary");
        configs.put("slot.name", "Canary-Slot");
        assertThatThrownBy(() -> read(configs))
                .hasMessageContaining("slot.nmae is not a setting; did you mean slot.name?")
                .hasMessageContaining("max.batch.size: ")
                .hasMessageContaining("max.queue.size: ")
                .hasMessageContaining("snapshot.mode: Value must be one of always, ")
                .hasMessageContaining("slot.name: Valid replication slot name must contain only")
                .hasMessageNotContainingAny("canary", "Canary");
    }

    @Test
    void theSettingsOfTheConnectorThatPulsarShipsAreUnderstood() {
        Map<String, Object> configs = required();
        configs.remove("topic.prefix");
        configs.put("database.server.name", "dbserver1");
        configs.put("schema.whitelist", "inventory");
        configs.put("database.history.pulsar.service.url", "pulsar://127.0.0.1:6650");
        configs.put("snapshot.mode", "never");
        SourceSettings settings = read(configs);
        assertThat(settings.prefix()).isEqualTo("dbserver1");
        assertThat(settings.debezium())
                .containsEntry("schema.include.list", "inventory")
                .containsEntry("snapshot.mode", "no_data")
                .doesNotContainKeys("database.server.name", "schema.whitelist", "database.history.pulsar.service.url");
    }

    @Test
    void keysWhoseValueCameFromAReferenceAreMaskedInDebeziumsLog() {
        Map<String, Object> configs = required();
        configs.put("driver.options", "user:${secret:pw}@proxy");
        SourceSettings settings = read(configs);
        assertThat(settings.debezium()).containsEntry("driver.options", "user:hunter2@proxy");
        Pattern masked = Pattern.compile(settings.debezium().get("custom.sanitize.pattern"));
        assertThat(masked.matcher("driver.options").matches()).isTrue();
        assertThat(masked.matcher("database.password").matches()).isTrue();
        assertThat(masked.matcher("database.hostname").matches()).isFalse();
    }

    @Test
    void aStartThatMayTakeASnapshotByItselfIsNoReplayOfTheLastOne() {
        for (String mode : List.of("always", "when_needed", "configuration_based")) {
            assertThat(stream("snapshot.mode", mode)).as(mode).isNotEqualTo(stream("snapshot.mode", mode));
        }
        assertThat(stream("provide.transaction.metadata", "true"))
                .isNotEqualTo(stream("provide.transaction.metadata", "true"));
        for (String mode : List.of("initial", "no_data")) {
            assertThat(stream("snapshot.mode", mode)).as(mode).isEqualTo(stream("snapshot.mode", mode));
        }
    }

    @Test
    void whatOnlySetsThePaceLeavesTheStreamAsItWas() {
        Map.of("max.batch.size", "512", "max.queue.size", "9000", "poll.interval.ms", "50", "slot.failover", "false")
                .forEach((key, value) -> assertThat(stream(key, value)).as(key).isEqualTo(read(required()).stream()));
        Map.of(
                        "table.include.list",
                        "public.a",
                        "column.exclude.list",
                        "public.a.b",
                        "skipped.operations",
                        "t",
                        "heartbeat.action.query",
                        "SELECT 1")
                .forEach(
                        (key, value) -> assertThat(stream(key, value)).as(key).isNotEqualTo(read(required()).stream()));
    }

    private static String stream(String key, String value) {
        Map<String, Object> configs = required();
        configs.put(key, value);
        return read(configs).stream();
    }

    private static SourceSettings read(Map<String, Object> configs) {
        return SourceSettings.read(configs, "public/default", "pg", REFERENCES);
    }

    private static Map<String, Object> required() {
        Map<String, Object> configs = new HashMap<>();
        configs.put("topic.prefix", "dbserver1");
        configs.put("database.hostname", "localhost");
        configs.put("database.port", 5432.0);
        configs.put("database.user", "cdc");
        configs.put("database.dbname", "inventory");
        configs.put("slot.name", "pulsar_cdc_customers");
        configs.put("publication.name", "pulsar_cdc_customers");
        return configs;
    }
}
