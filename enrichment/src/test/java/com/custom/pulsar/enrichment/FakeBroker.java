package com.custom.pulsar.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.EventProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/**
 * A broker in memory: a subscription gives every event that is not acknowledged, in order, and again after it is closed.
 * Sends are answered at once, or when the test says so.
 */
final class FakeBroker implements Broker {
    /** The place of an event in its topic. */
    record Id(int number) implements MessageId {
        @Override
        public byte[] toByteArray() {
            return toString().getBytes(UTF_8);
        }

        @Override
        public int compareTo(MessageId other) {
            return Integer.compare(number, ((Id) other).number);
        }

        /** As a message tells it that was sent alone. */
        @Override
        public String toString() {
            return "7:" + number + ":-1";
        }
    }

    /** A message on its way to a topic. */
    record Sent(String topic, Outgoing message, CompletableFuture<MessageId> answer) {}

    final Map<String, List<Outgoing>> stored = new ConcurrentHashMap<>();
    final Set<String> terminated = ConcurrentHashMap.newKeySet();
    final Set<String> closedToOpening = ConcurrentHashMap.newKeySet();
    final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    final List<String> opened = new CopyOnWriteArrayList<>();
    /** What the registry has, by version; -1 for that of the last message. */
    final Map<Integer, String> schemas = new ConcurrentHashMap<>();

    final List<Integer> schemasAsked = new CopyOnWriteArrayList<>();
    /** The newest schemas of output topics. */
    final Map<String, String> registered = new ConcurrentHashMap<>();

    volatile boolean registryIsDown;
    final ConcurrentLinkedQueue<Sent> waiting = new ConcurrentLinkedQueue<>();
    /** The names of other topics of the namespace. */
    final Set<String> topics = ConcurrentHashMap.newKeySet();

    final AtomicInteger listings = new AtomicInteger();
    volatile boolean answersAtOnce = true;
    volatile int largest = Integer.MAX_VALUE;
    volatile boolean refusesSubscriptions;
    final AtomicInteger subscriptions = new AtomicInteger();
    volatile boolean losesAcknowledgements;
    volatile boolean isOrdered = true;
    final List<List<Integer>> acknowledgements = new CopyOnWriteArrayList<>();
    /** To lose the connection once: what is not acknowledged comes again in the same subscription. */
    final AtomicBoolean reconnects = new AtomicBoolean();

    private final Map<Id, RawEvent> given = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Id, RawEvent> unacknowledged = new ConcurrentSkipListMap<>();

    void publish(int number, String topic, String key, @Nullable String value) {
        publish(number, topic, key, value, null);
    }

    void publish(int number, String topic, String key, @Nullable String value, @Nullable ReplayedLetter letter) {
        publish(number, topic, key, value, null, letter);
    }

    void publishWithSchema(int number, String topic, String key, @Nullable String value, int schemaVersion) {
        publish(number, topic, key, value, new byte[] {(byte) schemaVersion}, null);
    }

    private void publish(
            int number,
            String topic,
            String key,
            @Nullable String value,
            byte @Nullable [] schemaVersion,
            @Nullable ReplayedLetter letter) {
        Id id = new Id(number);
        unacknowledged.put(
                id,
                new RawEvent(
                        topic,
                        id,
                        key.getBytes(UTF_8),
                        value == null ? null : value.getBytes(UTF_8),
                        0,
                        0,
                        Map.of(),
                        schemaVersion,
                        letter));
    }

    List<Integer> unacknowledged() {
        return unacknowledged.keySet().stream().map(Id::number).toList();
    }

    List<String> keysStoredIn(String topic) {
        return stored.getOrDefault(topic, List.of()).stream()
                .map(message -> new String(Objects.requireNonNull(message.raw().key()), UTF_8))
                .toList();
    }

