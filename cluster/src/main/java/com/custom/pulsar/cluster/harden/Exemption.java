package com.custom.pulsar.cluster.harden;

/**
 * Something beyond {@code restricted} that a pod is not given.
 *
 * @param field the policy's field, such as {@code containerSecurityContext.readOnlyRootFilesystem}
 * @param reason why, as a sentence
 */
public record Exemption(String field, String reason) {}
