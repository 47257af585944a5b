package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.ReaderBuilder;
import org.apache.pulsar.client.api.TopicMessageId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against a topic in memory that is sought by time as a broker does: by halving, as if times only rose. */
final class StoredSequenceTest {
    private static final String NAME = "source-1";

    private record Sent(String name, long number, long time) {}

    private final List<Sent> topic = new ArrayList<>();
    private boolean isStalled;
    private boolean isTrimmedWhenRead;

    @Test
    void theHighestNumberUnderTheNameIsFoundBehindTheTime() {
        topic.add(new Sent(NAME, 5, 10_000));
        topic.add(new Sent(NAME, 6, 20_000));
        topic.add(new Sent(NAME + "-rows", 90, 21_000));
        assertThat(storedSince(20_000)).isEqualTo(6);
    }

    @Test
    void anEmptyTopicHoldsNone() {
        assertThat(storedSince(20_000)).isEqualTo(-1);
    }

    @Test
    void whatWasSentAfterTheClockWasPutBackIsNotOverlooked() {
        topic.add(new Sent(NAME, 5, 100_000));
        topic.add(new Sent(NAME, 6, 40_000));
        topic.add(new Sent(NAME, 7, 41_000));
        assertThat(storedSince(100_000)).isEqualTo(7);
    }

    @Test
    void anEventFromBeforeThePositionDoesNoHarm() {
        topic.add(new Sent(NAME, 5, 10_000));
        assertThat(storedSince(50_000)).isEqualTo(5);
    }

    @Test
    void whereNobodyKnowsTheTimeNothingIsRead() throws Exception {
        topic.add(new Sent(NAME, 5, 10_000));
        assertThat(StoredSequence.ofMessages(client(), 0).in("t", NAME)).isEqualTo(-1);
    }

    @Test
    void aLastMessageThatDoesNotArriveIsNotTakenForNone() {
        topic.add(new Sent(NAME, 5, 10_000));
        isStalled = true;
        assertThatThrownBy(() -> StoredSequence.ofMessages(client(), 90_000).in("t", NAME))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("What t holds already does not arrive within 10 s");
    }

    @Test
    void aLastMessageThatIsTrimmedMeanwhileIsNone() {
        topic.add(new Sent(NAME, 5, 10_000));
        isTrimmedWhenRead = true;
        assertThat(storedSince(90_000)).isEqualTo(-1);
    }

    private long storedSince(long since) {
        try {
            return StoredSequence.ofMessages(client(), since).in("t", NAME);
        } catch (CaptureException e) {
            throw new AssertionError(e);
        }
    }

    private PulsarClient client() {
        return proxy(PulsarClient.class, (proxy, method, arguments) -> builder());
    }

    private ReaderBuilder<?> builder() {
        // Behind the last one, or at it.
        int[] next = {topic.size()};
        return proxy(ReaderBuilder.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "startMessageIdInclusive" -> {
                next[0] = Math.max(0, topic.size() - 1);
                yield proxy;
            }
            case "create" -> reader(next);
            default -> proxy;
        });
    }

    private Reader<?> reader(int[] next) {
        // After a seek it subscribes anew, which takes a moment.
        int[] untilConnected = {0};
        return proxy(Reader.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "seek" -> {
                next[0] = firstFrom((Long) Objects.requireNonNull(arguments)[0]);
                untilConnected[0] = 2;
                yield null;
            }
            case "getLastMessageIds" -> List.of(lastId());
            case "isConnected" -> untilConnected[0]-- <= 0;
            case "hasMessageAvailable" -> next[0] < topic.size();
            case "readNext" -> {
                if (isTrimmedWhenRead) {
                    topic.clear();
                }
                untilConnected[0] = 0;
                yield isStalled || topic.isEmpty() ? null : message(topic.get(next[0]++));
            }
            case "close" -> {
                assertThat(untilConnected[0])
                        .as("closed while it subscribes anew, it would take its connection with it")
                        .isNotPositive();
                yield null;
            }
            default -> throw new AssertionError(method);
        });
    }

    private TopicMessageId lastId() {
        return proxy(TopicMessageId.class, (proxy, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("toString");
            return topic.isEmpty() ? "-1:-1:-1" : "3:" + (topic.size() - 1) + ":-1";
        });
    }

    private int firstFrom(long time) {
        int low = 0;
        int high = topic.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (topic.get(middle).time() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Message<?> message(Sent sent) {
        return proxy(Message.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getProperty" -> Long.toString(sent.number());
            case "getProducerName" -> sent.name();
            default -> throw new AssertionError(method);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        @Nullable Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        return type.cast(proxy);
    }
}
