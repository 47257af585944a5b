package com.custom.pulsar.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineNamesTest {
    private final PipelineNames names = new Pipeline(
                    "crm-2_x",
                    Optional.empty(),
                    new Topics("public", "my.ns", "dbserver1", Retention.FOREVER),
                    new PostgresSource(
                            "debezium-postgres-source",
                            Connector.PULSAR_CDC,
                            new Postgres("inventory", Optional.empty()),
                            List.of(TableSelector.parse("public.customers")),
                            SnapshotMode.INITIAL,
                            Map.of()),
                    new Enrichment("cdc-enrichment", Map.of()))
            .names();

    @Test
    void everyNameComesFromThePipelineFile() {
        String raw = names.rawTopic(TableName.parse("public.customers"));

        assertThat(raw).isEqualTo("persistent://public/my.ns/dbserver1.public.customers");
        assertThat(names.enrichedTopic(raw)).isEqualTo(raw + "-enriched");
        assertThat(names.deadLetterTopic(raw)).isEqualTo(raw + "-dlq");
        assertThat(names.slot()).isEqualTo("pulsar_cdc_crm_2_x");
        assertThat(names.publication()).isEqualTo("pulsar_cdc_crm_2_x");
        assertThat(names.offsetsTopic()).isEqualTo("persistent://public/my.ns/debezium-postgres-source-offsets");
        assertThat(names.signalsTopic()).isEqualTo("persistent://public/my.ns/debezium-postgres-source-signals");
        assertThat(names.notificationsTopic())
                .isEqualTo("persistent://public/my.ns/debezium-postgres-source-notifications");
        assertThat(names.signalSubscription()).isEqualTo("pulsar-cdc-source");
        assertThat(names.replayTopic()).isEqualTo("persistent://public/my.ns/cdc-enrichment-replay");
        assertThat(names.sourceTopic()).isEqualTo("persistent://public/my.ns/dbserver1");
        assertThat(names.subscription()).isEqualTo("cdc-enrichment");
        assertThat(names.guardSubscription()).isEqualTo("pulsar-cdc-guard");
        assertThat(names.namespace()).isEqualTo("public/my.ns");
    }

    @Test
    void aTopicIsNamedAsDebeziumNamesIt() {
        assertThat(names.rawTopic(TableName.parse("public.Order Items$é/x.y-z")))
                .isEqualTo("persistent://public/my.ns/dbserver1.public.Order_Items___x.y-z");
    }

    @Test
    void aTableThatIsNamedLikeAnotherKindOfTopicGetsATopicOfItsOwnKind() {
        for (String table : List.of("public.a-enriched", "public.a-dlq", "public.a-partition-7")) {
            assertThat(names.rawTopic(TableName.parse(table)))
                    .isEqualTo("persistent://public/my.ns/dbserver1." + table + "_")
                    .matches(names.rawTopics());
        }
    }

    @Test
    void eachTopicOfAPipelineMatchesTheExpressionOfItsKindAndNoOther() {
        String raw = names.rawTopic(TableName.parse("public.customers"));
        String enriched = names.enrichedTopic(raw);
        String dead = names.deadLetterTopic(raw);
        String refused = names.deadLetterTopic(names.replayTopic());

        assertThat(List.of(raw, enriched, dead, refused))
                .filteredOn(names.rawTopics().asMatchPredicate())
                .containsExactly(raw);
        assertThat(List.of(raw, enriched, dead, refused))
                .filteredOn(names.enrichedTopics().asMatchPredicate())
                .containsExactly(enriched);
        assertThat(List.of(raw, enriched, dead, refused, names.replayTopic()))
                .filteredOn(names.deadLetterTopics().asMatchPredicate())
                .containsExactly(dead, refused);
        assertThat(List.of(names.rawTopics(), names.enrichedTopics(), names.deadLetterTopics()))
                .as("as a client wants the pattern that it follows")
                .allMatch(pattern -> pattern.pattern().startsWith("persistent://public/my\\.ns/")
                        && pattern.pattern().lastIndexOf('/') == "persistent://public/my\\.ns/".length() - 1);
    }

    @Test
    void aRawTopicMayHaveAnEndingInItsMiddle() {
        assertThat(names.rawTopic(TableName.parse("public.a-dlq.b"))).matches(names.rawTopics());
    }

    @Test
    void topicsOfOthersMatchNothing() {
        assertThat(List.of(
                        names.sourceTopic(),
                        names.offsetsTopic(),
                        "persistent://public/my.ns/dbserver12.public.customers",
                        "persistent://public/myxns/dbserver1.public.customers",
                        "persistent://other/my.ns/dbserver1.public.customers"))
                .noneMatch(names.rawTopics().asMatchPredicate())
                .noneMatch(names.enrichedTopics().asMatchPredicate())
                .noneMatch(names.deadLetterTopics().asMatchPredicate());
    }
}
