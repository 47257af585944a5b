package com.custom.pulsar.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTrialTest {
    private static final String ORDER =
            "{\"before\":null,\"after\":{\"id\":1,\"total\":\"12.50\"},\"source\":{\"schema\":\"public\",\"table\":\"orders\"},\"op\":\"c\"}";

    @TempDir
    private Path folder;

    private Pipeline pipeline;
    private RuleTrial trial;

    @BeforeEach
    void readsAPipeline() throws IOException {
        pipeline = PipelineFile.read(Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: shop
                source: { tables: [ public.customers, public.orders ] }
                enrichment:
                  metadata: { team: crm }
                  filter: "op != 'r'"
                  tables:
                    public.orders:
                      compute: { large: "double(after.total) > 10.0" }
                """));
        trial = new RuleTrial(pipeline, () -> Instant.ofEpochMilli(1795361633859L));
    }

    @Test
    void anEventThatStaysIsShownAsItWouldStandOnTheEnrichedTopic() {
        assertThat(enriched(ORDER))
                .isEqualTo(ORDER.substring(0, ORDER.length() - 1)
                        + ",\"metadata\":{\"processed_at\":1795361633859,\"enriched\":true,"
                        + "\"function_name\":\"cdc-enrichment\",\"team\":\"crm\",\"large\":true}}");
    }

    @Test
    void theRulesOfTheTableAreThoseOfItsTopicAndNotOfWhatTheEventSays() {
        String line =
                "{\"topic\":\"persistent://public/default/dbserver1.public.customers\",\"key\":\"{\\\"id\\\":1}\","
                        + "\"event\":" + ORDER + "}";

        assertThat(enriched(line)).doesNotContain("\"large\"");
        assertThat(sample(line).key()).isEqualTo("{\"id\":1}");
    }

    @Test
    void aFilterThatDropsTheEventIsNamed() {
        assertThat(trial.of(sample(ORDER.replace("\"op\":\"c\"", "\"op\":\"r\""))))
                .isEqualTo(new TrialResult.Filtered("enrichment.filter"));
    }

    @Test
    void aRuleThatFailsIsNamedWithTheReasonAndWithoutTheValue() {
        assertThat(trial.of(sample(ORDER.replace("12.50", "secret-4711"))))
                .isInstanceOfSatisfying(TrialResult.DeadLetter.class, letter -> {
                    assertThat(letter.reason()).isEqualTo(DeadLetterReason.RULE_FAILED);
                    assertThat(letter.rule()).hasValue("enrichment.tables.public.orders.compute.large");
                    assertThat(letter.detail()).isNotEmpty().doesNotContain("4711");
                });
    }

    @Test
    void whatIsNoEventIsADeadLetterWithThePlace() {
        assertThat(trial.of(sample("{\"a\":")))
                .isEqualTo(new TrialResult.DeadLetter(
                        DeadLetterReason.NOT_JSON, Optional.empty(), "the value ends where a value is due (byte 5)"));
        assertThat(trial.of(sample("{\"a\":1}")))
                .isEqualTo(new TrialResult.DeadLetter(
                        DeadLetterReason.NOT_AN_ENVELOPE, Optional.empty(), "the envelope has no op (byte 0)"));
    }

    @Test
    void aDeadLetterIsTriedAsTheEventThatItWas() {
        String letter = "{\"topic\":\"persistent://public/default/dbserver1.public.orders-dlq\",\"key\":null,\"event\":"
                + ORDER + ",\"properties\":{\"cdc.topic\":\"persistent://public/default/dbserver1.public.orders\"}}";

        assertThat(enriched(letter)).contains("\"large\":true");
    }

    @Test
    void aNullValueIsATombstoneAndATextIsAValueThatWasNoJson() {
        String topic =
                "{\"topic\":\"persistent://public/default/dbserver1.public.orders-partition-3\",\"key\":null,\"event\":";

        assertThat(trial.of(sample(topic + "null}"))).isEqualTo(new TrialResult.Tombstone(List.of()));
        assertThat(trial.of(sample(topic + "\"no JSON\"}")))
                .isInstanceOfSatisfying(
                        TrialResult.DeadLetter.class,
                        letter -> assertThat(letter.reason()).isEqualTo(DeadLetterReason.NOT_JSON));
        assertThat(sample(topic + "null}").topic())
                .as("without its partition, as the rules know it")
                .hasValue("persistent://public/default/dbserver1.public.orders");
    }

    @Test
    void whatTheFunctionNeverReadsIsNotJudged() {
        String enriched =
                "{\"topic\":\"persistent://public/default/dbserver1.public.orders-enriched\",\"key\":null,\"event\":"
                        + ORDER + "}";

        assertThat(trial.of(sample(enriched)))
                .isEqualTo(
                        new TrialResult.NotRead(
                                "the function reads raw topics only, persistent://public/default/dbserver1.SCHEMA.TABLE; take what tail --raw prints"));
        assertThat(trial.of(sample(ORDER.replace("\"table\":\"orders\"", "\"x\":1"))))
                .isInstanceOf(TrialResult.NotRead.class);
    }

    @Test
    void digitsOfNumbersStayAsTheyCame() {
        String line = "{\"topic\":\"persistent://public/default/dbserver1.public.customers\",\"key\":null,\"event\":"
                + ORDER.replace("\"id\":1", "\"id\":12345678901234567890.10") + "}";

        assertThat(enriched(line)).contains("\"id\":12345678901234567890.10,");
    }

    private String enriched(String line) {
        assertThat(trial.of(sample(line))).isInstanceOf(TrialResult.Enriched.class);
        return new String(((TrialResult.Enriched) trial.of(sample(line))).value(), UTF_8);
    }

    private SampleEvent sample(String line) {
        return SampleEvent.parse(line, pipeline.names());
    }
}
