package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.deploy.ComponentPods;
import com.custom.pulsar.cluster.deploy.PulsarLabels;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** What the pods of a pipeline log. Apart from its verb, so that the Kubernetes client is loaded for it alone. */
final class ClusterLogs {
    private static final int ALL = Integer.MAX_VALUE;
    private static final long POLL_MILLIS = 1_000;
    /** How often in a row a container that has been read to its end is seen ready until its log counts as cut off. */
    private static final int POLLS_UNTIL_CUT_OFF = 5;

    private final ClusterPlace place;
    private final int lines;
    private final PrintStream out;
    private final PrintWriter err;

    /** A pod of the pipeline, by the number that it keeps. */
    private record Instance(PulsarLabels labels, String pod, int number) {
        Optional<ComponentPods.Pod> of(ComponentPods pods) {
            return pods.pods().stream().filter(one -> one.name().equals(pod)).findFirst();
        }
    }

    /** @param lines how many of the last lines of each pod */
    ClusterLogs(ClusterPlace place, int lines, PrintStream out, PrintWriter err) {
        this.place = place;
        this.lines = lines;
        this.out = out;
        this.err = err;
    }

    /**
     * What they have logged.
     *
     * @param all whether those that have none are only told
     * @throws ClusterException if there is none, or the cluster refuses
     */
    void print(List<PulsarLabels> components, boolean all) throws IOException {
        List<Instance> instances = instances(components);
        List<String> absent = new ArrayList<>();
        for (Instance instance : instances) {
            Optional<ComponentPods.Pod> pod = instance.of(read(instance.labels()));
            if (pod.isEmpty() || isNotStarted(pod.get())) {
                absent.add(absence(instance, pod));
                continue;
            }
            try (InputStream log = open(pod.get(), lines, false)) {
                copy(log, prefix(instance, instances));
            }
        }
        if (absent.size() == instances.size() || (!all && !absent.isEmpty())) {
            throw new ClusterException(String.join("\n", absent));
        }
        absent.forEach(this::tell);
    }

    /**
     * What they have logged and go on to log, also when a pod takes the place of another, until nobody reads any more what is printed.
     *
     * @throws ClusterException if there is no StatefulSet, or the cluster refuses
     */
    void follow(List<PulsarLabels> components) throws InterruptedException {
        List<Instance> instances = instances(components);
        var threads = Executors.newFixedThreadPool(instances.size(), task -> {
            Thread thread = new Thread(task, "pulsar-cdc-log");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var ended = new ExecutorCompletionService<@Nullable Void>(threads);
            for (Instance instance : instances) {
                ended.submit(() -> {
                    follow(instance, prefix(instance, instances));
                    return null;
                });
            }
            for (int i = 0; i < instances.size(); i++) {
                var unused = ended.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ClusterException refused
                    ? refused
                    : new IllegalStateException("the log cannot be read: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void follow(Instance instance, String prefix) throws IOException, InterruptedException {
        String readToItsEnd = "";
        int tail = lines;
        int seenAgain = 0;
        boolean told = false;
        while (!isUnread()) {
            Optional<ComponentPods.Pod> pod = instance.of(read(instance.labels()));
            if (pod.isEmpty() || isNotStarted(pod.get())) {
                if (!told) {
                    tell(absence(instance, pod));
                    told = true;
                }
                Thread.sleep(POLL_MILLIS);
                continue;
            }
            String start = pod.get().uid() + " " + pod.get().restarts();
            boolean again = start.equals(readToItsEnd);
            if (again && !(pod.get().ready() && ++seenAgain == POLLS_UNTIL_CUT_OFF)) {
                Thread.sleep(POLL_MILLIS);
                continue;
            }
            if (again) {
                tell("The log of " + instance.pod() + " was cut off and goes on here; lines in between are in it.");
            }
            try (InputStream log = open(pod.get(), again ? 0 : tail, true)) {
                copy(log, prefix);
            }
            readToItsEnd = start;
            seenAgain = 0;
            told = false;
            // What begins anew is read from its beginning.
            tail = ALL;
        }
    }

    private List<Instance> instances(List<PulsarLabels> components) {
        List<Instance> instances = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (PulsarLabels labels : components) {
            ComponentPods pods = read(labels);
            if (!pods.isThere()) {
                absent.add("there is no StatefulSet of the " + labels.title() + " in the namespace "
                        + place.target().namespace() + "; see pulsar-cdc deploy, or give another --namespace");
            }
            for (int number = 0; number < pods.wanted(); number++) {
                instances.add(new Instance(labels, pods.statefulSet() + "-" + number, number));
            }
        }
        if (instances.isEmpty()) {
            throw new ClusterException(String.join("\n", absent));
        }
        absent.forEach(this::tell);
        return instances;
    }

    private ComponentPods read(PulsarLabels labels) {
        return ComponentPods.read(place.cluster(), place.target().namespace(), labels);
    }

    private InputStream open(ComponentPods.Pod pod, int tail, boolean follow) {
        return place.cluster().log(place.target().namespace(), pod.name(), pod.container(), tail, follow);
    }

    private static boolean isNotStarted(ComponentPods.Pod pod) {
        return pod.phase().equals("Pending") && pod.restarts() == 0;
    }

    private String absence(Instance instance, Optional<ComponentPods.Pod> pod) {
        String why = pod.map(ComponentPods.Pod::problem)
                .orElseGet(() -> read(instance.labels()).problem());
        return "the pod " + instance.pod() + " has logged nothing yet: "
                + (why.isEmpty() ? "its container has not been started" : why);
    }

    private void copy(InputStream log, String prefix) throws IOException {
        LogLines all = new LogLines(log);
        for (String line = all.next(); line != null && !isUnread(); line = all.next()) {
            synchronized (out) {
                out.println(prefix + line);
            }
        }
    }

    private static boolean isUnread() {
        return StandardStreams.OUT.checkError();
    }

    private static String prefix(Instance instance, List<Instance> all) {
        boolean hasTwins = all.stream()
                        .filter(other -> other.labels().equals(instance.labels()))
                        .count()
                > 1;
        boolean hasSiblings = all.stream()
                .map(Instance::labels)
                .anyMatch(other ->
                        other.component().equals(instance.labels().component()) && !other.equals(instance.labels()));
        String component =
                hasSiblings ? instance.labels().name() : instance.labels().component();
        String whose = component + (hasTwins ? "-" + instance.number() : "");
        return all.size() == 1 ? "" : String.format(Locale.ROOT, "%-8s ", whose);
    }

    private synchronized void tell(String line) {
        err.println(Terminal.safe(line));
        err.flush();
    }
}
