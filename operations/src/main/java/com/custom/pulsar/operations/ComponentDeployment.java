package com.custom.pulsar.operations;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pulsar.client.admin.PulsarAdminException;

/**
 * Brings one component to what it should be and waits until it runs. Doing it twice does nothing the second time. Not
 * thread-safe.
 */
final class ComponentDeployment {
    private static final Duration POLL = Duration.ofMillis(500);
    /** How long an instance that should be there may take before it is started anew. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How long it may stay halted: it may only wait for what is about to end. */
    private static final Duration HALT_PATIENCE = Duration.ofSeconds(20);

    /** How long what Pulsar was asked for may take to appear after the time for its answer is over. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private static final int HOPELESS_RESTARTS = 3;
    private static final String NO_REASON =
            "Pulsar knows no reason; see the log of the instance, under logs/functions where Pulsar runs, or its pod's";

    private final Component component;
    private final Clock clock;
    private final Consumer<String> progress;
    private boolean created;

    ComponentDeployment(Component component, Clock clock, Consumer<String> progress) {
        this.component = component;
        this.clock = clock;
        this.progress = progress;
    }

    /** Returns when the functions worker answers; gives up after about {@code limit}. */
    void awaitWorker(Duration limit) {
        var unused = call("read", clock.nanos() + limit.toNanos(), component::current);
    }

    /** Creates or updates; true if there was something to do. Waits until the functions worker is ready, at most {@code limit}. */
    boolean apply(Duration limit) {
        long end = clock.nanos() + limit.toNanos();
        Optional<Configuration> current = call("read", end, component::current);
        if (current.isEmpty()) {
            progress.accept("creating " + component.label());
            create(end);
        } else if (component.wanted().differences(current.get()).isEmpty()) {
            return false;
        } else {
            progress.accept("updating " + component.label());
            try {
                call("update", end, () -> {
                    component.update();
                    return true;
                });
            } catch (OperationException e) {
                requireDoneUnanswered(e);
            }
        }
        List<String> differences = call("read", end, component::current)
                .map(kept -> component.wanted().differences(kept))
                .orElseThrow(() -> new OperationException(
                        component.label() + " is gone right after it was made; somebody else removed it, try again"));
        if (!differences.isEmpty()) {
            throw new OperationException(component.label() + ": Pulsar dropped or changed settings that it was given: "
                    + String.join(", ", differences) + "; is its version 4.0?");
        }
        return true;
    }

    private void create(long end) {
        // Before the answer: Pulsar may do it and the answer be lost, or the wait for it be interrupted.
        created = true;
        try {
            call("create", end, () -> {
                createDespiteOldPackages();
                return true;
            });
        } catch (OperationException e) {
            created = isUnanswered(e);
            requireDoneUnanswered(e);
        }
    }

    /** Returns when there is what was wanted although no answer came in time, as where a large archive is stored slowly. */
    private void requireDoneUnanswered(OperationException failure) {
        if (!isUnanswered(failure)) {
            throw failure;
        }
        progress.accept("waiting for " + component.label() + ", since Pulsar has not answered in time");
        long end = clock.nanos() + LATE.toNanos();
        while (!isAsWanted()) {
            if (clock.nanos() > end) {
                throw failure;
            }
            clock.pause(POLL);
        }
    }

    private boolean isAsWanted() {
        try {
            return component
                    .current()
                    .map(kept -> component.wanted().differences(kept).isEmpty())
                    .orElse(false);
        } catch (PulsarAdminException e) {
            return false;
        }
    }

