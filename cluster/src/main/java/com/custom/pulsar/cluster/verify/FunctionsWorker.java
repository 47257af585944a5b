package com.custom.pulsar.cluster.verify;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A StatefulSet with a functions worker in it.
 *
 * @param workload the StatefulSet
 * @param settings what its containers are given in clear; what comes from Secrets is not read
 */
public record FunctionsWorker(Map<String, Object> workload, WorkerSettings settings) {
    private static final Set<String> COMPONENTS = Set.of("broker", "function-worker", "standalone");

    /**
     * Those of a namespace, by the labels of Pulsar's chart.
     *
     * @throws ClusterException if the cluster cannot be asked
     */
    public static List<FunctionsWorker> in(ClusterConnection cluster, String namespace) {
        List<FunctionsWorker> workers = new ArrayList<>();
        for (Map<String, Object> workload : cluster.list(ResourceType.STATEFUL_SETS, namespace, "", "")) {
            Node root = Node.root(workload);
            if (COMPONENTS.contains(root.at("metadata", "labels", "component").text())) {
                Map<String, String> environment = environment(cluster, namespace, root);
                if (WorkerSettings.areIn(environment)) {
                    workers.add(new FunctionsWorker(workload, new WorkerSettings(environment)));
                }
            }
        }
        return workers;
    }

    private static Map<String, String> environment(ClusterConnection cluster, String namespace, Node workload) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Node container :
                workload.at("spec", "template", "spec", "containers").elements()) {
            for (Node source : container.at("envFrom").elements()) {
                String name = source.at("configMapRef", "name").text();
                if (!name.isEmpty()) {
                    String prefix = source.at("prefix").text();
                    configMap(cluster, namespace, name).forEach((key, value) -> environment.put(prefix + key, value));
                }
            }
            for (Node variable : container.at("env").elements()) {
                if (!variable.at("value").text().isEmpty()) {
                    environment.put(
                            variable.at("name").text(), variable.at("value").text());
                }
            }
        }
        return environment;
    }

    private static Map<String, String> configMap(ClusterConnection cluster, String namespace, String name) {
        Map<String, String> data = new LinkedHashMap<>();
        // Without it, its pods do not start, unless it is optional.
        cluster.find(ResourceType.CONFIG_MAPS, namespace, name)
                .ifPresent(found -> Node.root(found)
                        .at("data")
                        .members()
                        .forEach(entry ->
                                data.put(entry.getKey(), entry.getValue().text())));
        return data;
    }
}