    @Override
    public Subscription subscribe() throws PulsarClientException {
        if (refusesSubscriptions) {
            throw new PulsarClientException.AuthorizationException("not allowed to consume");
        }
        subscriptions.incrementAndGet();
        return new Subscription() {
            private @Nullable Id last;

            @Override
            public @Nullable RawEvent receive(Duration timeout) {
                var next = last == null ? unacknowledged.firstEntry() : unacknowledged.higherEntry(last);
                if (next == null) {
                    Thread.onSpinWait();
                    return null;
                }
                if (reconnects.compareAndSet(true, false)) {
                    last = null;
                    return null;
                }
                last = next.getKey();
                given.put(last, next.getValue());
                return next.getValue();
            }

            @Override
            public boolean isOrdered() {
                return isOrdered;
            }

            @Override
            public void acknowledge(List<MessageId> ids) {
                acknowledgements.add(ids.stream().map(id -> ((Id) id).number()).toList());
                if (losesAcknowledgements) {
                    return;
                }
                Id id = (Id) ids.get(ids.size() - 1);
                String topic = Objects.requireNonNull(given.get(id)).topic();
                if (!isOrdered) {
                    ids.forEach(unacknowledged::remove);
                    return;
                }
                unacknowledged
                        .headMap(id, true)
                        .values()
                        .removeIf(event -> event.topic().equals(topic));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Output openEnriched(String topic, @Nullable JsonSchema schema) throws PulsarClientException {
        return open(topic);
    }

    @Override
    public Optional<byte[]> lastValueSchema(String rawTopic) {
        schemasAsked.add(-1);
        return Optional.ofNullable(schemas.get(-1)).map(schema -> schema.getBytes(UTF_8));
    }

    @Override
    public Optional<byte[]> registeredSchema(String topic) {
        return Optional.ofNullable(registered.get(topic)).map(schema -> schema.getBytes(UTF_8));
    }

    @Override
    public Optional<byte[]> valueSchema(RawEvent event) throws PulsarClientException {
        if (registryIsDown) {
            throw new PulsarClientException.TimeoutException("no answer");
        }
        int version = Objects.requireNonNull(event.schemaVersion())[0];
        schemasAsked.add(version);
        return Optional.ofNullable(schemas.get(version)).map(schema -> schema.getBytes(UTF_8));
    }

    @Override
    public Output openDeadLetters(String topic) throws PulsarClientException {
        return open(topic);
    }

    @Override
    public Output openRouted(String topic) throws PulsarClientException {
        return open(topic);
    }

    @Override
    public Output openLastKnown(String topic) throws PulsarClientException {
        return open(topic);
    }

    @Override
    public void readLastKnown(String topic, Consumer<Remembered> reader) throws PulsarClientException {
        if (unreadable.contains(topic)) {
            throw new PulsarClientException("not arriving");
        }
        if (forbidden.contains(topic)) {
            throw new PulsarClientException.AuthorizationException("not allowed to read");
        }
        stored.getOrDefault(topic, List.of())
                .forEach(message -> reader.accept(new Remembered(
                        Objects.requireNonNull(message.key()),
                        message.value(),
                        RawPosition.of(message.raw().id()),
                        LastKnown.lsn(message.properties()),
                        message.properties().get(EventProperty.LINEAGE))));
    }

    @Override
    public Set<String> topics() {
        listings.incrementAndGet();
        return Set.copyOf(topics);
    }

    private Output open(String topic) throws PulsarClientException {
        if (closedToOpening.contains(topic)) {
            throw new PulsarClientException.TopicTerminatedException("terminated");
        }
        opened.add(topic);
        return new Output() {
            @Override
            public CompletableFuture<MessageId> store(Outgoing message) {
                CompletableFuture<MessageId> answer = new CompletableFuture<>();
                Sent sent = new Sent(topic, message, answer);
                if (answersAtOnce) {
                    answer(sent);
                } else {
                    waiting.add(sent);
                }
                return answer;
            }

            @Override
            public StoredRun end(RawEvent first) throws PulsarClientException {
                if (unreadable.contains(topic)) {
                    throw new PulsarClientException("not arriving");
                }
                StoredRun run = new StoredRun(Objects.requireNonNull(RawPosition.of(first.id())));
                stored.getOrDefault(topic, List.of()).stream()
                        .filter(message -> message.raw().topic().equals(first.topic()))
                        .forEach(message -> run.add(Objects.requireNonNull(
                                RawPosition.of(message.raw().id()))));
                return run;
            }

            @Override
            public void close() {}
        };
    }

    /** Stores or refuses a message that waits. */
    void answer(Sent sent) {
        byte[] value = sent.message().value();
        if (terminated.contains(sent.topic())) {
            sent.answer().completeExceptionally(new PulsarClientException.TopicTerminatedException("terminated"));
        } else if (value != null && value.length > largest && !sent.topic().endsWith("-dlq")) {
            sent.answer().completeExceptionally(new PulsarClientException.InvalidMessageException("bigger than"));
        } else {
            stored.computeIfAbsent(sent.topic(), topic -> new CopyOnWriteArrayList<>())
                    .add(sent.message());
            sent.answer().complete(new Id(0));
        }
    }

    List<Sent> takeWaiting() {
        List<Sent> taken = new ArrayList<>();
        for (Sent sent = waiting.poll(); sent != null; sent = waiting.poll()) {
            taken.add(sent);
        }
        return taken;
    }
}
