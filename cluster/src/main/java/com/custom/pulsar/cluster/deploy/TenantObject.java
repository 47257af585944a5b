package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ResourceType;
import java.util.Map;

/**
 * One object that a pipeline has in a cluster.
 *
 * @param manifest whole, with its namespace
 */
public record TenantObject(ResourceType type, String name, Map<String, Object> manifest) {
    /** Such as {@code NetworkPolicy pulsar-cdc-customers}. */
    public String title() {
        return type.kind() + " " + name;
    }
}
