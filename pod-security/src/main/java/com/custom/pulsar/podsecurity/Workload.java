package com.custom.pulsar.podsecurity;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of objects that Kubernetes' admission finds a pod in. */
enum Workload {
    POD("Pod", "v1"),
    POD_TEMPLATE("PodTemplate", "v1", "template"),
    REPLICATION_CONTROLLER("ReplicationController", "v1", "spec", "template"),
    REPLICA_SET("ReplicaSet", "apps/v1", "spec", "template"),
    DEPLOYMENT("Deployment", "apps/v1", "spec", "template"),
    DAEMON_SET("DaemonSet", "apps/v1", "spec", "template"),
    STATEFUL_SET("StatefulSet", "apps/v1", "spec", "template"),
    JOB("Job", "batch/v1", "spec", "template"),
    CRON_JOB("CronJob", "batch/v1", "spec", "jobTemplate", "spec", "template");

    private static final Map<String, Workload> BY_KIND =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Workload::kind, workload -> workload));

    private final String kind;
    private final String apiVersion;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> pathOfPod;

    Workload(String kind, String apiVersion, String... pathOfPod) {
        this.kind = kind;
        this.apiVersion = apiVersion;
        this.pathOfPod = List.of(pathOfPod);
    }

    static Optional<Workload> ofKind(String kind) {
        return Optional.ofNullable(BY_KIND.get(kind));
    }

    String kind() {
        return kind;
    }

    /** The version of the API that Kubernetes 1.37 serves it in. */
    String apiVersion() {
        return apiVersion;
    }

    /** The fields that lead to the pod's metadata and spec. */
    List<String> pathOfPod() {
        return pathOfPod;
    }

    /** The pod of a decoded object; without fields where the object has none. */
    Pod podOf(Struct object) {
        Struct holder = object;
        for (String field : pathOfPod) {
            holder = holder.at(field);
        }
        return new Pod(holder.at("metadata"), holder.at("spec"));
    }
}
