package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.PipelineRules;
import com.custom.pulsar.rules.RuleSettings;
import com.custom.pulsar.rules.RuleTexts;
import com.custom.pulsar.rules.Unchanged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** The loop with a memory of last known values, against a broker in memory, with a clock that the test moves. */
final class LastKnownLoopTest {
    private static final String RAW = "persistent://public/default/p.public.t";
    private static final String ENRICHED = RAW + "-enriched";
    private static final String DLQ = RAW + "-dlq";
    private static final String MEMORY = "persistent://public/default/cdc-enrichment-last-known";
    private static final String MARK = "\"__debezium_unavailable_value\"";
    private static final String LONG = '"' + "x".repeat(100) + '"';

    private static final RuleSettings SETTINGS = new RuleSettings(
            new RuleTexts(
                    Optional.of("after.n > 0"),
                    Optional.empty(),
                    Optional.of(Map.of("length", "size(after.doc)", "tenth", "10 / (after.n - 5)")),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Unchanged.LAST_KNOWN)),
            Map.of());

    private final FakeBroker broker = new FakeBroker();
    private final ManualClock clock = new ManualClock();
    private final Counters counters = new Counters((metric, amount) -> {});
    private final Halt halt = new Halt(clock, new HaltLog(NOPLogger.NOP_LOGGER));
    private final EventLoop loop = new EventLoop(
            broker,
            RawTopics.pattern("public", "default", "p").asMatchPredicate(),
            new Enricher(new MetadataSplicer("cdc-enrichment", Map.of()), PipelineRules.compile(SETTINGS), clock),
            new LastKnown(broker, MEMORY, SETTINGS, counters, LastKnown.MOST_BYTES),
            halt,
            counters,
            clock,
            NOPLogger.NOP_LOGGER,
            death -> {});
    private final Thread thread = new Thread(loop);

    @AfterEach
    void end() throws InterruptedException {
        loop.close();
        clock.advance(Duration.ofMinutes(1));
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void rulesAndReadersSeeTheValueAndDeadLettersTheEventAsItCame() {
        broker.publish(1, RAW, "{}", event("c", 1, LONG));
        broker.publish(2, RAW, "{}", event("u", 2, MARK));
        broker.publish(3, RAW, "{}", event("u", 5, MARK));
        broker.publish(4, RAW, "other", event("u", 2, MARK));
        thread.start();
        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(value(ENRICHED, 1)).contains("\"doc\":" + LONG).contains("\"length\":100");
        assertThat(value(ENRICHED, 2)).contains("\"doc\":" + MARK);
        assertThat(stored(ENRICHED))
                .extracting(message -> message.properties().get("cdc.not_known"))
                .containsExactly(null, null, "[\"doc\"]");
        assertThat(value(DLQ, 0)).isEqualTo(event("u", 5, MARK));
        assertThat(stored(MEMORY)).hasSize(1);
        assertThat(value(MEMORY, 0)).isEqualTo("{\"doc\":" + LONG + "}");
    }

    @Test
    void whatAFilterDropsIsRememberedToo() {
        broker.publish(1, RAW, "{}", event("c", 0, LONG));
        broker.publish(2, RAW, "{}", event("u", 2, MARK));
        thread.start();
        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(stored(ENRICHED)).hasSize(1);
        assertThat(value(ENRICHED, 0)).contains("\"doc\":" + LONG);
    }

    @Test
    void anEventIsAcknowledgedOnlyWhenItIsRemembered() {
        broker.answersAtOnce = false;
        broker.publish(1, RAW, "{}", event("c", 1, LONG));
        thread.start();
        awaitUntil(() -> assertThat(broker.waiting).hasSize(2));
        List<FakeBroker.Sent> sent = broker.takeWaiting();

        broker.answer(sent.get(1));
        assertThat(broker.unacknowledged()).containsExactly(1);
        broker.answer(sent.get(0));

        assertThat(broker.unacknowledged()).isEmpty();
    }

    @Test
    void haltsWhileNothingCanBeRememberedAndThenGoesOn() {
        broker.terminated.add(MEMORY);
        broker.publish(1, RAW, "{}", event("c", 1, LONG));
        broker.publish(2, RAW, "{}", event("u", 2, MARK));
        thread.start();
        awaitUntil(() -> assertThat(halt.state()).isEqualTo(Halt.State.HALTED));
        assertThat(halt.place()).isEqualTo(MEMORY);
        assertThat(broker.unacknowledged()).contains(1);

        broker.terminated.clear();
        awaitWhileTimePasses(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(value(ENRICHED, 1)).contains("\"doc\":" + LONG);
        assertThat(stored(ENRICHED)).hasSize(2);
    }

    @Test
    void haltsWhileTheMemoryCannotBeReadAndThenGoesOn() {
        broker.unreadable.add(MEMORY);
        broker.publish(1, RAW, "{}", event("c", 1, LONG));
        thread.start();
        awaitUntil(() -> assertThat(halt.state()).isEqualTo(Halt.State.HALTED));
        assertThat(broker.stored).isEmpty();

        broker.unreadable.clear();
        awaitWhileTimePasses(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(stored(ENRICHED)).hasSize(1);
    }

    @Test
    void whatTheBrokerFindsTooLargeToRememberIsForgotten() {
        broker.largest = 200;
        broker.publish(1, RAW, "{}", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":0,\"doc\":" + LONG + "}}");
        broker.publish(
                2, RAW, "{}", "{\"op\":\"u\",\"source\":{},\"after\":{\"n\":0,\"doc\":\"" + "y".repeat(300) + "\"}}");
        thread.start();
        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(stored(MEMORY))
                .extracting(message -> message.value() == null)
                .containsExactly(false, true);
        assertThat(broker.stored).containsOnlyKeys(MEMORY);
    }

    private static String event(String op, int n, String doc) {
        return "{\"op\":\"" + op + "\",\"source\":{},\"after\":{\"n\":" + n + ",\"doc\":" + doc + "}}";
    }

    private List<Outgoing> stored(String topic) {
        return broker.stored.getOrDefault(topic, List.of());
    }

    private String value(String topic, int index) {
        return new String(Objects.requireNonNull(stored(topic).get(index).value()), UTF_8);
    }

    private static void awaitUntil(ThrowingRunnable condition) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(condition);
    }

    private void awaitWhileTimePasses(ThrowingRunnable condition) {
        awaitUntil(() -> {
            clock.advance(Duration.ofMillis(500));
            condition.run();
        });
    }
}
