package com.custom.pulsar.cluster.deploy;

/**
 * Where a pipeline goes.
 *
 * @param namespace where functions and connectors run
 * @param brokerNamespace where the broker, or the functions worker, runs
 */
public record ClusterTarget(String namespace, String brokerNamespace) {}
