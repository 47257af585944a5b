package com.custom.pulsar.source.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.pipeline.signal.SignalRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PulsarSignalChannelTest {

    private static final CommonConnectorConfig CONFIG =
            new PostgresConnectorConfig(Configuration.from(Map.of("topic.prefix", "p", "database.dbname", "d")));

    private final FakeMessages messages = new FakeMessages();
    private final List<String> refused = new ArrayList<>();
    private final PulsarSignalChannel channel = new PulsarSignalChannel(
            messages,
            new SignalRules(table -> table.table().equals("orders"), false),
            (signal, reason) -> refused.add(signal + ": " + reason));

    @Test
    void aSignalIsHandedOutOnceAndAcknowledgedWhenAnOffsetBehindItIsStored() {
        messages.add(1, snapshot("a"));

        assertThat(channel.read()).extracting(SignalRecord::getId).containsExactly("a");
        assertThat(channel.read()).isEmpty();
        channel.stored(100);
        assertThat(messages.acknowledged).as("before it is executed").isEmpty();
        channel.executed("a", 100);
        channel.stored(100);
        assertThat(messages.acknowledged)
                .as("by an offset that may be older than it")
                .isEmpty();
        channel.stored(101);
        assertThat(messages.acknowledged).containsExactly(new FakeMessageId(1));
    }

    @Test
    void aRefusedSignalIsReportedAndAcknowledgedAtOnce() {
        messages.add(1, "{\"id\":\"x\",\"type\":\"log\"}");

        assertThat(channel.read()).isEmpty();
        assertThat(refused).singleElement().asString().startsWith("x: type must be one of");
        assertThat(messages.acknowledged).containsExactly(new FakeMessageId(1));
    }

    @Test
    void aSignalThatComesAgainIsNotExecutedAgain() {
        messages.add(1, snapshot("a"));
        channel.read();
        messages.add(1, snapshot("a"));
        messages.add(2, snapshot("a"));

        assertThat(channel.read()).isEmpty();
        channel.executed("a", 5);
        channel.stored(6);
        assertThat(messages.acknowledged).containsExactly(new FakeMessageId(1), new FakeMessageId(2));
        messages.add(3, snapshot("a"));
        assertThat(channel.read()).isEmpty();
        assertThat(messages.acknowledged).contains(new FakeMessageId(3));
    }

    @Test
    void whatIsNotStoredWhenDebeziumStartsAnewIsHandedOutAgain() {
        messages.add(1, snapshot("a"));
        messages.add(2, snapshot("b"));
        channel.read();
        channel.executed("a", 5);

        channel.close();
        channel.init(CONFIG);
        channel.stored(6);

        assertThat(messages.acknowledged).isEmpty();
        assertThat(channel.read()).extracting(SignalRecord::getId).containsExactly("a", "b");
        assertThat(channel.read()).isEmpty();
    }

    @Test
    void ofTypesWithoutIdTheOldestIsTakenForExecuted() {
        messages.add(1, "{\"id\":\"p\",\"type\":\"pause-snapshot\"}");
        messages.add(2, "{\"id\":\"q\",\"type\":\"pause-snapshot\"}");
        channel.read();

        channel.executed(SignalType.RESUME_SNAPSHOT, 1);
        channel.executed(SignalType.PAUSE_SNAPSHOT, 1);
        channel.stored(2);

        assertThat(messages.acknowledged).containsExactly(new FakeMessageId(1));
    }

    @Test
    void aSignalThatCannotBeExecutedIsReportedAndNotTriedAgain() {
        messages.add(1, snapshot("a"));
        channel.read();

        channel.failed("a", "no such thing");
        channel.init(CONFIG);

        assertThat(refused).containsExactly("a: no such thing");
        assertThat(messages.acknowledged).containsExactly(new FakeMessageId(1));
        assertThat(channel.read()).isEmpty();
    }

    @Test
    void aTopicThatCannotBeReadIsAskedAgain() {
        messages.failure = new PulsarClientException("away");
        assertThat(channel.read()).isEmpty();

        messages.failure = null;
        messages.add(1, snapshot("a"));
        assertThat(channel.read()).hasSize(1);
    }

    @Test
    void aFloodIsTakenInParts() {
        for (int i = 0; i < 120; i++) {
            messages.add(i, snapshot("s" + i));
        }
        assertThat(channel.read()).hasSize(50);
        assertThat(channel.read()).hasSize(50);
        assertThat(channel.read()).hasSize(20);
    }

    private static String snapshot(String id) {
        return "{\"id\":\"" + id
                + "\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public.orders\"]}}";
    }

    private static final class FakeMessages implements SignalMessages {
        private final Deque<FakeMessageId> ids = new ArrayDeque<>();
        private final Deque<String> values = new ArrayDeque<>();
        private final List<MessageId> acknowledged = new ArrayList<>();
        private @Nullable PulsarClientException failure;

        void add(int number, String value) {
            ids.add(new FakeMessageId(number));
            values.add(value);
        }

        @Override
        public boolean poll(Receiver receiver) throws PulsarClientException {
            if (failure != null) {
                throw failure;
            }
            if (ids.isEmpty()) {
                return false;
            }
            receiver.arrived(ids.remove(), values.remove().getBytes(StandardCharsets.UTF_8));
            return true;
        }

        @Override
        public void acknowledge(MessageId id) {
            acknowledged.add(id);
        }
    }
}
