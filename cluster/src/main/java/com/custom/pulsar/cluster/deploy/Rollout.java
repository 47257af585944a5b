package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How the pods of one function or connector come up, looked at again and again. Pulsar answers that a function is created before
 * Kubernetes has admitted anything, so whether it ever will be is seen here alone. Not thread-safe.
 */
public final class Rollout {
    private final ClusterConnection cluster;
    private final String namespace;
    private final PulsarLabels labels;
    private final LongSupplier nanoClock;
    private final String uidBefore;
    private String progress = "";
    private Optional<Obstacle.Kind> obstacle = Optional.empty();
    private long obstacleSince;
    private OptionalLong firstCrash = OptionalLong.empty();

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
            firstCrash = OptionalLong.empty();
            patience(Optional.of(new Obstacle(
                    Obstacle.Kind.NO_STATEFUL_SET,
                    "Pulsar made no StatefulSet for the " + labels.title() + " in the namespace " + namespace,
                    "see the broker's log, whether its functions worker has the Kubernetes runtime, and"
                            + " whether it makes its pods in another namespace")));
            return false;
        }
        progress = "StatefulSet " + now.statefulSet() + ": " + now.ready() + " of " + now.wanted() + " pods ready";
        if (now.ready() >= now.wanted()) {
            patience(Optional.empty());
            return true;
        }
        if (now.pods().size() < now.wanted()) {
            patience(Optional.of(Obstacle.ofMissing(namespace, now)));
            return false;
        }
        now.pods().stream()
                .filter(pod -> !pod.problem().isEmpty())
                .forEach(pod -> progress = "pod " + pod.name() + " " + pod.problem());
        if (now.pods().stream().noneMatch(pod -> pod.crashes() || pod.restarts() > 0)) {
            firstCrash = OptionalLong.empty();
        } else if (firstCrash.isEmpty()) {
            // It runs in between, which is not to be taken for its being well.
            firstCrash = OptionalLong.of(nanoClock.getAsLong());
        }
        patience(now.pods().stream()
                .flatMap(pod -> Obstacle.of(namespace, pod).stream())
                .findFirst());
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

    private void patience(Optional<Obstacle> found) {
        Optional<Obstacle.Kind> kind = found.map(Obstacle::kind);
        long now = nanoClock.getAsLong();
        if (!kind.equals(obstacle)) {
            obstacle = kind;
            obstacleSince = now;
        }
        if (found.isEmpty()) {
            return;
        }
        long since = kind.get() == Obstacle.Kind.CRASHES ? firstCrash.orElse(obstacleSince) : obstacleSince;
        if (now - since > kind.get().limit().toNanos()) {
            throw new ClusterException(found.get().text() + "; " + found.get().fix());
        }
    }

    private ComponentPods pods() {
        return ComponentPods.read(cluster, namespace, labels);
    }
}
