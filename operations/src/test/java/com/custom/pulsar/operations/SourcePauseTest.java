package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.junit.jupiter.api.Test;

class SourcePauseTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FakeSource source = new FakeSource();
    private final List<String> progress = new ArrayList<>();
    private final SourcePause pause = new SourcePause(source, new PassingClock(), progress::add);

    @Test
    void theSourceIsStoppedUntilItWritesNoMoreAndStartedOnce() {
        source.writesFor = 3;

        pause.begin(LIMIT);
        assertThat(source.calls).containsExactly("stop", "writes", "writes", "writes", "quiet");
        pause.close();
        pause.close();

        assertThat(source.calls).endsWith("quiet", "start");
        assertThat(progress).containsExactly("Stopped the source.", "Started the source again.");
    }

    @Test
    void aSourceThatIsNotDeployedIsLeftSo() {
        source.isDeployed = false;

        pause.begin(LIMIT);
        pause.close();

        assertThat(source.calls).containsExactly("quiet");
        assertThat(progress).isEmpty();
    }

    @Test
    void aSourceThatSomebodyStoppedBeforeStaysStopped() {
        source.isStoppedBefore = true;

        pause.begin(LIMIT);
        pause.close();

        assertThat(source.calls).containsExactly("stop", "quiet");
        assertThat(progress).isEmpty();
    }

    @Test
    void aSourceThatGoesOnWritingIsAnErrorAndStartedAgain() {
        source.writesFor = Integer.MAX_VALUE;

        assertThatThrownBy(() -> pause.begin(LIMIT)).hasMessageContaining("still writes its positions 60 s after");
        pause.close();

        assertThat(source.calls).endsWith("writes", "start");
    }

    @Test
    void aSourceWhoseStopWasRefusedIsStartedAllTheSame() {
        source.stopFails = true;

        assertThatThrownBy(() -> pause.begin(LIMIT)).hasMessageContaining("cannot stop the source: not now");
        pause.close();

        assertThat(source.calls).containsExactly("stop", "start");
    }

    @Test
    void aSourceThatCannotBeStartedAgainIsToldWithTheCommand() {
        source.startFails = true;
        pause.begin(LIMIT);

        assertThatThrownBy(pause::close)
                .hasMessage("cannot start the source again: not now; start it with pulsar-admin sources start");
    }

    private static PulsarAdminException refusal() {
        return new PulsarAdminException(new IllegalStateException("not now"), "not now", 500);
    }

    private static final class FakeSource implements SourceControl {
        final List<String> calls = new ArrayList<>();
        boolean isDeployed = true;
        boolean isStoppedBefore;
        boolean stopFails;
        boolean startFails;
        int writesFor;

        @Override
        public boolean isDeployed() {
            return isDeployed;
        }

        @Override
        public boolean stop() throws PulsarAdminException {
            calls.add("stop");
            if (stopFails) {
                throw refusal();
            }
            return !isStoppedBefore;
        }

        @Override
        public void start() throws PulsarAdminException {
            calls.add("start");
            if (startFails) {
                throw refusal();
            }
        }

        @Override
        public boolean isWriting() {
            boolean writes = writesFor-- > 0;
            calls.add(writes ? "writes" : "quiet");
            return writes;
        }

        @Override
        public String startCommand() {
            return "pulsar-admin sources start";
        }
    }

    private static final class PassingClock implements Clock {
        private long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void pause(Duration duration) {
            nanos += duration.toNanos();
        }
    }
}
