package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private static final int WEIGHT = event(0).weight();

    @Test
    void eventsComeOutInOrder() throws Exception {
        EventQueue queue = new EventQueue(10, 1_000_000);
        for (int i = 0; i < 5; i++) {
            queue.put(event(i));
        }
        List<Captured> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            taken.add(queue.take());
        }
        assertThat(taken).containsExactly(event(0), event(1), event(2), event(3), event(4));
    }

    @Test
    void aQueueFullByCountMakesThePuttingThreadWait() throws Exception {
        assertThatThirdPutWaits(new EventQueue(2, 1_000_000));
    }

    @Test
    void aQueueFullByBytesMakesThePuttingThreadWait() throws Exception {
        assertThatThirdPutWaits(new EventQueue(100, 2L * WEIGHT));
    }

    @Test
    void oneEventLargerThanTheBoundPassesAlone() throws Exception {
        EventQueue queue = new EventQueue(100, WEIGHT - 1);
        assertThat(queue.put(event(1))).isTrue();
        assertThat(queue.take()).isEqualTo(event(1));
    }

    @Test
    void aFailureComesOutOfTakeWithItsCauseBeforeWhatStillWaits() throws Exception {
        EventQueue queue = new EventQueue(10, 1_000_000);
        queue.put(event(1));
        queue.put(event(2));
        queue.take();
        IllegalStateException cause =
                new IllegalStateException("outer", new IllegalStateException("password authentication failed"));
        queue.fail(cause);
        queue.fail(new IllegalStateException("second"));
        assertThatThrownBy(queue::take)
                .isInstanceOf(CaptureException.class)
                .hasMessage("outer: password authentication failed")
                .hasCause(cause);
        assertThat(queue.put(event(3))).isFalse();
    }

    @Test
    void aFailureWakesBothSides() throws Exception {
        EventQueue queue = new EventQueue(1, 1_000_000);
        CompletableFuture<Captured> taking = inThread(queue::take);
        queue.fail(new IllegalStateException("gone"));
        assertThat(taking).failsWithin(60, TimeUnit.SECONDS);
        EventQueue full = new EventQueue(1, 1_000_000);
        full.put(event(1));
        CompletableFuture<Boolean> putting = inThread(() -> full.put(event(2)));
        full.fail(new IllegalStateException("gone"));
        assertThat(putting.get(60, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void closingWakesBothSides() throws Exception {
        EventQueue queue = new EventQueue(1, 1_000_000);
        CompletableFuture<Captured> taking = inThread(queue::take);
        queue.close();
        assertThat(taking).failsWithin(60, TimeUnit.SECONDS);
        assertThat(queue.put(event(1))).isFalse();
    }

    private static void assertThatThirdPutWaits(EventQueue queue) throws Exception {
        queue.put(event(1));
        queue.put(event(2));
        CompletableFuture<Boolean> third = inThread(() -> queue.put(event(3)));
        assertThatThrownBy(() -> third.get(50, TimeUnit.MILLISECONDS)).isNotNull();
        queue.take();
        assertThat(third.get(60, TimeUnit.SECONDS)).isTrue();
    }

    private interface Blocking<T> {
        T run() throws Exception;
    }

    private static <T> CompletableFuture<T> inThread(Blocking<T> blocking) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(blocking.run());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static Checkpoint event(long lsn) {
        return new Checkpoint(new SourcePosition(Map.of("server", "s"), Map.of("lsn", lsn)));
    }
}
