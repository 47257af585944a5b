package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.common.io.SourceConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComponentDeploymentTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final InstanceState RUNNING = new InstanceState(true, false, 0, "");
    private static final InstanceState STOPPED = new InstanceState(false, false, 0, "");

    private final FakeComponent component = new FakeComponent();
    private final List<String> progress = new ArrayList<>();
    private final ComponentDeployment deployment = new ComponentDeployment(component, new FakeClock(), progress::add);

    @Test
    void aNewComponentIsCreated() {
        assertThat(deployment.apply(LIMIT)).isTrue();

        assertThat(component.calls).containsExactly("create");
        assertThat(progress).containsExactly("creating source s");
    }

    @Test
    void anUnchangedComponentIsLeftAlone() {
        component.kept = FakeComponent.WANTED;

        assertThat(deployment.apply(LIMIT)).isFalse();
        assertThat(component.calls).isEmpty();
    }

    @Test
    void aChangedComponentIsUpdated() {
        component.kept = config(2);

        assertThat(deployment.apply(LIMIT)).isTrue();
        assertThat(component.calls).containsExactly("update");
    }

    @Test
    void aSettingThatPulsarDropsIsAnError() {
        component.stores = config(2);

        assertThatThrownBy(() -> deployment.apply(LIMIT))
                .isInstanceOf(OperationException.class)
                .hasMessage(
                        "source s: Pulsar dropped or changed settings that it was given: configs.a; is its version 4.0?");
    }

    @Test
    void theFunctionsWorkerIsWaitedFor() {
        component.failures.add(failure(503, "not done initializing"));
        component.failures.add(failure(503, "not done initializing"));

        assertThat(deployment.apply(LIMIT)).isTrue();
    }

    @Test
    void aFunctionsWorkerThatNeverComesIsAnError() {
        for (int i = 0; i < 1000; i++) {
            component.failures.add(failure(503, "not done initializing"));
        }

        assertThatThrownBy(() -> deployment.apply(LIMIT))
                .hasMessage(
                        "cannot read source s: not done initializing; is the functions worker of this Pulsar switched on"
                                + " (functionsWorkerEnabled=true)?");
    }

    @Test
    void aRefusalIsSaidWithPulsarsReason() {
        component.creation = failure(400, "Source class X must be in class path");

        assertThatThrownBy(() -> deployment.apply(LIMIT))
                .hasMessage("cannot create source s: Source class X must be in class path");
    }

    @Test
    void oldCodeUnderTheSameNameIsReplaced() {
        component.creation = failure(500, "Package 'source://t/n/s@0' metadata already exists");

        assertThat(deployment.apply(LIMIT)).isTrue();
        assertThat(component.calls).containsExactly("create", "deletePackages", "create");
    }

    @Test
    void anInstanceCountsOnceItHasRunTwiceInARow() {
        component.states.addAll(List.of(RUNNING, STOPPED, RUNNING, RUNNING));

        deployment.awaitRunning(true, LIMIT);

        assertThat(component.states).isEmpty();
    }

    @Test
    void anInstanceThatDoesNotComeBackIsStartedAnewOnce() {
        component.whenRestarted = RUNNING;

        deployment.awaitRunning(false, LIMIT);

        assertThat(component.calls).containsExactly("restart");
        assertThat(progress).containsExactly("restarting source s, which did not come back");
    }

    @Test
    void aNewInstanceIsNotStartedAnew() {
        assertThatThrownBy(() -> deployment.awaitRunning(true, LIMIT))
                .hasMessage(
                        "source s does not run: Pulsar knows no reason; see the log of the instance, under logs/functions where"
                                + " Pulsar runs, or its pod's");
        assertThat(component.calls).isEmpty();
    }

    @Test
    void anInstanceThatFailsAgainAndAgainIsGivenUpWithItsReason() {
        for (int restarts = 0; restarts < 4; restarts++) {
            component.states.add(new InstanceState(
                    false, false, restarts, restarts < 3 ? "wal_level is replica" : "UNAVAILABLE: io exception"));
        }

        assertThatThrownBy(() -> deployment.awaitRunning(true, Duration.ofDays(1)))
                .hasMessage("source s does not run (restarted 3 times): wal_level is replica");
    }

    @Test
    void anInstanceThatStaysHaltedIsGivenUpWithItsReasonAndNotStartedAnew() {
        component.now = new InstanceState(false, true, 0, "the slot is lost");

        assertThatThrownBy(() -> deployment.awaitRunning(false, Duration.ofDays(1)))
                .hasMessage("source s has halted: the slot is lost");
        assertThat(component.calls).isEmpty();
    }

    @Test
    void anInstanceThatHaltsForAMomentIsWaitedFor() {
        component.states.add(new InstanceState(false, true, 0, "the slot is in use"));
        component.states.add(new InstanceState(false, true, 0, "the slot is in use"));
        component.now = RUNNING;

        deployment.awaitRunning(false, LIMIT);

        assertThat(component.calls).isEmpty();
    }

    @Test
    void aPlanSaysWhatWouldBeDoneAndChangesNothing() {
        assertThat(deployment.plan(LIMIT))
                .isEqualTo(new ComponentPlan(ComponentPlan.Action.CREATE, "source s", List.of()));
        component.kept = config(2);
        assertThat(deployment.plan(LIMIT))
                .isEqualTo(new ComponentPlan(ComponentPlan.Action.UPDATE, "source s", List.of("configs.a")));
        component.kept = FakeComponent.WANTED;
        assertThat(deployment.plan(LIMIT))
                .isEqualTo(new ComponentPlan(ComponentPlan.Action.KEEP, "source s", List.of()));
        assertThat(component.calls).isEmpty();
    }

    @Test
    void onlyWhatWasNotThereBeforeCountsAsCreated() {
        component.creation = failure(400, "Source class X must be in class path");
        assertThatThrownBy(() -> deployment.apply(LIMIT)).isInstanceOf(OperationException.class);
        assertThat(deployment.isCreated()).isFalse();

        deployment.apply(LIMIT);
        assertThat(deployment.isCreated()).isTrue();

        ComponentDeployment update = new ComponentDeployment(component, new FakeClock(), progress::add);
        component.kept = config(2);
        assertThat(update.apply(LIMIT)).isTrue();
        assertThat(update.isCreated()).isFalse();
    }

    @Test
    void whatPulsarDoesWithoutAnAnswerInTimeIsWaitedFor() {
        component.creation = unanswered();
        component.pollsUntilMade = 20;
        assertThat(deployment.apply(LIMIT)).isTrue();
        assertThat(deployment.isCreated()).isTrue();
        assertThat(progress).contains("waiting for source s, since Pulsar has not answered in time");
        assertThat(component.calls).containsExactly("create");
    }

    @Test
    void whatPulsarHasNotAnsweredInTimeAndNotDoneCountsAsCreatedSinceItMayStillCome() {
        component.creation = unanswered();
        assertThatThrownBy(() -> deployment.apply(LIMIT))
                .hasMessage("cannot create source s: Request timeout after 30000 ms");
        assertThat(deployment.isCreated()).isTrue();
    }

    @Test
    void anInstanceThatRunsIsWaitedForUntilItsPlaceIsReadyToo() {
        component.now = RUNNING;
        FakeWatch watch = new FakeWatch(5);

        deployment.awaitRunning(false, LIMIT, watch);

        assertThat(watch.looks).isEqualTo(6);
    }

    @Test
    void whereAnotherWatchesAnInstanceIsNotStartedAnewAndItsPlaceIsTold() {
        assertThatThrownBy(() -> deployment.awaitRunning(false, LIMIT, new FakeWatch(1000)))
                .hasMessageStartingWith("source s does not run: ")
                .hasMessageEndingWith(" (0 of 1 pods ready)");
        assertThat(component.calls).isEmpty();
    }

    @Test
    void whatAWatchThrowsEndsTheWaiting() {
        assertThatThrownBy(() -> deployment.awaitRunning(true, Duration.ofDays(1), new FakeWatch(-1)))
                .hasMessage("never admitted");
    }

    /** Ready after that many looks; throws at the first if there are less than none. */
    private static final class FakeWatch implements InstanceWatch {
        private final int unreadyLooks;
        private int looks;

        FakeWatch(int unreadyLooks) {
            this.unreadyLooks = unreadyLooks;
        }

        @Override
        public boolean isReady() {
            if (unreadyLooks < 0) {
                throw new IllegalStateException("never admitted");
            }
            looks++;
            return looks > unreadyLooks;
        }

        @Override
        public String place() {
            return " (0 of 1 pods ready)";
        }
    }

    @Test
    void removalTakesTheCodeToo() {
        component.kept = FakeComponent.WANTED;

        deployment.remove(LIMIT);
        deployment.remove(LIMIT);

        assertThat(component.calls).containsExactly("delete", "deletePackages", "deletePackages");
    }

    private static Configuration config(int a) {
        return Configuration.of(
                SourceConfig.builder().name("s").configs(Map.of("a", a)).build());
    }

    private static PulsarAdminException failure(int status, String reason) {
        return new PulsarAdminException(new IllegalStateException(reason), reason, status);
    }

    private static PulsarAdminException unanswered() {
        return new PulsarAdminException(new TimeoutException("Request timeout after 30000 ms"));
    }

    private static final class FakeComponent implements Component {
        static final Configuration WANTED = config(1);

        final List<String> calls = new ArrayList<>();
        final Deque<PulsarAdminException> failures = new ArrayDeque<>();
        final Deque<InstanceState> states = new ArrayDeque<>();

        @Nullable
        Configuration kept;

        Configuration stores = WANTED;

        @Nullable
        PulsarAdminException creation;

        /** After a creation that failed: of how many looks at it the last finds it made all the same; 0: none. */
        int pollsUntilMade;

        InstanceState whenRestarted = STOPPED;
        private InstanceState now = STOPPED;

        @Override
        public String label() {
            return "source s";
        }

        @Override
        public Configuration wanted() {
            return WANTED;
        }

        @Override
        public Optional<Configuration> current() throws PulsarAdminException {
            PulsarAdminException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            if (calls.contains("create") && pollsUntilMade > 0 && --pollsUntilMade == 0) {
                kept = stores;
            }
            return Optional.ofNullable(kept);
        }

        @Override
        public void create() throws PulsarAdminException {
            calls.add("create");
            PulsarAdminException failure = creation;
            creation = null;
            if (failure != null) {
                throw failure;
            }
            kept = stores;
        }

        @Override
        public void update() {
            calls.add("update");
            kept = stores;
        }

        @Override
        public void delete() {
            calls.add("delete");
            kept = null;
        }

        @Override
        public void restart() {
            calls.add("restart");
            now = whenRestarted;
        }

        @Override
        public void deletePackages() {
            calls.add("deletePackages");
        }

        @Override
        public InstanceState state() {
            InstanceState next = states.poll();
            return next == null ? now : next;
        }
    }

    /** Time passes only while somebody waits. */
    private static final class FakeClock implements Clock {
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
