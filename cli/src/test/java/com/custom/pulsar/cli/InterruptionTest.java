package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class InterruptionTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long SIGINT = 1L << (2 - 1);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /** What a shell without job control starts in the background ignores SIGINT, and Java leaves it so. */
    @BeforeAll
    static void whereSignalsArrive() throws IOException {
        if (Files.isReadable(STATUS)) {
            String ignored = Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.replace("SigIgn:", "").strip())
                    .findFirst()
                    .orElse("0");
            assumeThat(Long.parseUnsignedLong(ignored, 16) & SIGINT)
                    .as("SIGINT among the ignored signals")
                    .isZero();
        }
    }

    @Test
    void theFirstAsksForAnEndOnceAndTheSecondEndsAtOnce() throws Exception {
        try (Interruption interruption = listen()) {
            interruption.cancellation().check();
            assertThat(interruption.exitCode()).isEmpty();

            raise("INT");
            assertThat(told.take()).isEqualTo("first");
            assertThat(interruption.exitCode()).hasValue(130);
            assertThatThrownBy(() -> interruption.cancellation().check()).isInstanceOf(CancellationException.class);
            // So that what tidies up can go on.
            interruption.cancellation().check();

            raise("TERM");
            assertThat(told.take()).isEqualTo("halt 143");
            assertThat(interruption.exitCode()).hasValue(130);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void oneWithinAnotherHasTheSignalsUntilItIsClosed() throws Exception {
        List<String> outer = new CopyOnWriteArrayList<>();
        try (Interruption around = Interruption.listen(() -> told.add("outer"), status -> outer.add("halt"))) {
            try (Interruption interruption = listen()) {
                raise("TERM");
                assertThat(told.take()).isEqualTo("first");
                assertThat(interruption.exitCode()).hasValue(143);
                assertThat(around.exitCode()).isEmpty();
            }
            raise("INT");
            assertThat(told.take()).isEqualTo("outer");
            assertThat(around.exitCode()).hasValue(130);
        }
        assertThat(outer).isEmpty();
    }

    private Interruption listen() {
        return Interruption.listen(() -> told.add("first"), status -> told.add("halt " + status));
    }

    private static void raise(String signal) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        type.getMethod("raise", type)
                .invoke(null, type.getConstructor(String.class).newInstance(signal));
    }
}
