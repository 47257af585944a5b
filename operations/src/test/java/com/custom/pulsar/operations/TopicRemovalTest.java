package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.junit.jupiter.api.Test;

class TopicRemovalTest {
    private static final String TOPIC = "persistent://public/default/orders";

    private final AtomicLong nanos = new AtomicLong();
    private int status = 204;
    /** How long somebody is connected. */
    private Duration connected = Duration.ZERO;

    private int calls;

    @Test
    void aTopicIsDeletedOnceNobodyIsConnectedAnyMore() {
        connected = Duration.ofSeconds(61);

        removal().delete(TOPIC);

        assertThat(Duration.ofNanos(nanos.get())).isEqualTo(connected);
        assertThat(calls).isEqualTo(62);
    }

    @Test
    void whoGoesOnReadingIsToldOfInTheEnd() {
        connected = Duration.ofDays(1);

        assertThatThrownBy(() -> removal().delete(TOPIC))
                .isInstanceOf(OperationException.class)
                .hasMessage("cannot delete the topic " + TOPIC
                        + ": 1 connected; somebody still reads or writes it, stop that first");
        assertThat(Duration.ofNanos(nanos.get())).isEqualTo(TopicRemoval.LIMIT);
    }

    @Test
    void aTopicThatIsGoneIsPassedOver() {
        status = 404;

        removal().delete(TOPIC);

        assertThat(calls).isEqualTo(1);
    }

    @Test
    void anyOtherRefusalIsToldAtOnce() {
        status = 403;

        assertThatThrownBy(() -> removal().delete(TOPIC)).hasMessage("cannot delete the topic " + TOPIC + ": no right");
        assertThat(calls).isEqualTo(1);
    }

    private TopicRemoval removal() {
        return new TopicRemoval(this::answer, new PassingClock());
    }

    private void answer(String topic) throws PulsarAdminException {
        calls++;
        if (nanos.get() < connected.toNanos()) {
            throw new PulsarAdminException(new IllegalStateException("in use"), "1 connected", 412);
        }
        if (status == 404) {
            throw new PulsarAdminException.NotFoundException(new IllegalStateException("gone"), "gone", status);
        }
        if (status != 204) {
            throw new PulsarAdminException(new IllegalStateException("no right"), "no right", status);
        }
    }

    private final class PassingClock implements Clock {
        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public void pause(Duration duration) {
            nanos.addAndGet(duration.toNanos());
        }
    }
}
