package com.custom.pulsar.cluster.deploy;

/**
 * One thing that a Role allows.
 *
 * @param group the API group, empty for the core group
 * @param resource its plural, or a part of one such as {@code pods/portforward}
 * @param namespace empty for what is in none
 */
record Right(String verb, String group, String resource, String namespace) {
    /** Such as {@code patch networkpolicies.networking.k8s.io in the namespace pulsar-functions}. */
    String text() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
                + (namespace.isEmpty() ? "" : " in the namespace " + namespace);
    }
}
