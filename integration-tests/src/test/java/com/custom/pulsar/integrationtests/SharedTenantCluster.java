package com.custom.pulsar.integrationtests;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One cluster for several test classes: made when the first one asks for it, away after the last. Looks at it after each test. */
final class SharedTenantCluster implements ParameterResolver, AfterEachCallback {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TenantCluster.class;
    }

    @Override
    public TenantCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        shared(context).assertNoSecretWasShownAndNothingWasRefused();
    }

    private static TenantCluster shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedTenantCluster.class))
                .computeIfAbsent(TenantCluster.class, type -> TenantCluster.start(), TenantCluster.class);
    }
}
