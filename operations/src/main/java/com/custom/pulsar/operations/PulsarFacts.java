package com.custom.pulsar.operations;

import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.common.policies.data.RetentionPolicies;

/**
 * What a Pulsar says of itself, as far as a pipeline's topics go. What is empty is not for the role to see.
 *
 * @param address for messages
 * @param maxMessageBytes the brokers' {@code maxMessageSize}
 * @param namespace what topics of the namespace get that have no policy of their own; empty if no policy is for the role to see, those
 *     of topics neither
 * @param schemasAllowed whether producers may register schemas in the namespace
 * @param topics the pipeline's raw topics, by their full names, with what is in force for each
 */
record PulsarFacts(
        String address,
        Optional<String> version,
        Optional<Integer> maxMessageBytes,
        Optional<Policies> namespace,
        Optional<Boolean> schemasAllowed,
        Map<String, Policies> topics) {

    /**
     * Policies in force.
     *
     * @param schemas such as {@code ALWAYS_COMPATIBLE}
     */
    record Policies(Optional<Boolean> deduplication, Optional<RetentionPolicies> retention, Optional<String> schemas) {}
}
