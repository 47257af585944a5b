package com.custom.pulsar.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.envelope.EventProperty;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.common.schema.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private final Broker broker = new Broker();
    private static final long STARTED = 1_000;
    private final PublishedPrefix prefix = new PublishedPrefix();
    private final List<Throwable> failures = new ArrayList<>();

    @Test
    void eventsOfAllTopicsAreNumberedInOneRow() throws Exception {
        Publisher publisher = publisher(10);
        publisher.publish(event("a", 1L));
        publisher.publish(event("b", 2L));
        publisher.publish(event("a", 3L));
        assertThat(broker.sent).containsExactly("a 11", "b 12", "a 13");
        assertThat(broker.counted).isEqualTo(List.of("received", "received", "received"));
    }

    @Test
    void whatTheBrokerHoldsAlreadyIsNotSentAndCountsAsPublished() throws Exception {
        broker.stored.put("a", 12L);
        Publisher publisher = publisher(10);
        publisher.publish(event("a", 1L));
        publisher.publish(event("b", 2L));
        assertThat(broker.sent).containsExactly("b 12");
        assertThat(prefix.last()).isEqualTo(at(1L, 11));
        publisher.publish(event("a", 3L));
        assertThat(broker.sent).containsExactly("b 12", "a 13");
    }

    @Test
    void thePositionFollowsTheAcknowledgementsInOrder() throws Exception {
        Publisher publisher = publisher(0);
        publisher.publish(event("a", 1L));
        publisher.publish(event("a", null));
        publisher.publish(event("a", 2L));
        broker.acknowledge(1);
        assertThat(prefix.last()).isNull();
        broker.acknowledge(0);
        assertThat(prefix.last()).isEqualTo(at(1L, 1));
        broker.acknowledge(2);
        assertThat(prefix.last()).isEqualTo(at(2L, 3));
        assertThat(broker.counted).endsWith("published", "published", "published");
    }

    @Test
    void aCheckpointHasNoNumberOfItsOwn() throws Exception {
        Publisher publisher = publisher(7);
        publisher.publish(new Checkpoint(position(5)));
        assertThat(prefix.last()).isEqualTo(at(5L, 7));
        publisher.publish(event("a", 6L));
        assertThat(broker.sent).containsExactly("a 8");
    }

    @Test
    void aHeartbeatIsCountedAndMovesThePositionWhereItHasOne() throws Exception {
        Publisher publisher = publisher(7);
        publisher.publish(new Heartbeat(null));
        assertThat(prefix.last()).isNull();
        publisher.publish(new Heartbeat(position(5)));
        publisher.publish(new Checkpoint(null));
        assertThat(prefix.last()).isEqualTo(at(5L, 7));
        assertThat(broker.counted).containsExactly("heartbeat", "heartbeat");
    }

    @Test
    void aFailedSendIsToldWithTopicAndCauseAndNothingBehindItIsStored() throws Exception {
        Publisher publisher = publisher(0);
        publisher.publish(event("a", 1L));
        publisher.publish(event("a", 2L));
        broker.answers.get(0).completeExceptionally(new IllegalStateException("topic was terminated"));
        broker.acknowledge(1);
        assertThat(prefix.last()).isNull();
        assertThat(prefix.hasFailed()).isTrue();
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessage("An event for a could not be published")
                        .hasRootCauseMessage("topic was terminated"));
    }

    @Test
    void anOversizedEventGoesToTheDeadLettersOfItsTableUnderItsOwnNumber() throws Exception {
        Publisher publisher = publisher(0);
        RawEvent event = event("a", 1L);
        publisher.publish(event);
        publisher.publish(OversizedEvent.of(event("a", 2L), 1000, 7));
        publisher.publish(event("a", 3L));
        assertThat(broker.sent).containsExactly("a 1", "a-dlq 2", "a 3");
        broker.acknowledge(0);
        broker.acknowledge(2);
        assertThat(prefix.last()).isEqualTo(at(1L, 1));
        broker.acknowledge(1);
        assertThat(prefix.last()).isEqualTo(at(3L, 3));
    }

    @Test
    void anOversizedEventIsThereAlreadyOnlyIfItsDeadLettersHaveIt() throws Exception {
        broker.stored.put("a", 5L);
        Publisher publisher = publisher(0);
        publisher.publish(OversizedEvent.of(event("a", 1L), 1000, 7));
        assertThat(broker.sent).containsExactly("a-dlq 1");
    }

    @Test
    void theNextEventOfItsTopicTellsWhichRowHadAnOversizedEvent() throws Exception {
        Publisher publisher = publisher(0);
        publisher.publish(OversizedEvent.of(event("a", 1L), 1000, 7));
        publisher.publish(event("b", 2L));
        publisher.publish(event("a", 3L));
        publisher.publish(event("a", 4L));
        assertThat(broker.told).containsExactly("a [{}]");
    }

    @Test
    void aPositionKeepsWhatIsNotToldYetAndTheNextStartTellsIt() throws Exception {
        Publisher publisher = publisher(0);
        publisher.publish(OversizedEvent.of(event("a", 1L), 1000, 7));
        broker.acknowledge(0);
        Map<String, String> kept = Objects.requireNonNull(prefix.last()).oversized();
        assertThat(kept).containsExactly(Map.entry("a", "[{}]"));
        Publisher next = new Publisher(
                broker.stream,
                broker.rows,
                prefix,
                broker,
                1,
                sentSince(),
                new OversizedRows(kept),
                1_000_000,
                failures::add);
        next.publish(event("a", 2L));
        broker.acknowledge(1);
        assertThat(broker.told).containsExactly("a [{}]");
        assertThat(prefix.last()).isEqualTo(at(2L, 2));
    }

    @Test
    void anEventThatTheBrokerHoldsHasToldIt() throws Exception {
        broker.stored.put("a", 2L);
        Publisher publisher = publisher(0);
        publisher.publish(OversizedEvent.of(event("a", 1L), 1000, 7));
        publisher.publish(event("a", 2L));
        publisher.publish(event("a", 3L));
        assertThat(broker.told).isEmpty();
        assertThat(broker.sent).containsExactly("a-dlq 1", "a 3");
    }

    @Test
    void rowsBesideTheStreamHaveNumbersOfTheirOwnThatGoOnFromWhatTheBrokerHolds() throws Exception {
        broker.stored.put("a rows", 40L);
        Publisher publisher = publisher(10);
        publisher.publish(event("a", 1L));
        publisher.publish(row("a"));
        publisher.publish(row("b"));
        publisher.publish(event("a", 2L));
        assertThat(broker.sent.stream().filter(sent -> !sent.startsWith("flush")))
                .containsExactly("a 11", "a rows 41", "b rows 42", "a 12");
    }

    @Test
    void whereStreamAndRowsTakeTurnsWhatWasSentBeforeIsWaitedFor() throws Exception {
        Publisher publisher = publisher(0);
        publisher.publish(event("a", 1L));
        publisher.publish(row("a"));
        publisher.publish(row("a"));
        publisher.publish(event("a", 2L));
        publisher.publish(event("a", 3L));
        assertThat(broker.sent).containsExactly("a 1", "flush", "a rows 1", "a rows 2", "flush rows", "a 2", "a 3");
    }

    @Test
    void aPositionIsStoredOnlyBehindTheRowsBeforeItAndWithTheStreamsNumber() throws Exception {
        Publisher publisher = publisher(5);
        publisher.publish(row("a"));
        publisher.publish(new Checkpoint(position(7)));
        assertThat(prefix.last()).isNull();
        broker.acknowledge(0);
        assertThat(prefix.last()).isEqualTo(at(7L, 5));
    }

    @Test
    void itWaitsForRoomAndOneLargeEventPassesAlone() throws Exception {
        Publisher publisher = new Publisher(
                broker.stream,
                broker.rows,
                prefix,
                broker,
                0,
                sentSince(),
                new OversizedRows(Map.of()),
                800,
                failures::add);
        publisher.publish(event("a", 1L, new byte[5_000]));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> publisher.publish(event("a", 2L))).isInstanceOf(InterruptedException.class);
        assertThat(broker.sent).containsExactly("a 1");
        broker.acknowledge(0);
        publisher.publish(event("a", 3L));
        assertThat(broker.sent).containsExactly("a 1", "a 3");
    }

    private Publisher publisher(long lastSequence) {
        return new Publisher(
                broker.stream,
                broker.rows,
                prefix,
                broker,
                lastSequence,
                sentSince(),
                new OversizedRows(Map.of()),
                1_000_000,
                failures::add);
    }

    private static SentSince sentSince() {
        return new SentSince(STARTED, Long.MAX_VALUE, Clock.systemUTC());
    }

    private static RawEvent row(String topic) {
        RawEvent event = event(topic, null);
        return new RawEvent(event.topic(), event.value(), 0, Map.of(), false, null);
    }

    private static RawEvent event(String topic, @Nullable Long lsn) {
        return event(topic, lsn, new byte[10]);
    }

    private static RawEvent event(String topic, @Nullable Long lsn, byte[] value) {
        RawTopic target = new RawTopic(
                topic, "public.t", null, SchemaBuilder.struct().name("row").build());
        return new RawEvent(
                target,
                new KeyValue<>("{}".getBytes(US_ASCII), value),
                0,
                Map.of(),
                true,
                lsn == null ? null : position(lsn));
    }

    private static SourcePosition position(long lsn) {
        return new SourcePosition(Map.of("server", "s"), Map.of("lsn", lsn));
    }

    private static Progress at(long lsn, long sequence) {
        return new Progress(position(lsn), sequence, STARTED);
    }

    private static final class Broker implements Publisher.Counters {
        private final Publisher.Producers stream = producers("");
        private final Publisher.Producers rows = producers(" rows");
        private final Map<String, Long> stored = new HashMap<>();
        private final List<String> told = new ArrayList<>();
        private final List<String> sent = new ArrayList<>();
        private final List<CompletableFuture<MessageId>> answers = new ArrayList<>();
        private final List<String> counted = new ArrayList<>();

        @SuppressWarnings("NullAway") // No message id can be made without Pulsar's client.
        void acknowledge(int index) {
            answers.get(index).complete(null);
        }

        private Publisher.Producers producers(String name) {
            return new Publisher.Producers() {
                @Override
                public Publisher.Target<RawEvent> raw(RawTopic topic) {
                    return target(topic.name() + name);
                }

                @Override
                public Publisher.Target<OversizedEvent> deadLetters(RawTopic topic) {
                    return target(topic.deadLetters() + name);
                }

                @Override
                public void flush() {
                    sent.add("flush" + name);
                }
            };
        }

        private <E extends Event> Publisher.Target<E> target(String name) {
            return new Publisher.Target<>() {
                @Override
                public long last() {
                    return stored.getOrDefault(name, -1L);
                }

                @Override
                public CompletableFuture<MessageId> send(E event, long sequence) {
                    sent.add(name + " " + sequence);
                    if (event instanceof RawEvent raw && raw.properties().containsKey(EventProperty.MISSING_BEFORE)) {
                        told.add(name + " " + raw.properties().get(EventProperty.MISSING_BEFORE));
                    }
                    CompletableFuture<MessageId> answer = new CompletableFuture<>();
                    answers.add(answer);
                    return answer;
                }
            };
        }

        @Override
        public void received(Event event) {
            counted.add("received");
        }

        @Override
        public void published(Event event) {
            counted.add("published");
        }

        @Override
        public void heartbeat() {
            counted.add("heartbeat");
        }
    }
}
