package com.custom.pulsar;

import com.custom.pulsar.securitycustomizer.KeptVolumes;
import com.custom.pulsar.securitycustomizer.StoredToken;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.Optional;
import java.util.function.Function;
import javax.naming.AuthenticationException;
import org.apache.pulsar.broker.authentication.AuthenticationDataSource;
import org.apache.pulsar.broker.authentication.AuthenticationProviderToken;
import org.apache.pulsar.functions.auth.FunctionAuthData;
import org.apache.pulsar.functions.auth.KubernetesSecretsTokenAuthProvider;
import org.apache.pulsar.functions.instance.AuthenticationConfig;
import org.apache.pulsar.functions.proto.Function.FunctionDetails;

/**
 * Hands a function the token of who created it, as Pulsar's own provider does (a Secret that is mounted at
 * {@code /etc/auth}), but leaves the pod its other volumes, and lets no function run without a token. Named in the worker's
 * {@code functionAuthProviderClassName}. Thread-safe, as the worker calls it from many threads.
 *
 * <p>Pulsar's provider replaces all volumes and mounts after the customizer has made them, and where the Secret cannot be
 * written it logs that and lets the function run as nobody.
 */
public final class SecurityEnabledKubernetesSecretsTokenAuthProvider extends KubernetesSecretsTokenAuthProvider {
    private static final FunctionAuthData ANY_DATA = data(new StoredToken("any"));

    private final KeptVolumes volumes = new KeptVolumes();
    private Function<FunctionDetails, String> namespaces = details -> "of the functions";

    @Override
    public void setNamespaceProviderFunc(Function<FunctionDetails, String> namespaces) {
        this.namespaces = namespaces;
        super.setNamespaceProviderFunc(namespaces);
    }

    /**
     * Adds the volume with the token.
     *
     * @throws IllegalStateException if no token is stored for the function: it is not started then
     */
    @Override
    public void configureAuthDataStatefulSet(V1StatefulSet statefulSet, Optional<FunctionAuthData> stored) {
        if (token(stored).isEmpty()) {
            throw new IllegalStateException(
                    "not started, because authentication is on and no token is stored for it: it was"
                            + " created without one, before authentication was on, or under another auth provider. Store one with"
                            + " pulsar-admin functions (sources, sinks) update --update-auth-data, with a token of your own");
        }
        volumes.during(statefulSet, () -> super.configureAuthDataStatefulSet(statefulSet, stored));
    }

    /**
     * Names the file with the token, whether or not there are data. One object serves all functions of a worker, so that
     * setting it for a function without a token would take authentication away from another that is just being started.
     */
    @Override
    public void configureAuthenticationConfig(AuthenticationConfig config, Optional<FunctionAuthData> stored) {
        super.configureAuthenticationConfig(config, Optional.of(ANY_DATA));
    }

    /**
     * Stores the caller's token in a new Secret.
     *
     * @throws IllegalStateException if the caller has none or the Secret cannot be written: the function is not created
     */
    @Override
    public Optional<FunctionAuthData> cacheAuthData(FunctionDetails details, AuthenticationDataSource caller) {
        requireToken(details, caller);
        FunctionAuthData fresh = data(StoredToken.random());
        try {
            return super.updateAuthData(details, Optional.of(fresh), caller);
        } catch (Exception e) {
            IllegalStateException refusal = notStored(details, e);
            removeUnfinished(details, fresh, refusal);
            throw refusal;
        }
    }

    /**
     * Stores the caller's token in the function's Secret.
     *
     * @throws IllegalStateException if the caller has none or the Secret cannot be written: the function is not updated, and
     *     what it has is left as it was
     */
    @Override
    public Optional<FunctionAuthData> updateAuthData(
            FunctionDetails details, Optional<FunctionAuthData> stored, AuthenticationDataSource caller) {
        if (token(stored).isEmpty()) {
            return cacheAuthData(details, caller);
        }
        requireToken(details, caller);
        try {
            return super.updateAuthData(details, stored, caller);
        } catch (Exception e) {
            throw notStored(details, e);
        }
    }

    /** Deletes the function's Secret; nothing is to be deleted for data of another provider. */
    @Override
    public void cleanUpAuthData(FunctionDetails details, Optional<FunctionAuthData> stored) throws Exception {
        if (token(stored).isPresent()) {
            super.cleanUpAuthData(details, stored);
        }
    }

    private static void requireToken(FunctionDetails details, AuthenticationDataSource caller) {
        try {
            AuthenticationProviderToken.getToken(caller);
        } catch (AuthenticationException e) {
            throw new IllegalStateException(
                    name(details) + " is refused, because the caller has no token that it could run with ("
                            + e.getMessage()
                            + "). Authenticate with a token: --auth-plugin"
                            + " org.apache.pulsar.client.impl.auth.AuthenticationToken",
                    e);
        }
    }

    private IllegalStateException notStored(FunctionDetails details, Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new IllegalStateException(
                name(details)
                        + " is refused, because its token cannot be stored in a Secret of the Kubernetes namespace "
                        + namespaces.apply(details) + " (" + cause.getMessage()
                        + "; the worker's log has Kubernetes' answer)."
                        + " The worker's service account needs create, update, get and delete on secrets there",
                cause);
    }

    /** A Secret may have been written although no answer came. */
    private void removeUnfinished(FunctionDetails details, FunctionAuthData unfinished, IllegalStateException refusal) {
        try {
            super.cleanUpAuthData(details, Optional.of(unfinished));
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            refusal.addSuppressed(e);
        }
    }

    private static Optional<StoredToken> token(Optional<FunctionAuthData> stored) {
        return stored.map(FunctionAuthData::getData).flatMap(StoredToken::of);
    }

    private static FunctionAuthData data(StoredToken token) {
        return FunctionAuthData.builder().data(token.data()).build();
    }

    private static String name(FunctionDetails details) {
        return details.getTenant() + "/" + details.getNamespace() + "/" + details.getName();
    }
}
