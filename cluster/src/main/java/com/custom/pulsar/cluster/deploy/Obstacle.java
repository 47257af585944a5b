package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.deploy.ComponentPods.Pod;
import java.time.Duration;
import java.util.Optional;

/**
 * What keeps pods from being ready and may stay for ever, as Kubernetes says it.
 *
 * @param fix what mends it
 */
record Obstacle(Kind kind, String text, String fix) {
    /** What it is about. */
    enum Kind {
        NO_STATEFUL_SET(Duration.ofSeconds(30)),
        NOT_ADMITTED(Duration.ofSeconds(30)),
        /** Nodes may just be busy. */
        NO_NODE(Duration.ofSeconds(45)),
        /** What it waits for may be made meanwhile. */
        NO_VOLUME(Duration.ofSeconds(45)),
        /** An image may be pulled at the second try, a Secret be made meanwhile. */
        NO_CONTAINER(Duration.ofSeconds(45)),
        /** Counted from the first crash, and over only once it is to be started yet again: the broker may have been out of reach. */
        CRASHES(Duration.ofSeconds(20));

        private final Duration limit;

        Kind(Duration limit) {
            this.limit = limit;
        }

        /** How long it may be there before nobody waits for its end. */
        Duration limit() {
            return limit;
        }
    }

    /** The obstacle of pods that should be there and are not all. */
    static Obstacle ofMissing(String namespace, ComponentPods pods) {
        String problem = pods.problem();
        String fix = problem.contains("PodSecurity")
                ? "the platform engineer: the customizer hardens pods so that they are admitted, see pulsar-cdc verify -n "
                        + namespace
                : problem.contains("exceeded quota")
                        ? "the platform engineer: raise the quota, see kubectl describe resourcequota -n " + namespace
                        : "mend what Kubernetes says, see kubectl describe statefulset -n " + namespace + " "
                                + pods.statefulSet();
        return new Obstacle(
                Kind.NOT_ADMITTED,
                "StatefulSet " + namespace + "/" + pods.statefulSet() + " has "
                        + pods.pods().size() + " of " + pods.wanted() + " pods: " + problem,
                fix);
    }

    /** The obstacle of a pod that is there; empty where it only takes its time. */
    static Optional<Obstacle> of(String namespace, Pod pod) {
        String title = "pod " + namespace + "/" + pod.name();
        String describe = "see kubectl describe pod -n " + namespace + " " + pod.name();
        if (pod.crashes()) {
            return Optional.of(new Obstacle(
                    Kind.CRASHES,
                    title + " ends again and again: " + pod.stuck(),
                    pod.stuck().contains("OOMKilled")
                            ? "the platform engineer: give functions more memory, see "
                                    + "PF_functionRuntimeFactoryConfigs_percentMemoryPadding and the limits of the namespace"
                            : "why, it has logged: kubectl logs -n " + namespace + " " + pod.name() + " --previous"));
        }
        if (!pod.stuck().isEmpty()) {
            return Optional.of(
                    new Obstacle(Kind.NO_CONTAINER, title + " does not start: " + pod.stuck(), fix(namespace, pod)));
        }
        if (!pod.unscheduled().isEmpty()) {
            return Optional.of(new Obstacle(
                    Kind.NO_NODE,
                    title + " " + pod.problem(),
                    "the platform engineer: make room, add a node, or let it run on one that is there; " + describe));
        }
        if (!pod.unmounted().isEmpty()) {
            return Optional.of(new Obstacle(
                    Kind.NO_VOLUME,
                    title + " does not start: " + pod.unmounted(),
                    "make what the volume is of, in the namespace " + namespace + "; " + describe));
        }
        return pod.failure().isEmpty()
                ? Optional.empty()
                : Optional.of(new Obstacle(Kind.NO_CONTAINER, title + " was given up: " + pod.failure(), describe));
    }

    private static String fix(String namespace, Pod pod) {
        String stuck = pod.stuck();
        if (stuck.startsWith("CreateContainerConfigError") && stuck.contains("ecret")) {
            return "make that Secret with the key that source.postgres.password names: kubectl create secret generic NAME -n "
                    + namespace + " --from-literal=KEY=VALUE";
        }
        return stuck.contains("Image")
                ? "the platform engineer: see whether the nodes reach the image, and"
                        + " PF_functionRuntimeFactoryConfigs_pulsarDockerImageName of the functions worker"
                : "see kubectl describe pod -n " + namespace + " " + pod.name();
    }
}
