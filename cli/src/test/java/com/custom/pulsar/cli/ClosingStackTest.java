package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClosingStackTest {
    private final ClosingStack stack = new ClosingStack();
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @Test
    void whatIsAddedIsGivenBack() {
        Object opened = new Object();

        assertThat(stack.add(opened, () -> {})).isSameAs(opened);
    }

    @Test
    void whatWasOpenedLastIsClosedFirst() {
        open("lock", "server", "client");

        stack.close();

        assertThat(closed).containsExactly("client", "server", "lock");
    }

    @Test
    void aSecondCloseDoesNothing() {
        open("server");

        stack.close();
        stack.close();

        assertThat(closed).containsExactly("server");
    }

    @Test
    void whatIsAddedAfterTheClosingIsClosedAtOnce() {
        assertThat(stack.closing()).isFalse();
        stack.close();
        assertThat(stack.closing()).isTrue();

        assertThatThrownBy(() -> open("late")).isInstanceOf(CancellationException.class);

        assertThat(closed).containsExactly("late");
    }

    @Test
    void whatIsAddedLateAndCannotBeClosedIsACancellationStill() {
        stack.close();
        IllegalStateException stuck = new IllegalStateException("stuck");

        assertThatThrownBy(() -> stack.add("late", () -> {
                    throw stuck;
                }))
                .isInstanceOf(CancellationException.class)
                .hasSuppressedException(stuck);
    }

    @Test
    void everythingIsClosedAndTheFirstFailureIsThrownWithTheOthers() {
        RuntimeException first = new IllegalStateException("first");
        Error second = new NoClassDefFoundError("second");
        open("lock");
        stack.add("server", () -> {
            throw second;
        });
        open("client");
        stack.add("events", () -> {
            throw first;
        });

        assertThatThrownBy(stack::close).isSameAs(first).hasSuppressedException(second);

        assertThat(closed).containsExactly("client", "lock");
        assertThatCode(stack::close).doesNotThrowAnyException();
    }

    @Test
    void anErrorToo() {
        Error error = new NoClassDefFoundError("gone");
        open("server");
        stack.add("client", () -> {
            throw error;
        });
        stack.add("events", () -> {
            throw error;
        });

        assertThatThrownBy(stack::close).isSameAs(error);

        assertThat(closed).containsExactly("server");
    }

    @Test
    void whatIsReleasedStaysOpen() {
        open("server");

        stack.release();
        stack.close();

        assertThat(closed).isEmpty();
    }

    @Test
    void aReleaseInTheMiddleOfTheClosingIsTooLate() {
        open("server");
        stack.add("client", stack::release);

        stack.close();

        assertThat(closed).containsExactly("server");
    }

    @Test
    void whatClosesMayCloseTheStackItself() {
        open("server");
        stack.add("client", () -> {
            stack.close();
            closed.add("client");
        });

        stack.close();

        assertThat(closed).containsExactly("client", "server");
    }

    @Test
    void aSecondCloseWaitsForTheFirst() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch mayClose = new CountDownLatch(1);
        stack.add("server", () -> {
            closing.countDown();
            await(mayClose);
            closed.add("server");
        });
        Thread first = started(stack::close);
        closing.await();
        Thread second = started(() -> {
            stack.close();
            closed.add("second returned");
        });

        while (second.getState() != Thread.State.BLOCKED) {
            assertThat(second.isAlive()).as("the second waits").isTrue();
            Thread.onSpinWait();
        }
        mayClose.countDown();
        first.join();
        second.join();

        assertThat(closed).containsExactly("server", "second returned");
    }

    @Test
    void addingDoesNotWaitForAClosingThatWaitsForTheAddingThread() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch added = new CountDownLatch(1);
        stack.add("starters", () -> {
            closing.countDown();
            await(added);
            closed.add("starters");
        });
        Thread closer = started(stack::close);
        closing.await();

        assertThatThrownBy(() -> open("late")).isInstanceOf(CancellationException.class);
        assertThat(stack.closing()).isTrue();
        stack.release();
        assertThat(closed).containsExactly("late");
        added.countDown();
        closer.join();

        assertThat(closed).containsExactly("late", "starters");
    }

    private void open(String... names) {
        for (String name : names) {
            stack.add(name, () -> closed.add(name));
        }
    }

    private static Thread started(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
