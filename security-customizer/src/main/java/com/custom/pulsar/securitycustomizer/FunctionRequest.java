package com.custom.pulsar.securitycustomizer;

import java.util.List;
import java.util.Map;
import org.apache.pulsar.functions.proto.Function.FunctionDetails;

/**
 * What a submitter wrote that has a say in the manifest.
 *
 * @param options the function's {@code customRuntimeOptions}
 * @param runtimeFlags what Pulsar puts into the shell's command line as it is
 * @param secrets the function's secrets as JSON; empty for none
 */
record FunctionRequest(FunctionName function, String options, String runtimeFlags, String secrets) {
    static FunctionRequest of(FunctionDetails details) {
        return new FunctionRequest(
                new FunctionName(details.getTenant(), details.getNamespace(), details.getName()),
                details.getCustomRuntimeOptions(),
                details.getRuntimeFlags(),
                details.getSecretsMap());
    }

    /** The environment variables that Pulsar's Kubernetes secrets provider makes of the secrets; none if they cannot be read. */
    List<String> variables() {
        if (secrets.isBlank()) {
            return List.of();
        }
        try {
            return StrictJson.parseObject(secrets).entrySet().stream()
                    .filter(entry -> entry.getValue() instanceof Map)
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (IllegalArgumentException e) {
            // Refused elsewhere, with a reason.
            return List.of();
        }
    }
}
