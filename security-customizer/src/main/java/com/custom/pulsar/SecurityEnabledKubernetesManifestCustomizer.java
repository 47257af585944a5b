package com.custom.pulsar;

import com.custom.pulsar.securitycustomizer.FunctionCustomization;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.functions.proto.Function.FunctionDetails;
import org.apache.pulsar.functions.runtime.kubernetes.KubernetesManifestCustomizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hardens the pods of Pulsar's functions and connectors on Kubernetes. Named by {@code runtimeCustomizerClassName} of {@code
 * functions_worker.yml}; its settings stand under {@code runtimeCustomizerConfig}.
 *
 * <p>Fails closed: settings that cannot be used keep the worker from starting, and a function that asks for what it may not have is
 * refused before Pulsar stores it, and again whenever it would be started. Safe for many threads once {@code initialize} has
 * returned.
 */
public final class SecurityEnabledKubernetesManifestCustomizer implements KubernetesManifestCustomizer {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityEnabledKubernetesManifestCustomizer.class);

    private volatile @Nullable FunctionCustomization customization;

    /**
     * Reads the settings; called once by Pulsar, before it starts any function.
     *
     * @throws IllegalArgumentException if they cannot be used; the message says everything that is wrong, a line each
     */
    @Override
    public void initialize(@Nullable Map<String, Object> runtimeCustomizerConfig) {
        FunctionCustomization read = FunctionCustomization.of(
                Optional.ofNullable(runtimeCustomizerConfig).orElse(Map.of()));
        String version = Optional.ofNullable(getClass().getPackage().getImplementationVersion())
                .orElse("of an unknown version");
        if (read.leavesFunctionsUnhardened()) {
            LOG.warn(
                    "Pulsar security customizer {} is in audit mode, pods are NOT hardened: {}",
                    version,
                    read.summary());
        } else {
            LOG.info("Pulsar security customizer {} is active: {}", version, read.summary());
        }
        customization = read;
    }

    @Override
    public V1StatefulSet customizeStatefulSet(FunctionDetails details, V1StatefulSet statefulSet) {
        customization().statefulSet(details, statefulSet);
        return statefulSet;
    }

    @Override
    public V1Service customizeService(FunctionDetails details, V1Service service) {
        customization().service(details, service);
        return service;
    }

    @Override
    public @Nullable String customizeNamespace(FunctionDetails details, @Nullable String currentNamespace) {
        return customization().namespace(details, currentNamespace);
    }

    @Override
    public @Nullable String customizeName(FunctionDetails details, @Nullable String currentName) {
        return customization().name(details, currentName);
    }

    private FunctionCustomization customization() {
        FunctionCustomization read = customization;
        if (read == null) {
            throw new IllegalStateException("The security customizer has not been initialized");
        }
        return read;
    }
}
