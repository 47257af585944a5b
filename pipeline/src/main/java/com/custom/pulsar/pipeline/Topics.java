package com.custom.pulsar.pipeline;

/**
 * Where events are kept.
 *
 * @param prefix the first part of every raw topic's name; no dot, so that one pipeline's topics are never another's
 * @param retention how long events stay after everybody has read them
 */
public record Topics(String tenant, String namespace, String prefix, Retention retention) {
    static final String DEFAULT_TENANT = "public";
    static final String DEFAULT_NAMESPACE = "default";
    static final String DEFAULT_PREFIX = "dbserver1";

    public Topics {
        Require.pulsarName(tenant);
        Require.pulsarName(namespace);
        Require.topicPrefix(prefix);
    }
}
