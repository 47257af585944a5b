package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How the pods of one function or connector come up, looked at again and again. Pulsar answers that a function is created before
 * Kubernetes has admitted anything, so whether it ever will be is seen here alone. Not thread-safe.
 */
public final class Rollout {
    /** How long there may be no StatefulSet, and no pod of it. */
    static final Duration ADMISSION = Duration.ofSeconds(30);
    /** How long a container may wait for what is not there: an image may be pulled at the second try, a Secret be made meanwhile. */
    static final Duration START = Duration.ofSeconds(45);

    private final ClusterConnection cluster;
    private final String namespace;
    private final PulsarLabels labels;
    private final LongSupplier nanoClock;
    private final String uidBefore;
    private String progress = "";
    private String trouble = "";
    private long troubleSince;

    /** Remembers the StatefulSet that is there now: what is made anew has another identity. */
    public static Rollout begin(ClusterConnection cluster, String namespace, PulsarLabels labels) {
        return new Rollout(cluster, namespace, labels, System::nanoTime);
    }

    Rollout(ClusterConnection cluster, String namespace, PulsarLabels labels, LongSupplier nanoClock) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.labels = labels;
        this.nanoClock = nanoClock;
        this.uidBefore = pods().uid();
    }

    /**
     * Whether all pods are ready now.
     *
     * @param anew whether the StatefulSet that was there at the beginning does not count
     * @throws ClusterException if they will never be, with the reason that Kubernetes gives
     */
    public boolean isReady(boolean anew) {
        ComponentPods now = pods();
        if (!now.isThere() || (anew && now.uid().equals(uidBefore))) {
            progress = "no StatefulSet yet";
            patience(
                    "Pulsar made no StatefulSet for the " + labels.title() + " in the namespace " + namespace
                            + "; see the broker's log, whether its functions worker has the Kubernetes runtime, and"
                            + " whether it makes its pods in another namespace",
                    ADMISSION);
            return false;
        }
        progress = "StatefulSet " + now.statefulSet() + ": " + now.ready() + " of " + now.wanted() + " pods ready";
        if (now.ready() >= now.wanted()) {
            return true;
        }
        if (now.pods().size() < now.wanted()) {
            patience(
                    "StatefulSet " + namespace + "/" + now.statefulSet() + " has "
                            + now.pods().size() + " of " + now.wanted() + " pods: " + now.problem(),
                    ADMISSION);
            return false;
        }
        now.pods().stream()
                .filter(pod -> !pod.unscheduled().isEmpty())
                .forEach(pod -> progress = "pod " + pod.name() + " " + pod.problem());
        now.pods().stream()
                .filter(pod -> !pod.stuck().isEmpty())
                .findFirst()
                .ifPresentOrElse(
                        pod -> patience(
                                "pod " + namespace + "/" + pod.name() + " does not start: " + pod.stuck()
                                        + "; see kubectl describe pod -n " + namespace + " " + pod.name(),
                                START),
                        () -> trouble = "");
        return false;
    }

    /** Whether there is no StatefulSet of it any more. */
    public boolean isGone() {
        return !pods().isThere();
    }

    /** How far it was at the last look, for people. */
    public String progress() {
        return progress;
    }

    private void patience(String now, Duration limit) {
        if (trouble.isEmpty()) {
            troubleSince = nanoClock.getAsLong();
        }
        trouble = now;
        if (nanoClock.getAsLong() - troubleSince > limit.toNanos()) {
            throw new ClusterException(now);
        }
    }

    private ComponentPods pods() {
        return ComponentPods.read(cluster, namespace, labels);
    }
}
