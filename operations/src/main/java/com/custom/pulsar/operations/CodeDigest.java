package com.custom.pulsar.operations;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells new code from old. Pulsar says of a component how it is configured, not what code it runs; so the digest of the code is
 * part of the configuration. (Not of the {@code runtimeFlags}: those reach a shell, and the security customizer refuses them.)
 */
final class CodeDigest {
    /** The key among the settings of the source. */
    static final String IN_SOURCE = "cdc.code";
    /** The key in the function's {@code userConfig}. */
    static final String IN_FUNCTION = "code";

    private CodeDigest() {}

    static Map<String, Object> into(@Nullable Map<String, Object> configuration, String key, Artifact artifact) {
        Map<String, Object> with = new LinkedHashMap<>(configuration == null ? Map.of() : configuration);
        with.put(key, artifact.digest());
        return with;
    }
}
