package com.custom.pulsar;

import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1DeleteOptions;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Status;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Secrets of a cluster, with the answers that an API server gives. */
final class SecretsInMemory extends CoreV1Api {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /** Token by {@code namespace/name}. */
    private final Map<String, String> tokens = new TreeMap<>();

    private boolean forbidden;
    private boolean answersAreLost;

    @SuppressWarnings("NullAway") // No client: nothing of this class goes over the network.
    SecretsInMemory() {
        super(null);
    }

    /** Token by {@code namespace/name}. */
    Map<String, String> tokens() {
        return Map.copyOf(tokens);
    }

    void forbidWriting() {
        forbidden = true;
    }

    void loseAnswersToWrites() {
        answersAreLost = true;
    }

    @Override
    public V1Secret createNamespacedSecret(
            String namespace,
            V1Secret secret,
            @Nullable String pretty,
            @Nullable String dryRun,
            @Nullable String fieldManager,
            @Nullable String fieldValidation)
            throws ApiException {
        String name = namespace + "/" + secret.getMetadata().getName();
        if (tokens.containsKey(name)) {
            throw new ApiException(CONFLICT, "already exists");
        }
        return write(name, secret);
    }

    @Override
    public V1Secret replaceNamespacedSecret(
            String name,
            String namespace,
            V1Secret secret,
            @Nullable String pretty,
            @Nullable String dryRun,
            @Nullable String fieldManager,
            @Nullable String fieldValidation)
            throws ApiException {
        return write(namespace + "/" + name, secret);
    }

    @Override
    public V1Secret readNamespacedSecret(String name, String namespace, @Nullable String pretty) throws ApiException {
        if (!tokens.containsKey(namespace + "/" + name)) {
            throw new ApiException(NOT_FOUND, "not found");
        }
        return new V1Secret();
    }

    @Override
    public V1Status deleteNamespacedSecret(
            String name,
            String namespace,
            @Nullable String pretty,
            @Nullable String dryRun,
            @Nullable Integer gracePeriodSeconds,
            @Nullable Boolean orphanDependents,
            @Nullable String propagationPolicy,
            @Nullable V1DeleteOptions body)
            throws ApiException {
        if (tokens.remove(namespace + "/" + name) == null) {
            throw new ApiException(NOT_FOUND, "not found");
        }
        return new V1Status();
    }

    private V1Secret write(String name, V1Secret secret) throws ApiException {
        if (forbidden) {
            throw new ApiException(FORBIDDEN, "forbidden");
        }
        tokens.put(name, new String(secret.getData().get("token"), StandardCharsets.UTF_8));
        if (answersAreLost) {
            throw new IllegalStateException("connection reset");
        }
        return secret;
    }
}
