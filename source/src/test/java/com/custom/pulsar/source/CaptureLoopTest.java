package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaptureLoopTest {

    private final BlockingQueue<Ending> started = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private volatile @Nullable Exception refusal;
    private @Nullable CaptureLoop loop;
    private @Nullable Thread thread;

    @AfterEach
    void ends() throws InterruptedException {
        if (loop != null && thread != null) {
            loop.close();
            thread.join();
        }
    }

    @Test
    void aFailureHaltsItAndTheNextRunThatLastsGoesOn() throws Exception {
        start(Duration.ofMillis(1), Duration.ofMillis(1));
        Ending first = next(started);
        first.fail(new CaptureException("slot lost"));
        assertThat(next(told)).isEqualTo("halted: slot lost");
        next(started);
        assertThat(next(told)).isEqualTo("resumed");
        assertThat(closed).hasSize(1);
    }

    @Test
    void whatDoesNotStartIsTriedAgainAndToldOnce() throws Exception {
        refusal = new CaptureException("no publication");
        start(Duration.ofMillis(1), Duration.ofMillis(1));
        assertThat(next(told)).isEqualTo("halted: no publication");
        next(started);
        next(started);
        next(started);
        assertThat(told).isEmpty();
        refusal = new CaptureException("no slot");
        assertThat(next(told)).isEqualTo("halted: no slot");
        refusal = null;
        assertThat(next(told)).isEqualTo("resumed");
    }

    @Test
    void aRunThatFailsSoonAgainIsNotToldToGoOn() throws Exception {
        start(Duration.ofMillis(1), Duration.ofHours(1));
        next(started).fail(new CaptureException("schema refused"));
        assertThat(next(told)).isEqualTo("halted: schema refused");
        next(started).fail(new CaptureException("schema refused"));
        next(started).fail(new CaptureException("topic terminated"));
        assertThat(next(told)).isEqualTo("halted: topic terminated");
    }

    @Test
    void aDatabaseThatIsLostForShortIsNoHalt() throws Exception {
        start(Duration.ofMillis(1), Duration.ofMillis(1));
        lasted(next(started)).fail(new RetriableException("connection reset"));
        nanos.addAndGet(Duration.ofSeconds(50).toNanos());
        lasted(next(started)).fail(new RetriableException("connection reset again, after it was back"));
        nanos.addAndGet(Duration.ofSeconds(50).toNanos());
        lasted(next(started)).fail(new CaptureException("publication dropped"));
        assertThat(next(told)).isEqualTo("halted: publication dropped");
    }

    @Test
    void aDatabaseThatStaysLostIsTold() throws Exception {
        start(Duration.ofMillis(1), Duration.ofMillis(1));
        Ending first = lasted(next(started));
        refusal = new CaptureException("no answer", new SQLException("connection refused", "08001"));
        first.fail(new RetriableException("connection reset"));
        next(started);
        next(started);
        assertThat(told).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(next(told)).isEqualTo("halted: no answer");
        refusal = null;
        assertThat(next(told)).isEqualTo("resumed");
    }

    @Test
    void aDatabaseThatIsNotThereAtTheFirstStartIsToldAtOnce() throws Exception {
        refusal = new CaptureException("no answer", new SQLException("connection refused", "08001"));
        start(Duration.ofMillis(1), Duration.ofMillis(1));
        assertThat(next(told)).isEqualTo("halted: no answer");
    }

    @Test
    void closingEndsTheRunAndTheLoopAndTheWaiting() throws Exception {
        start(Duration.ofHours(1), Duration.ofHours(1));
        next(started);
        loop().close();
        thread().join();
        assertThat(closed).hasSize(1);
        assertThat(loop().awaitEnd()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void closingEndsAHaltToo() throws Exception {
        refusal = new CaptureException("no publication");
        start(Duration.ofHours(1), Duration.ofHours(1));
        next(told);
        loop().close();
        thread().join();
        assertThat(loop().awaitEnd()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void afterAnErrorNothingIsTriedAgain() throws Exception {
        start(Duration.ofMillis(1), Duration.ofMillis(1));
        next(started).fail(new OutOfMemoryError("heap"));
        thread().join();
        assertThat(loop().awaitEnd()).isInstanceOf(OutOfMemoryError.class);
        assertThat(closed).hasSize(1);
        assertThat(started).isEmpty();
    }

    private void start(Duration pause, Duration probation) {
        CaptureLoop running =
                new CaptureLoop(this::run, new Told(), pause, probation, Duration.ofSeconds(60), nanos::get);
        loop = running;
        thread = new Thread(running);
        thread.start();
    }

    private CaptureLoop.Run run(Ending ending) throws Exception {
        started.add(ending);
        Exception refused = refusal;
        if (refused != null) {
            throw refused;
        }
        return () -> closed.add("closed");
    }

    // A run is well once its probation, of a millisecond, is over.
    private static Ending lasted(Ending run) throws InterruptedException {
        assertThat(run.await(Duration.ofMillis(300))).isFalse();
        return run;
    }

    private CaptureLoop loop() {
        return Objects.requireNonNull(loop);
    }

    private Thread thread() {
        return Objects.requireNonNull(thread);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private final class Told implements CaptureLoop.Listener {
        @Override
        public void halted(CaptureException reason) {
            told.add("halted: " + reason.getMessage());
        }

        @Override
        public void resumed() {
            told.add("resumed");
        }
    }
}
