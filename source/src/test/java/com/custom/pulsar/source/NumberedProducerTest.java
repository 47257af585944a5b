package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.TypedMessageBuilder;
import org.apache.pulsar.client.impl.BatchMessageIdImpl;
import org.apache.pulsar.client.impl.MessageIdImpl;
import org.apache.pulsar.common.schema.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against a producer in memory whose broker answers, and whose connection is lost, when the test says so. */
final class NumberedProducerTest {
    private static final MessageId DUPLICATE = new MessageIdImpl(-1, -1, -1);
    private static final RawEvent EVENT = new RawEvent(
            new RawTopic(
                    "t", "public.t", null, SchemaBuilder.struct().name("row").build()),
            new KeyValue<>(new byte[0], new byte[0]),
            0,
            Map.of(),
            true,
            null);

    private final Deque<CompletableFuture<MessageId>> answers = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private long lastDisconnected;

    @Test
    void sendsAnEventUnderItsNumberWhichIsAPropertyToo() {
        CompletableFuture<MessageId> event = producer().send(EVENT, 7);
        assertThat(sent).containsExactly("sequenceId 7", "property cdc.sequence 7");
        MessageId stored = new MessageIdImpl(3, 4, -1);
        answer(stored);
        assertThat(event).isCompletedWithValue(stored);
    }

    @Test
    void anEventThatTheBrokerDropsAlthoughItWasSentOnceIsAnError() {
        requireDropped(producer().send(EVENT, 7));
    }

    @Test
    void anEventThatIsDroppedInItsBatchIsAnErrorToo() {
        CompletableFuture<MessageId> event = producer().send(EVENT, 7);
        answer(new BatchMessageIdImpl(-1, -1, -1, 2));
        assertThat(event).isCompletedExceptionally();
    }

    @Test
    void whatWasInFlightWhenTheConnectionWasLostIsSentAgainAndMayBeADuplicate() {
        CompletableFuture<MessageId> event = producer().send(EVENT, 7);
        lastDisconnected = 1_000;
        answer(DUPLICATE);
        assertThat(event).isCompletedWithValue(DUPLICATE);
    }

    @Test
    void whatIsSentAfterTheConnectionIsBackMayNotBeADuplicate() {
        NumberedProducer<?, RawEvent> producer = producer();
        CompletableFuture<MessageId> before = producer.send(EVENT, 7);
        lastDisconnected = 1_000;
        CompletableFuture<MessageId> after = producer.send(EVENT, 8);
        answer(DUPLICATE);
        assertThat(before).isCompletedWithValue(DUPLICATE);
        requireDropped(after);
    }

    @Test
    void eachLossExcusesOnlyWhatWasInFlightThen() {
        lastDisconnected = 500;
        NumberedProducer<?, RawEvent> producer = producer();
        lastDisconnected = 1_000;
        CompletableFuture<MessageId> first = producer.send(EVENT, 7);
        lastDisconnected = 2_000;
        CompletableFuture<MessageId> second = producer.send(EVENT, 8);
        answer(DUPLICATE);
        assertThat(first).isCompletedWithValue(DUPLICATE);
        requireDropped(second);
    }

    @Test
    void whatTheTopicHoldsCountsWhereTheBrokerKnowsLess() {
        assertThat(producer().last()).isEqualTo(5);
        assertThat(new NumberedProducer<byte[], RawEvent>(pulsar(), 9, (message, event) -> message).last())
                .isEqualTo(9);
    }

    @Test
    void theFirstEventTellsWhatItIsGivenForIt() {
        NumberedProducer<byte[], RawEvent> producer =
                new NumberedProducer<>(pulsar(), -1, (message, event) -> message, Map.of("cdc.lineage", "k3x"));
        var first = producer.send(EVENT, 7);
        var second = producer.send(EVENT, 8);
        assertThat(List.of(first, second)).allMatch(event -> !event.isDone());
        assertThat(sent.stream().filter(call -> call.contains("k3x"))).containsExactly("properties {cdc.lineage=k3x}");
        assertThat(sent.get(0)).contains("k3x");
    }

    private void requireDropped(CompletableFuture<MessageId> event) {
        answer(DUPLICATE);
        assertThatThrownBy(event::join)
                .cause()
                .isInstanceOf(CaptureException.class)
                .hasMessageMatching("The broker took event [78] for a duplicate and did not store it, although it was"
                        + " sent once: producer source-1 on t");
    }

    private void answer(MessageId id) {
        answers.remove().complete(id);
    }

    private NumberedProducer<byte[], RawEvent> producer() {
        return new NumberedProducer<>(pulsar(), -1, (message, event) -> message);
    }

    @SuppressWarnings("unchecked")
    private Producer<byte[]> pulsar() {
        return proxy(Producer.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "newMessage" -> message();
            case "getLastDisconnectedTimestamp" -> lastDisconnected;
            case "getLastSequenceId" -> 5L;
            case "getProducerName" -> "source-1";
            case "getTopic" -> "t";
            default -> throw new AssertionError(method);
        });
    }

    private TypedMessageBuilder<?> message() {
        return proxy(TypedMessageBuilder.class, (proxy, method, arguments) -> {
            if (method.getName().equals("sendAsync")) {
                CompletableFuture<MessageId> answer = new CompletableFuture<>();
                answers.add(answer);
                return answer;
            }
            List<String> words = new ArrayList<>(List.of(method.getName()));
            for (Object argument : arguments) {
                words.add(argument.toString());
            }
            sent.add(String.join(" ", words));
            return proxy;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        @Nullable Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        return type.cast(proxy);
    }
}
