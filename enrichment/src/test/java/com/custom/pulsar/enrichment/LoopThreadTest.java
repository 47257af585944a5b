package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.PipelineRules;
import com.custom.pulsar.rules.RuleSettings;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

final class LoopThreadTest {
    private final FakeBroker broker = new FakeBroker();
    private final ManualClock clock = new ManualClock();
    private final Counters counters = new Counters((metric, amount) -> {});
    private final LoopThread thread = new LoopThread(
            new EventLoop(
                    broker,
                    topic -> true,
                    new Enricher(new MetadataSplicer("cdc-enrichment", Map.of()), PipelineRules.NONE, clock),
                    new LastKnown(broker, "memory", RuleSettings.NONE, counters, LastKnown.MOST_BYTES),
                    new Halt(clock, new HaltLog(NOPLogger.NOP_LOGGER)),
                    counters,
                    clock,
                    NOPLogger.NOP_LOGGER,
                    death -> {}),
            "events");

    @Test
    void closingWaitsForWhatIsUnderWayAlthoughTheClosingThreadIsInterrupted() throws InterruptedException {
        broker.answersAtOnce = false;
        broker.publish(1, "persistent://public/default/p.public.t", "a", "{\"op\":\"c\",\"source\":{},\"after\":{}}");
        thread.start();
        await().until(() -> broker.waiting.size() == 1);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicBoolean interruptedAfterwards = new AtomicBoolean();
        Thread pulsar = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                thread.close();
            } catch (Throwable e) {
                failure.set(e);
            }
            interruptedAfterwards.set(Thread.currentThread().isInterrupted());
        });
        pulsar.start();
        await().until(() -> pulsar.getState() == Thread.State.TIMED_WAITING || !pulsar.isAlive());

        broker.takeWaiting().forEach(broker::answer);
        pulsar.join();

        assertThat(failure).hasNullValue();
        assertThat(broker.unacknowledged()).isEmpty();
        assertThat(interruptedAfterwards).isTrue();
    }
}
