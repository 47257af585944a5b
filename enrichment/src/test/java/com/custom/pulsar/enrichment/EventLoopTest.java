package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.OnInvalid;
import com.custom.pulsar.rules.PipelineRules;
import com.custom.pulsar.rules.RouteTexts;
import com.custom.pulsar.rules.Routing;
import com.custom.pulsar.rules.RuleSettings;
import com.custom.pulsar.rules.RuleTexts;
import com.custom.pulsar.rules.ValidationTexts;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** The loop against a broker in memory, on its own thread, with a clock that the test moves. */
final class EventLoopTest {
    private static final String RAW = "persistent://public/default/p.public.t";
    private static final String OTHER = "persistent://public/default/p.public.other";
    private static final String ENRICHED = RAW + "-enriched";
    private static final String DLQ = RAW + "-dlq";
    private static final String REPLAY = "persistent://public/default/cdc-enrichment-replay";
    private static final String EVENT = "{\"op\":\"c\",\"source\":{},\"after\":{}}";

    private static final String RULED = "persistent://public/default/p.public.ruled";
    private static final PipelineRules RULES = PipelineRules.compile(new RuleSettings(
            RuleTexts.NONE,
            Map.of(
                    RULED,
                    new RuleSettings.TableRules(
                            "public.ruled",
                            new RuleTexts(Optional.of("after.n > 1"), Optional.of(Map.of("twice", "after.n * 2")))))));

    private final FakeBroker broker = new FakeBroker();
    private final ManualClock clock = new ManualClock();
    private final Map<String, Double> metrics = new ConcurrentHashMap<>();
    private final List<Throwable> deaths = new CopyOnWriteArrayList<>();
    private final Halt halt = new Halt(clock, new HaltLog(NOPLogger.NOP_LOGGER));
    private final EventLoop loop = loop(metrics);
    private final Thread thread = new Thread(loop);

    private EventLoop loop(Map<String, Double> figures) {
        return loop(figures, RULES);
    }

    private EventLoop loop(Map<String, Double> figures, PipelineRules rules) {
        Counters counters = new Counters((metric, amount) -> figures.merge(metric, amount, Double::sum));
        return new EventLoop(
                broker,
                RawTopics.pattern("public", "default", "p").asMatchPredicate(),
                new Enricher(new MetadataSplicer("cdc-enrichment", Map.of()), rules, clock),
                new LastKnown(broker, "memory", RuleSettings.NONE, counters, LastKnown.MOST_BYTES),
                halt,
                counters,
                clock,
                NOPLogger.NOP_LOGGER,
                deaths::add);
    }