    private static boolean isUnanswered(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof TimeoutException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** What {@link #apply} would do; waits for the functions worker, at most {@code limit}. */
    ComponentPlan plan(Duration limit) {
        long end = clock.nanos() + limit.toNanos();
        return call("read", end, component::current)
                .map(kept ->
                        ComponentPlan.of(component.label(), component.wanted().differences(kept)))
                .orElseGet(() -> new ComponentPlan(ComponentPlan.Action.CREATE, component.label(), List.of()));
    }

    /** Whether {@link #apply} has made it, or has asked for it and got no answer: before, there was none. */
    boolean isCreated() {
        return created;
    }

    /** Waits until the instance runs; starts it anew once if it was there before and does not come back by itself. */
    void awaitRunning(boolean changed, Duration limit) {
        awaitRunning(changed, limit, InstanceWatch.NONE);
    }

    /**
     * The same, with a look at the place where the instance runs.
     *
     * @param changed whether {@link #apply} had something to do
     */
    void awaitRunning(boolean changed, Duration limit, InstanceWatch watch) {
        long begin = clock.nanos();
        InstanceState first = state();
        InstanceState last = first;
        boolean restarted = changed || !watch.isLeftToPulsar();
        int seenRunning = 0;
        String reason = "";
        long goingUntil = begin;
        while (true) {
            seenRunning = last.running() ? seenRunning + 1 : 0;
            reason = last.hasReason() ? last.error() : reason;
            boolean ready = watch.isReady();
            if (ready && seenRunning >= component.timesSeenRunning()) {
                return;
            }
            goingUntil = last.halted() ? goingUntil : clock.nanos();
            if (clock.nanos() - goingUntil > HALT_PATIENCE.toNanos()) {
                throw new OperationException(component.label() + " has halted: " + reason);
            }
            long waited = clock.nanos() - begin;
            if (last.restarts() - first.restarts() >= HOPELESS_RESTARTS || waited > limit.toNanos()) {
                throw new OperationException(component.label() + " does not run"
                        + (last.restarts() > first.restarts()
                                ? " (restarted " + (last.restarts() - first.restarts()) + " times)"
                                : "")
                        + ": " + (reason.isEmpty() ? NO_REASON : reason) + watch.place());
            }
            if (!last.running() && !last.halted() && !restarted && waited > PATIENCE.toNanos()) {
                progress.accept("restarting " + component.label() + ", which did not come back");
                restarted = true;
                try {
                    component.restart();
                } catch (PulsarAdminException e) {
                    progress.accept("Pulsar did not restart it: " + Failures.text(e));
                }
            }
            clock.pause(POLL);
            last = state();
        }
    }

    /** Removes the component and the code that Pulsar kept of it; without it, only the code. */
    void remove(Duration limit) {
        long end = clock.nanos() + limit.toNanos();
        if (call("read", end, component::current).isPresent()) {
            progress.accept("removing " + component.label());
            call("remove", end, () -> {
                component.delete();
                return true;
            });
        }
        call("remove the code of", end, () -> {
            component.deletePackages();
            return true;
        });
    }

    private void createDespiteOldPackages() throws PulsarAdminException {
        try {
            component.create();
        } catch (PulsarAdminException e) {
            // Pulsar keeps the code of a removed component and refuses to store it again.
            if (!Failures.text(e).contains("metadata already exists")) {
                throw e;
            }
            component.deletePackages();
            component.create();
        }
    }

    private InstanceState state() {
        try {
            return component.state();
        } catch (PulsarAdminException e) {
            return new InstanceState(false, false, 0, Failures.text(e));
        }
    }

    private <T> T call(String verb, long end, Call<T> call) {
        while (true) {
            try {
                return call.run();
            } catch (PulsarAdminException e) {
                boolean workerStarts = e.getStatusCode() == 503;
                if (!workerStarts || clock.nanos() > end) {
                    throw new OperationException(
                            "cannot " + verb + " " + component.label() + ": " + Failures.text(e) + hint(e), e);
                }
                clock.pause(POLL);
            }
        }
    }

    private static String hint(PulsarAdminException e) {
        return switch (e.getStatusCode()) {
            case 401, 403 -> "; check pulsar.auth.token and the rights of its role";
            case 503 -> "; is the functions worker of this Pulsar switched on (functionsWorkerEnabled=true)?";
            default -> "";
        };
    }

    private interface Call<T> {
        T run() throws PulsarAdminException;
    }
}
