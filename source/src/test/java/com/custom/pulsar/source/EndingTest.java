package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndingTest {

    private final Ending ending = new Ending();

    @Test
    void theFirstFailureIsTheOneThatCounts() {
        ending.fail(new IllegalStateException("first"));
        ending.fail(new IllegalStateException("second"));
        assertThat(ending.failure()).get().satisfies(cause -> assertThat(cause).hasMessage("first"));
    }

    @Test
    void aFailureStaysWhenItIsClosedAfterwards() throws InterruptedException {
        ending.fail(new CaptureException("lost"));
        ending.close();
        assertThat(ending.await(Duration.ZERO)).isTrue();
        assertThat(ending.failure()).isPresent();
    }

    @Test
    void closingEndsTheWaitingWithoutAFailure() throws InterruptedException {
        assertThat(ending.await(Duration.ZERO)).isFalse();
        Thread closing = new Thread(ending::close);
        closing.start();
        ending.await();
        closing.join();
        assertThat(ending.failure()).isEmpty();
    }
}