    /** Names a topic by a field, and sends events of a large number to two topics. */
    private static final PipelineRules ROUTES = PipelineRules.compile(new RuleSettings(
            new RuleTexts(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Routing.ALL),
                    Optional.of(List.of(
                            new RouteTexts(
                                    Optional.of("after.n > 9"), new RouteTexts.Named(List.of("big", "audit")), true),
                            new RouteTexts(
                                    Optional.of("has(after.to)"),
                                    new RouteTexts.Computed("after.to", "to-[a-z]+", 2),
                                    false)))),
            Map.of()));

    private static final String BIG = "persistent://public/default/big";
    private static final String AUDIT = "persistent://public/default/audit";

    @AfterEach
    void endsWhenAsked() throws InterruptedException {
        loop.close();
        clock.advance(Duration.ofMinutes(1));
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(deaths).isEmpty();
    }

    @Test
    void enrichesEventsPassesTombstonesAndPutsTheRestAside() throws InterruptedException {
        broker.publish(1, RAW, "a", EVENT);
        broker.publish(2, RAW, "b", null);
        broker.publish(3, RAW, "c", "");
        broker.publish(4, RAW, "d", "junk");
        broker.publish(5, RAW, "e", EVENT);
        thread.start();

        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("a", "b", "e");
        assertThat(value(ENRICHED, 0))
                .isEqualTo(EVENT.substring(0, EVENT.length() - 1)
                        + ",\"metadata\":{\"processed_at\":1732233600123,\"enriched\":true,"
                        + "\"function_name\":\"cdc-enrichment\"}}");
        assertThat(stored(ENRICHED, 1).value()).isNull();
        assertThat(broker.keysStoredIn(DLQ)).containsExactly("c", "d");
        assertThat(value(DLQ, 1)).isEqualTo("junk");
        assertThat(stored(DLQ, 1).raw().id()).isEqualTo(new FakeBroker.Id(4));
        assertThat(stored(DLQ, 1).properties())
                .containsEntry("cdc.reason", "100-NOT_JSON")
                .containsEntry("cdc.offset", "0")
                .containsEntry("cdc.topic", RAW)
                .containsEntry("cdc.key", "d")
                .containsEntry("cdc.attempt", "1")
                .containsEntry("cdc.time", "1732233600123")
                .containsKey("cdc.detail");
        loop.close();
        thread.join(10_000);
        assertThat(metrics)
                .containsEntry("pulsar_cdc_events_received", 5.0)
                .containsEntry("pulsar_cdc_events_enriched", 2.0)
                .containsEntry("pulsar_cdc_tombstones", 1.0)
                .containsEntry("pulsar_cdc_dead_letters", 2.0)
                .containsEntry("pulsar_cdc_halted", 0.0);
    }

    @Test
    void dropsWhatAFilterDropsComputesFieldsAndPutsAsideWhereARuleFails() throws InterruptedException {
        broker.publish(1, RULED, "a", ruled("3"));
        broker.publish(2, RULED, "b", ruled("1"));
        broker.publish(3, RULED, "c", ruled("\"secret\""));
        broker.publish(4, RULED, "d", null);
        broker.publish(5, RULED, "e", ruled("null"));
        broker.publish(6, RAW, "f", ruled("1"));
        thread.start();

        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.keysStoredIn(RULED + "-enriched")).containsExactly("a", "d");
        assertThat(value(RULED + "-enriched", 0)).endsWith("\"function_name\":\"cdc-enrichment\",\"twice\":6}}");
        assertThat(broker.keysStoredIn(RULED + "-dlq")).containsExactly("c");
        assertThat(value(RULED + "-dlq", 0)).isEqualTo(ruled("\"secret\""));
        assertThat(stored(RULED + "-dlq", 0).properties())
                .containsEntry("cdc.reason", "200-RULE_FAILED")
                .containsEntry("cdc.rule", "enrichment.tables.public.ruled.filter")
                .containsEntry(
                        "cdc.detail", "an operator or function does not take a value of this type; convert it before");
        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("f");
        loop.close();
        thread.join(10_000);
        assertThat(metrics)
                .containsEntry("pulsar_cdc_events_received", 6.0)
                .containsEntry("pulsar_cdc_events_enriched", 2.0)
                .containsEntry("pulsar_cdc_filtered", 2.0)
                .containsEntry("pulsar_cdc_tombstones", 1.0)
                .containsEntry("pulsar_cdc_dead_letters", 1.0);
    }

    @Test
    void enrichesLettersThatAreReplayedAsEventsOfTheirTables() throws InterruptedException {
        broker.publish(1, REPLAY, "a", EVENT, new ReplayedLetter(RAW, "3:4:-1", 2));
        broker.publish(2, REPLAY, "b", "junk", new ReplayedLetter(RAW + "-partition-1", "3:5:1", 2));
        runUntil(RULES, () -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("a");
        assertThat(stored(ENRICHED, 0).raw().rawId()).isEqualTo("3:4:-1");
        assertThat(broker.keysStoredIn(DLQ)).containsExactly("b");
        assertThat(stored(DLQ, 0).properties())
                .containsEntry("cdc.topic", RAW + "-partition-1")
                .containsEntry("cdc.attempt", "3")
                .containsEntry("cdc.time", "1732233600123");
    }

    @Test
    void refusesLettersThatAreNotOfThisPipeline() throws InterruptedException {
        int id = 0;
        for (String forged : List.of("", "persistent://public/default/other.public.t", ENRICHED, DLQ, REPLAY)) {
            broker.publish(++id, REPLAY, "k" + id, EVENT, new ReplayedLetter(forged, "3:4:-1", 1));
        }
        runUntil(RULES, () -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.opened).containsExactly(REPLAY + "-dlq");
        assertThat(broker.keysStoredIn(REPLAY + "-dlq")).containsExactly("k1", "k2", "k3", "k4", "k5");
        assertThat(stored(REPLAY + "-dlq", 0).properties()).containsEntry("cdc.reason", "106-REPLAY_REFUSED");
    }

    @Test
    void putsAsideDropsOrHaltsAtWhatDoesNotMeetAConstraint() throws InterruptedException {
        for (OnInvalid onInvalid : List.of(OnInvalid.DEAD_LETTER, OnInvalid.DROP)) {
            broker.publish(1, RAW, "bad", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":-1}}");
            broker.publish(2, RAW, "good", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":1}}");
            runUntil(
                    constrained(onInvalid),
                    () -> assertThat(broker.unacknowledged()).isEmpty());
        }
        assertThat(broker.keysStoredIn(DLQ)).containsExactly("bad");
        assertThat(stored(DLQ, 0).properties())
                .containsEntry("cdc.reason", "105-INVALID")
                .containsEntry("cdc.rule", "enrichment.validate.constraints.positive");
        assertThat(metrics).containsEntry("pulsar_cdc_dropped_as_invalid", 1.0);
        assertThat(broker.opened).doesNotContain(RAW);

        broker.publish(3, RAW, "bad", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":-1}}");
        broker.publish(4, RAW, "good", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":1}}");
        runUntil(constrained(OnInvalid.HALT), () -> {
            assertThat(halt.state()).isEqualTo(Halt.State.HALTED);
            assertThat(halt.place()).isEqualTo("the validation of " + RAW);
        });
        assertThat(broker.unacknowledged()).containsExactly(3, 4);
        assertThat(broker.opened).doesNotContain(RAW);
        clock.advance(Duration.ofMinutes(1));
        runUntil(
                constrained(OnInvalid.DEAD_LETTER),
                () -> assertThat(broker.unacknowledged()).isEmpty());
        assertThat(broker.opened).doesNotContain(RAW);
    }

    private static PipelineRules constrained(OnInvalid onInvalid) {
        return PipelineRules.compile(new RuleSettings(
                new RuleTexts(
                        Optional.empty(),
                        Optional.of(new ValidationTexts(Map.of("positive", "after.n > 0"), onInvalid)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Map.of()));
    }

    @Test
    void routesEventsAndCountsThemByTopic() throws InterruptedException {
        broker.publish(1, RAW, "a", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":10}}");
        broker.publish(2, OTHER, "b", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":11,\"to\":\"to-x\"}}");
        broker.publish(3, RAW, "c", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":1}}");
        broker.publish(4, RAW, "a", null);
        runUntil(ROUTES, () -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("a", "c", "a");
        assertThat(broker.keysStoredIn(OTHER + "-enriched")).isEmpty();
        assertThat(broker.keysStoredIn(BIG)).containsExactly("a", "b", "a");
        assertThat(broker.keysStoredIn(AUDIT)).containsExactly("a", "b", "a");
        assertThat(value(BIG, 0)).isEqualTo(value(ENRICHED, 0)).contains("\"metadata\":");
        assertThat(stored(BIG, 2).value()).isNull();
        assertThat(broker.keysStoredIn("persistent://public/default/to-x")).containsExactly("b");
        assertThat(metrics)
                .containsEntry("pulsar_cdc_routed:big", 3.0)
                .containsEntry("pulsar_cdc_routed:audit", 3.0)
                .containsEntry("pulsar_cdc_routed:to-x", 1.0)
                .containsEntry("pulsar_cdc_events_enriched", 2.0);
    }

    @Test
    void acknowledgesARoutedEventWhenAllItsTopicsHaveIt() throws InterruptedException {
        broker.answersAtOnce = false;
        broker.publish(1, RAW, "a", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":10}}");
        Thread running = new Thread(loop(new ConcurrentHashMap<>(), ROUTES));
        running.start();
        awaitUntil(() -> assertThat(broker.waiting).hasSize(3));

        List<FakeBroker.Sent> sent = broker.takeWaiting();
        broker.answer(sent.get(0));
        broker.answer(sent.get(2));
        assertThat(broker.unacknowledged()).containsExactly(1);
        broker.answer(sent.get(1));
        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());
        running.interrupt();
        running.join(10_000);
        deaths.clear();
    }

    @Test
    void storesOnlyWhatIsMissingOfARoutedEventThatComesAgain() throws InterruptedException {
        broker.publish(1, RAW, "a", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":10}}");
        broker.terminated.add(AUDIT);
        broker.losesAcknowledgements = true;
        runUntil(ROUTES, () -> assertThat(halt.state()).isEqualTo(Halt.State.HALTED));
        broker.terminated.clear();
        broker.losesAcknowledgements = false;
        clock.advance(Duration.ofMinutes(1));
        runUntil(ROUTES, () -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("a");
        assertThat(broker.keysStoredIn(BIG)).containsExactly("a");
        assertThat(broker.keysStoredIn(AUDIT)).containsExactly("a");
    }

    @Test
    void putsAsideWhatARouteMayNotSendAndMakesNoMoreTopicsThanItMay() throws InterruptedException {
        broker.topics.addAll(List.of("to-there", "unlike"));
        int id = 0;
        for (String topic :
                List.of("to-there", "to-one", "to-two", "to-three", "to-one", "to-1", "p.public.t", "to-x-dlq")) {
            broker.publish(
                    ++id, RAW, topic, "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":1,\"to\":\"" + topic + "\"}}");
        }
        runUntil(ROUTES, () -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.opened)
                .containsExactlyInAnyOrder(
                        "persistent://public/default/to-there", "persistent://public/default/to-one", DLQ);
        assertThat(broker.keysStoredIn("persistent://public/default/to-one")).containsExactly("to-one", "to-one");
        assertThat(broker.keysStoredIn(DLQ)).containsExactly("to-two", "to-three", "to-1", "p.public.t", "to-x-dlq");
        assertThat(stored(DLQ, 0).properties())
                .containsEntry("cdc.reason", "201-ROUTE_REFUSED")
                .containsEntry("cdc.rule", "enrichment.routes[1].topic")
                .containsEntry(
                        "cdc.detail",
                        "the namespace has the 2 topics already that match the route's pattern; raise its most");
        assertThat(stored(DLQ, 2).properties())
                .containsEntry("cdc.detail", "what it gives does not match the route's pattern");
        assertThat(stored(DLQ, 3).properties().get("cdc.detail")).contains("without a dot");
        assertThat(broker.listings).hasValue(1);
        assertThat(metrics).containsEntry("pulsar_cdc_dead_letters:201-ROUTE_REFUSED", 5.0);
    }

    @Test
    void putsAnEventAsideOnceThatIsTooLargeForSeveralTopics() throws InterruptedException {
        broker.largest = 60;
        broker.publish(1, RAW, "a", "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":10}}");
        runUntil(ROUTES, () -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.stored.keySet()).containsExactly(DLQ);
        assertThat(broker.keysStoredIn(DLQ)).containsExactly("a");
    }

    private void runUntil(PipelineRules rules, ThrowingRunnable condition) throws InterruptedException {
        EventLoop routing = loop(metrics, rules);
        Thread running = new Thread(routing);
        running.start();
        awaitUntil(condition);
        routing.close();
        clock.advance(Duration.ofMinutes(1));
        running.join(10_000);
        assertThat(running.isAlive()).isFalse();
    }

    @Test
    void acknowledgesADroppedEventNotBeforeThoseBeforeItAreStored() {
        broker.answersAtOnce = false;
        broker.publish(1, RULED, "a", ruled("3"));
        broker.publish(2, RULED, "b", ruled("1"));
        broker.publish(3, RULED, "c", ruled("3"));
        thread.start();
        awaitUntil(() -> assertThat(broker.waiting).hasSize(2));
        List<FakeBroker.Sent> sent = broker.takeWaiting();

        assertThat(broker.unacknowledged()).containsExactly(1, 2, 3);
        broker.answer(sent.get(0));

        assertThat(broker.unacknowledged()).containsExactly(3);
        broker.answer(sent.get(1));
    }

    private static String ruled(String n) {
        return "{\"op\":\"c\",\"source\":{},\"after\":{\"n\":" + n + "}}";
    }

    @Test
    void acknowledgesAnEventOnlyWhenItsOutputIsStored() {
        broker.answersAtOnce = false;
        broker.publish(1, RAW, "a", EVENT);
        broker.publish(2, RAW, "b", EVENT);
        thread.start();
        awaitUntil(() -> assertThat(broker.waiting).hasSize(2));

        assertThat(broker.unacknowledged()).containsExactly(1, 2);
        broker.answer(Objects.requireNonNull(broker.waiting.poll()));

        assertThat(broker.unacknowledged()).containsExactly(2);
        broker.takeWaiting().forEach(broker::answer);
    }

    @Test
    void acknowledgesNothingBehindAnEventOfItsTopicThatIsNotStored() {
        broker.answersAtOnce = false;
        broker.publish(1, RAW, "a", EVENT);
        broker.publish(2, RAW, "b", "junk");
        broker.publish(3, OTHER, "c", EVENT);
        thread.start();
        awaitUntil(() -> assertThat(broker.waiting).hasSize(3));
        List<FakeBroker.Sent> sent = broker.takeWaiting();

        broker.answer(sent.get(1));
        broker.answer(sent.get(2));
        assertThat(broker.unacknowledged()).containsExactly(1, 2);
        broker.answer(sent.get(0));

        assertThat(broker.unacknowledged()).isEmpty();
    }

    @Test
    void makesUpForALostAcknowledgementWithTheNextOne() {
        broker.losesAcknowledgements = true;
        broker.publish(1, RAW, "a", EVENT);
        thread.start();
        awaitUntil(() -> assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("a"));
        assertThat(broker.unacknowledged()).containsExactly(1);

        broker.answersAtOnce = false;
        broker.publish(2, RAW, "b", EVENT);
        awaitUntil(() -> assertThat(broker.waiting).hasSize(1));
        broker.losesAcknowledgements = false;
        broker.takeWaiting().forEach(broker::answer);

        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());
    }

    @Test
    void takesOneAtATimeWhileAnOutputThatFailedIsTried() {
        broker.answersAtOnce = false;
        broker.terminated.add(ENRICHED);
        broker.publish(1, RAW, "a", EVENT);
        broker.publish(2, RAW, "b", "junk");
        thread.start();
        awaitUntil(() -> assertThat(broker.waiting).hasSize(2));
        broker.takeWaiting().forEach(broker::answer);

        for (int tries = 0; tries < 5; tries++) {
            awaitWhileTimePasses(() -> assertThat(broker.waiting).isNotEmpty());
            broker.takeWaiting().forEach(broker::answer);
        }

        assertThat(broker.keysStoredIn(DLQ)).as("not again at each try").containsExactly("b");
        broker.terminated.clear();
        broker.answersAtOnce = true;
        broker.takeWaiting().forEach(broker::answer);
        awaitWhileTimePasses(() -> {
            broker.takeWaiting().forEach(broker::answer);
            assertThat(broker.unacknowledged()).isEmpty();
        });
        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("a");
        assertThat(broker.keysStoredIn(DLQ)).as("not again when it comes again").containsExactly("b");
    }

    @Test
    void putsAnEventAsideThatIsTooLargeWithItsMetadata() {
        broker.largest = EVENT.length() + 10;
        broker.publish(1, RAW, "a", EVENT);
        broker.publish(2, RAW, "b", null);
        thread.start();

        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(value(DLQ, 0)).isEqualTo(EVENT);
        assertThat(stored(DLQ, 0).properties()).containsEntry("cdc.reason", "300-OUTPUT_TOO_LARGE");
        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("b");
        assertThat(halt.state()).isEqualTo(Halt.State.RUNNING);
    }

    @Test
    void haltsAtABrokenOutputAndGoesOnInOrderWhenItIsMended() {
        broker.terminated.add(ENRICHED);
        for (int i = 1; i <= 50; i++) {
            broker.publish(i, RAW, "k" + i, EVENT);
        }
        thread.start();
        awaitUntil(() -> assertThat(halt.state()).isEqualTo(Halt.State.HALTED));
        assertThat(broker.unacknowledged()).hasSize(50);

        broker.terminated.clear();
        awaitWhileTimePasses(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.keysStoredIn(ENRICHED))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 50).mapToObj(i -> "k" + i).toList());
        assertThat(halt.state()).isEqualTo(Halt.State.RUNNING);
        assertThat(broker.subscriptions).hasValue(2);
    }

    @Test
    void haltsAtAnOutputThatCannotBeOpenedAndLosesNothingOfTheOthers() {
        broker.closedToOpening.add(ENRICHED);
        broker.publish(1, OTHER, "a", EVENT);
        broker.publish(2, RAW, "b", EVENT);
        broker.publish(3, OTHER, "c", EVENT);
        thread.start();
        awaitUntil(() -> assertThat(halt.state()).isEqualTo(Halt.State.HALTED));
        assertThat(broker.unacknowledged()).containsExactly(2, 3);

        broker.closedToOpening.clear();
        awaitWhileTimePasses(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.keysStoredIn(OTHER + "-enriched")).containsExactly("a", "c");
        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("b");
    }

    @Test
    void storesAgainWhatABrokenOutputStoredBehindItsFailure() {
        broker.answersAtOnce = false;
        broker.publish(1, RAW, "x", EVENT);
        broker.publish(2, RAW, "y", EVENT);
        thread.start();
        awaitUntil(() -> assertThat(broker.waiting).hasSize(2));
        List<FakeBroker.Sent> sent = broker.takeWaiting();
        broker.answersAtOnce = true;

        broker.terminated.add(ENRICHED);
        broker.answer(sent.get(0));
        broker.terminated.clear();
        broker.answer(sent.get(1));
        assertThat(broker.unacknowledged()).containsExactly(1, 2);
        awaitWhileTimePasses(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("y", "x", "y");
    }

    @Test
    void doesNotStoreAgainWhatAnEarlierInstanceStoredWithoutAcknowledgingIt() throws InterruptedException {
        broker.losesAcknowledgements = true;
        broker.publish(1, RAW, "a", EVENT);
        broker.publish(2, RAW, "b", "junk");
        broker.publish(3, RAW, "c", EVENT);
        runUntil(() -> assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("a", "c"));
        broker.losesAcknowledgements = false;
        broker.publish(4, RAW, "d", EVENT);
        broker.publish(5, RAW, "e", "junk");
        assertThat(broker.unacknowledged()).containsExactly(1, 2, 3, 4, 5);
        thread.start();

        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("a", "c", "d");
        assertThat(broker.keysStoredIn(DLQ)).containsExactly("b", "e");
        loop.close();
        thread.join(10_000);
        assertThat(metrics)
                .containsEntry("pulsar_cdc_events_received", 5.0)
                .containsEntry("pulsar_cdc_events_enriched", 1.0)
                .containsEntry("pulsar_cdc_dead_letters", 1.0)
                .containsEntry("pulsar_cdc_already_stored", 3.0);
    }

    @Test
    void doesNotStoreTwiceWhatComesAgainAfterALostConnection() {
        broker.answersAtOnce = false;
        broker.publish(1, RAW, "a", EVENT);
        broker.publish(2, RAW, "b", EVENT);
        thread.start();
        awaitUntil(() -> assertThat(broker.waiting).hasSize(2));
        broker.losesAcknowledgements = true;
        broker.answer(Objects.requireNonNull(broker.waiting.poll()));
        broker.losesAcknowledgements = false;

        broker.reconnects.set(true);
        broker.publish(3, RAW, "c", EVENT);
        awaitUntil(() -> assertThat(broker.waiting).hasSize(2));
        assertThat(broker.unacknowledged())
                .as("what is stored is acknowledged again")
                .containsExactly(2, 3);
        broker.takeWaiting().forEach(broker::answer);

        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());
        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("a", "b", "c");
        assertThat(broker.subscriptions).hasValue(1);
    }

    @Test
    void acknowledgesEachEventByItselfAndInTheirOrderWhereOthersReadToo() {
        broker.isOrdered = false;
        broker.answersAtOnce = false;
        for (int i = 1; i <= 4; i++) {
            broker.publish(i, RAW, "a" + i, EVENT);
        }
        thread.start();
        awaitUntil(() -> assertThat(broker.waiting).hasSize(4));
        List<FakeBroker.Sent> sent = broker.takeWaiting();

        broker.answer(sent.get(1));
        broker.answer(sent.get(2));
        assertThat(broker.acknowledgements).isEmpty();
        broker.reconnects.set(true);
        broker.publish(5, RAW, "a5", EVENT);
        awaitUntil(() -> assertThat(broker.waiting).hasSize(1));
        broker.answer(sent.get(0));
        broker.answer(sent.get(3));
        broker.takeWaiting().forEach(broker::answer);

        awaitUntil(() -> assertThat(broker.unacknowledged()).isEmpty());
        assertThat(broker.acknowledgements).containsExactly(List.of(1, 2, 3), List.of(4), List.of(5));
        assertThat(broker.keysStoredIn(ENRICHED))
                .as("in the order in which the test let them be stored, none twice")
                .containsExactly("a2", "a3", "a1", "a4", "a5");
    }

    @Test
    void haltsWhereItCannotTellWhatIsStored() {
        broker.unreadable.add(ENRICHED);
        broker.publish(1, RAW, "a", EVENT);
        thread.start();
        awaitUntil(() -> assertThat(halt.state()).isEqualTo(Halt.State.HALTED));
        assertThat(broker.stored).isEmpty();

        broker.unreadable.clear();
        awaitWhileTimePasses(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.keysStoredIn(ENRICHED)).containsExactly("a");
    }

    /** An instance before the one of the test, that ends once something holds. */
    private void runUntil(ThrowingRunnable condition) throws InterruptedException {
        EventLoop before = loop(new ConcurrentHashMap<>());
        Thread running = new Thread(before);
        running.start();
        awaitUntil(condition);
        before.close();
        running.join(10_000);
    }

    @Test
    void haltsWhenItMayNotSubscribeAndSubscribesWhenItMay() {
        broker.refusesSubscriptions = true;
        broker.publish(1, RAW, "a", EVENT);
        thread.start();
        awaitUntil(() -> assertThat(halt.state()).isEqualTo(Halt.State.HALTED));

        broker.refusesSubscriptions = false;
        awaitWhileTimePasses(() -> assertThat(broker.unacknowledged()).isEmpty());

        awaitUntil(() -> assertThat(halt.state()).isEqualTo(Halt.State.RUNNING));
    }

    @Test
    void haltsWhileTheSchemaOfAnEventCannotBeTold() {
        broker.registryIsDown = true;
        broker.schemas.put(3, "{\"type\":\"record\",\"name\":\"row\",\"fields\":[]}");
        broker.publishWithSchema(1, RAW, "a", EVENT, 3);
        broker.publishWithSchema(2, RAW, "a", null, 3);
        thread.start();
        awaitUntil(() -> assertThat(halt.state()).isEqualTo(Halt.State.HALTED));
        assertThat(broker.stored).isEmpty();

        broker.registryIsDown = false;
        awaitWhileTimePasses(() -> assertThat(broker.unacknowledged()).isEmpty());

        assertThat(broker.stored.get(ENRICHED))
                .extracting(message -> message.schema() != null)
                .containsExactly(true, true);
        awaitUntil(() -> assertThat(halt.state()).isEqualTo(Halt.State.RUNNING));
    }

    @Test
    void storesWhatIsUnderWayBeforeItEnds() throws InterruptedException {
        broker.answersAtOnce = false;
        broker.publish(1, RAW, "a", EVENT);
        thread.start();
        awaitUntil(() -> assertThat(broker.waiting).hasSize(1));

        loop.close();
        broker.takeWaiting().forEach(broker::answer);
        thread.join(10_000);

        assertThat(broker.unacknowledged()).isEmpty();
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

    private Outgoing stored(String topic, int index) {
        return broker.stored.getOrDefault(topic, Collections.emptyList()).get(index);
    }

    private String value(String topic, int index) {
        return new String(Objects.requireNonNull(stored(topic, index).value()), UTF_8);
    }
}
