package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownSettingsTest {

    private static final KnownSettings SETTINGS = new KnownSettings();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slot.failover",
                "offset.mismatch.strategy",
                "read.only",
                "topic.heartbeat.prefix",
                "money.fraction.digits",
                "database.sslmode",
                "database.options",
                "driver.loggerLevel",
                "driver.options",
                "signal.pulsar.topic",
                "notification.sink.topic.name",
                "internal.slot.seek.to.known.offset.on.start",
                "snapshot.select.statement.overrides.public.orders",
                "column.mask.hash.SHA-256.with.salt.CzQMA0cB5K",
                "column.truncate.to.20.chars"
            })
    void whatDebeziumItsDriverOrAPlugInReadsIsKnown(String name) {
        assertThat(SETTINGS.unknown(Map.of(name, ""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "slot.nmae, slot.name",
        "max.batchsize, max.batch.size",
        "table.includelist, table.include.list",
        "Heartbeat.Interval.ms, heartbeat.interval.ms",
        "database.sslmod, database.sslmode",
        "database.hostnme, database.hostname",
        "signal.data.colection, signal.data.collection"
    })
    void aSlipIsToldWithWhatWasProbablyMeant(String slip, String meant) {
        assertThat(SETTINGS.unknown(Map.of(slip, "")))
                .containsExactly(slip + " is not a setting; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"some.ratio", "database.nonsense.at.all", "column.truncate.to.many.chars"})
    void whatIsNearToNothingIsToldToo(String name) {
        assertThat(SETTINGS.unknown(Map.of(name, "")))
                .containsExactly(name
                        + " is not a setting of this source or of Debezium's connector; correct it or leave it out");
    }

    @Test
    void convertersAndPostProcessorsHaveSettingsUnderTheirNames() {
        assertThat(SETTINGS.unknown(Map.of(
                        "converters", "isbn, geo",
                        "isbn.type", "x",
                        "geo.schema.name", "x",
                        "post.processors", "reselector",
                        "reselector.type", "x")))
                .isEmpty();
        assertThat(SETTINGS.unknown(Map.of("isbn.type", "x"))).hasSize(1);
    }
}
