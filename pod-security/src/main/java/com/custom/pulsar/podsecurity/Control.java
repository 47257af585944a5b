package com.custom.pulsar.podsecurity;

/**
 * One control as it stands in one version of the standards.
 *
 * @param id its identifier in Kubernetes
 */
record Control(String id, Rule rule) {}
