package com.custom.pulsar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class OpenThingsTest {
    private final OpenThings open = new OpenThings();
    private final List<String> closed = new ArrayList<>();

    @Test
    void whatWasOpenedLastIsClosedFirst() {
        open.add(named("server"));
        open.add(named("client"));

        open.close();
        open.close();

        assertThat(closed).containsExactly("client", "server");
    }

    @Test
    void whatIsClosedByItselfIsNotClosedAgain() {
        open.add(named("server"));
        AutoCloseable client = open.add(named("client"));

        open.close(client);
        open.close(client);
        open.close();

        assertThat(closed).containsExactly("client", "server");
    }

    @Test
    void aFailureDoesNotKeepTheOthersOpen() {
        open.add(named("server"));
        open.add((AutoCloseable) () -> {
            throw new IllegalStateException("stuck");
        });

        assertThatThrownBy(open::close)
                .isInstanceOf(BenchmarkException.class)
                .hasSuppressedException(new IllegalStateException("stuck"));
        assertThat(closed).containsExactly("server");
    }

    @Test
    void whatIsOpenedWhileEverythingClosesIsClosedAtOnce() {
        open.close();

        assertThatThrownBy(() -> open.add(named("late"))).isInstanceOf(CancellationException.class);
        assertThat(closed).containsExactly("late");
    }

    private AutoCloseable named(String name) {
        return () -> closed.add(name);
    }
}
