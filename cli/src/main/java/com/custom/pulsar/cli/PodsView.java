package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.deploy.ComponentPods;
import com.custom.pulsar.cluster.deploy.PulsarLabels;
import com.custom.pulsar.operations.TerminalText;
import com.custom.pulsar.pipeline.Pipeline;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The pods of a pipeline's sources and function, for people and for programs. */
final class PodsView {
    private static final int PROBLEM_LIMIT = 500;

    private final ClusterPlace place;
    private final List<Workload> workloads;

    private record Workload(PulsarLabels labels, ComponentPods pods) {}

    private PodsView(ClusterPlace place, List<Workload> workloads) {
        this.place = place;
        this.workloads = workloads;
    }

    /** Asks the cluster for them. */
    static PodsView read(ClusterPlace place, Pipeline pipeline) {
        String namespace = place.target().namespace();
        List<PulsarLabels> all = new ArrayList<>(PulsarLabels.ofSources(pipeline));
        all.add(PulsarLabels.ofFunction(pipeline));
        return new PodsView(
                place,
                all.stream()
                        .map(labels -> new Workload(labels, ComponentPods.read(place.cluster(), namespace, labels)))
                        .toList());
    }

    void print(PrintWriter out) {
        for (Workload workload : workloads) {
            ComponentPods pods = workload.pods();
            for (ComponentPods.Pod pod : pods.pods()) {
                out.printf(
                        Locale.ROOT,
                        "  pod       %s: %s, %s, %,d restarts%n",
                        pod.name(),
                        pod.phase(),
                        pod.ready() ? "ready" : "NOT READY",
                        pod.restarts());
                problem(out, pod.problem());
            }
            if (!pods.problem().isEmpty()) {
                out.printf(
                        Locale.ROOT,
                        "  pods      %s: %d of %d%n",
                        pods.isThere() ? pods.statefulSet() : workload.labels().title(),
                        pods.pods().size(),
                        pods.wanted());
                problem(out, pods.problem());
            }
        }
    }

    private static void problem(PrintWriter out, String text) {
        if (!text.isEmpty()) {
            out.println("            " + TerminalText.of(text, PROBLEM_LIMIT));
        }
    }

    /** Which cluster it is. */
    void putCluster(ObjectNode root) {
        root.putObject("cluster")
                .put("context", place.cluster().context())
                .put("namespace", place.target().namespace());
    }

    /** The pods, by what Pulsar calls the component. */
    void putPods(ObjectNode root) {
        ArrayNode list = root.putArray("workloads");
        for (Workload workload : workloads) {
            ComponentPods pods = workload.pods();
            ObjectNode node = list.addObject()
                    .put("component", workload.labels().component())
                    .put("statefulSet", pods.statefulSet())
                    .put("wanted", pods.wanted())
                    .put("ready", pods.ready())
                    .put("problem", pods.problem());
            ArrayNode each = node.putArray("pods");
            pods.pods()
                    .forEach(pod -> each.addObject()
                            .put("name", pod.name())
                            .put("phase", pod.phase())
                            .put("ready", pod.ready())
                            .put("restarts", pod.restarts())
                            .put("problem", pod.problem()));
        }
    }
}
