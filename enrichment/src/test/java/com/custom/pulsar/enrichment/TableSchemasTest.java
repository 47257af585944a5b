package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.EventSchema;
import com.custom.pulsar.rules.OnDrift;
import com.custom.pulsar.rules.OnInvalid;
import com.custom.pulsar.rules.PipelineRules;
import com.custom.pulsar.rules.RuleSettings;
import com.custom.pulsar.rules.RuleTexts;
import com.custom.pulsar.rules.ValidationTexts;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TableSchemasTest {
    private static final OwnTopics TABLE = OwnTopics.of("persistent://public/default/p.public.t");
    private static final OwnTopics OTHER = OwnTopics.of("persistent://public/default/p.public.other");

    private final FakeBroker broker = new FakeBroker();
    private final TableSchemas schemas = schemas(PipelineRules.NONE);

    @Test
    void anEnrichedTopicHasTheSchemaOfItsRawTopicAndTheMetadata() throws PulsarClientException {
        broker.schemas.put(0, record("a"));

        JsonSchema schema = Objects.requireNonNull(of(TABLE, 0));

        assertThat(text(schema))
                .startsWith("{\"type\":\"record\",\"name\":\"a\",\"fields\":[{\"name\":\"metadata\",")
                .contains("{\"name\":\"processed_at\",\"type\":\"long\"}");
        assertThat(schemas.last(TABLE.enriched())).isSameAs(schema);
        assertThat(schemas.last(OTHER.enriched())).isNull();
    }

    @Test
    void eachVersionIsAskedForOnceAndFollowedBackAndForth() throws PulsarClientException {
        broker.schemas.put(0, record("a"));
        broker.schemas.put(1, record("b"));

        assertThat(text(of(TABLE, 0))).contains("\"a\"");
        assertThat(text(of(TABLE, 1))).contains("\"b\"");
        assertThat(text(of(TABLE, 0))).contains("\"a\"");
        assertThat(of(TABLE, 0)).isSameAs(of(TABLE, 0));

        assertThat(broker.schemasAsked).containsExactly(0, 1);
    }

    @Test
    void tablesHaveVersionsOfTheirOwn() throws PulsarClientException {
        broker.schemas.put(0, record("a"));
        of(TABLE, 0);
        broker.schemas.put(0, record("b"));

        assertThat(text(of(OTHER, 0))).contains("\"b\"");
        assertThat(text(of(TABLE, 0))).contains("\"a\"");
    }

    @Test
    void anEventThatTellsNoUsableSchemaGoesOnWithTheLastAndIsHeldAgainstNone() throws PulsarClientException {
        assertThat(schemas.of(event(TABLE, null, null), TABLE)).isEqualTo(TableSchema.NONE);
        broker.schemas.put(0, record("a"));
        broker.schemas.put(2, "\"string\"");

        JsonSchema known = of(TABLE, 0);

        TableSchema ofNone = schemas.of(event(TABLE, null, null), TABLE);
        assertThat(ofNone.enriched()).isSameAs(known);
        assertThat(ofNone.event()).isEqualTo(EventSchema.NONE);
        TableSchema notThere = schemas.of(event(TABLE, new byte[] {1}, null), TABLE);
        assertThat(notThere).isEqualTo(ofNone);
        assertThat(of(TABLE, 2)).as("no record").isNull();
        assertThat(schemas.of(event(TABLE, null, null), TABLE).event()).isEqualTo(EventSchema.NONE);
    }

    @Test
    void aReplayedLetterHasTheLastSchemaOfItsTable() throws PulsarClientException {
        ReplayedLetter letter = new ReplayedLetter(TABLE.raw(), "1:2:-1", 1);
        RawEvent replayed = event(TABLE, null, letter);
        broker.schemas.put(-1, record("last"));
        broker.schemas.put(0, record("a"));

        TableSchema before = schemas.of(replayed, TABLE);
        assertThat(text(before.enriched())).contains("\"last\"");
        assertThat(before.event().shape()).isPresent();
        assertThat(schemas.of(replayed, TABLE)).isSameAs(before);
        of(TABLE, 0);

        assertThat(text(schemas.of(replayed, TABLE).enriched())).contains("\"a\"");
        assertThat(broker.schemasAsked).containsExactly(-1, 0);
    }

    @Test
    void aSchemaIsHeldAgainstTheOneThatTheEnrichedTopicHas() throws PulsarClientException {
        TableSchemas watching = schemas(PipelineRules.compile(new RuleSettings(
                new RuleTexts(
                        Optional.empty(),
                        Optional.of(new ValidationTexts(false, Map.of(), OnInvalid.DEFAULT, OnDrift.HALT)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Map.of())));
        broker.registered.put(TABLE.enriched(), envelope("x"));
        broker.schemas.put(0, envelope("x"));
        broker.schemas.put(1, envelope("y"));

        assertThat(watching.of(event(TABLE, new byte[] {0}, null), TABLE)
                        .event()
                        .drift())
                .isEmpty();
        TableSchema drifted = watching.of(event(TABLE, new byte[] {1}, null), TABLE);
        assertThat(drifted.event().drift()).hasValue("added y; dropped x");
        assertThat(text(drifted.enriched())).as("for its tombstone").isEqualTo(envelope("x"));
        assertThat(watching.of(event(OTHER, new byte[] {1}, null), OTHER)
                        .event()
                        .drift())
                .as("the first one of a table")
                .isEmpty();
        assertThat(watching.of(event(OTHER, new byte[] {0}, null), OTHER)
                        .event()
                        .drift())
                .hasValue("added x; dropped y");
        assertThat(schemas.of(event(TABLE, new byte[] {1}, null), TABLE).event().drift())
                .as("where nobody watches")
                .isEmpty();
    }

    @Test
    void isNotAnsweredByTheLastOneWhileTheRegistryCannotBeAsked() throws PulsarClientException {
        broker.schemas.put(0, record("a"));
        of(TABLE, 0);
        broker.registryIsDown = true;

        assertThatThrownBy(() -> of(TABLE, 1)).isInstanceOf(PulsarClientException.class);

        broker.registryIsDown = false;
        broker.schemas.put(1, record("b"));
        assertThat(text(of(TABLE, 1))).contains("\"b\"");
    }

    @Test
    void doesNotRememberVersionsWithoutEnd() throws PulsarClientException {
        for (int version = 0; version < 100; version++) {
            broker.schemas.put(version, record("r" + version));
            of(TABLE, version);
        }

        of(TABLE, 99);
        of(TABLE, 0);

        assertThat(broker.schemasAsked)
                .containsExactlyElementsOf(IntStream.concat(IntStream.range(0, 100), IntStream.of(0))
                        .boxed()
                        .toList());
    }

    private TableSchemas schemas(PipelineRules rules) {
        return new TableSchemas(
                broker, new Enricher(new MetadataSplicer("cdc-enrichment", Map.of()), rules, new ManualClock()));
    }

    private @Nullable JsonSchema of(OwnTopics table, int version) throws PulsarClientException {
        return schemas.of(event(table, new byte[] {(byte) version}, null), table)
                .enriched();
    }

    private static RawEvent event(OwnTopics table, byte @Nullable [] version, @Nullable ReplayedLetter letter) {
        return new RawEvent(table.raw(), new FakeBroker.Id(1), null, new byte[0], 0, 0, Map.of(), version, letter);
    }

    private static String record(String name) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[]}";
    }

    private static String envelope(String column) {
        return "{\"type\":\"record\",\"name\":\"Envelope\",\"fields\":[{\"name\":\"after\",\"type\":[\"null\","
                + "{\"type\":\"record\",\"name\":\"Value\",\"fields\":[{\"name\":\"" + column
                + "\",\"type\":\"int\"}]}]}]}";
    }

    private static String text(@Nullable JsonSchema schema) {
        return new String(Objects.requireNonNull(schema).avro(), UTF_8);
    }
}
