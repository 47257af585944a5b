package com.custom.pulsar.securitycustomizer;

import org.apache.pulsar.functions.proto.Function.FunctionDetails;

/** Functions as submitters write them. */
final class Functions {
    private Functions() {}

    static FunctionDetails orders() {
        return named("public", "default", "orders");
    }

    static FunctionDetails named(String tenant, String namespace, String name) {
        return FunctionDetails.newBuilder()
                .setTenant(tenant)
                .setNamespace(namespace)
                .setName(name)
                .build();
    }

    static FunctionDetails withOptions(String customRuntimeOptions) {
        return orders().toBuilder()
                .setCustomRuntimeOptions(customRuntimeOptions)
                .build();
    }

    static FunctionDetails withSecrets(String secretsMap) {
        return orders().toBuilder().setSecretsMap(secretsMap).build();
    }

    static FunctionDetails withFlags(String runtimeFlags) {
        return orders().toBuilder().setRuntimeFlags(runtimeFlags).build();
    }
}
