package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PulsarAddress;
import com.custom.pulsar.pipeline.PulsarTls;
import com.custom.pulsar.pipeline.SecretLookup;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminBuilder;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.AuthenticationFactory;
import org.apache.pulsar.client.api.ClientBuilder;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;

/** A Pulsar that has answered on both of its interfaces. Thread-safe; whoever opened it closes it. */
public final class PulsarConnection implements AutoCloseable {
    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 30;
    private static final int LOOKUP_SECONDS = 10;
    private static final int CLOSE_MILLIS = 300;
    private static final String ANY_TOPIC = "persistent://public/default/pulsar-cdc-connection-check";

    private final PulsarAdmin admin;
    private final PulsarClient client;
    private final Optional<PulsarToken> token;
    private final PulsarTls tls;

    private PulsarConnection(PulsarAdmin admin, PulsarClient client, Optional<PulsarToken> token, PulsarTls tls) {
        this.admin = admin;
        this.client = client;
        this.token = token;
        this.tls = tls;
    }

    /**
     * Connects to the Pulsar that a pipeline names.
     *
     * @throws OperationException if it cannot be reached or refuses, within about 15 seconds
     */
    public static PulsarConnection open(PulsarAddress address, SecretLookup secrets) {
        return open(address.serviceUrl(), address.adminUrl(), address.token().map(secrets::value), address.tls());
    }

    /**
     * Connects and asks one question on each interface.
     *
     * @throws OperationException if it cannot be reached or refuses, within about 15 seconds
     */
    public static PulsarConnection open(String serviceUrl, String adminUrl, Optional<String> token) {
        return open(serviceUrl, adminUrl, token, PulsarTls.DEFAULT);
    }

    private static PulsarConnection open(String serviceUrl, String adminUrl, Optional<String> token, PulsarTls tls) {
        tls.trustedCertificates().flatMap(TlsFailure::unreadable).ifPresent(reason -> {
            throw new OperationException("cannot reach Pulsar at " + adminUrl + ": " + reason
                    + "; correct pulsar.tls.trustedCertificates, or let" + " this user read that file");
        });
        PulsarAdmin admin = admin(adminUrl, token, tls);
        try {
            return new PulsarConnection(admin, client(serviceUrl, token, tls), token.map(PulsarToken::read), tls);
        } catch (OperationException e) {
            admin.close();
            throw e;
        }
    }

    public PulsarAdmin admin() {
        return admin;
    }

    public PulsarClient client() {
        return client;
    }

    /**
     * Whether it refuses to list its tenants to somebody without a token.
     *
     * @throws OperationException if it does not answer
     */
    boolean asksWhoIsThere() {
        try (PulsarAdmin anonymous =
                builder(admin.getServiceUrl(), Optional.empty(), tls).build()) {
            return !Superuser.listsTenants(anonymous);
        } catch (PulsarClientException e) {
            throw new OperationException("cannot ask Pulsar at " + admin.getServiceUrl() + ": " + Failures.text(e), e);
        }
    }

    /** What the token says of itself. */
    Optional<PulsarToken> token() {
        return token;
    }

    /**
     * Closes both, and waits a moment for it; never throws. Producers and consumers are to be closed before by whoever opened
     * them.
     */
    @Override
    public void close() {
        try {
            client.closeAsync().get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The client's event loop waits two more seconds for work that cannot come; nobody is to wait with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        admin.close();
    }

    private static PulsarAdmin admin(String url, Optional<String> token, PulsarTls tls) {
        try {
            PulsarAdmin admin = builder(url, token, tls).build();
            try {
                List<String> clusters = admin.clusters().getClustersAsync().get(CONNECT_SECONDS * 2, TimeUnit.SECONDS);
                if (clusters.isEmpty()) {
                    throw new OperationException("Pulsar at " + url + " knows no cluster; let its setup end first");
                }
                return admin;
            } catch (Exception e) {
                admin.close();
                throw e;
            }
        } catch (OperationException e) {
            throw e;
        } catch (Exception e) {
            throw refusal("pulsar.adminUrl", url, token, Failures.cause(e));
        }
    }

    private static PulsarAdminBuilder builder(String url, Optional<String> token, PulsarTls tls) {
        PulsarAdminBuilder builder = PulsarAdmin.builder()
                .serviceHttpUrl(url)
                .connectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .requestTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .allowTlsInsecureConnection(false)
                .enableTlsHostnameVerification(tls.hostnameVerification());
        tls.trustedCertificates()
                .ifPresent(file -> builder.tlsTrustCertsFilePath(file.location().toString()));
        token.ifPresent(value -> builder.authentication(AuthenticationFactory.token(value)));
        return builder;
    }

    private static PulsarClient client(String url, Optional<String> token, PulsarTls tls) {
        try {
            ClientBuilder builder = PulsarClient.builder()
                    .serviceUrl(url)
                    .connectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                    .operationTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .lookupTimeout(LOOKUP_SECONDS, TimeUnit.SECONDS)
                    .ioThreads(1)
                    .listenerThreads(1)
                    .allowTlsInsecureConnection(false)
                    .enableTlsHostnameVerification(tls.hostnameVerification());
            tls.trustedCertificates()
                    .ifPresent(file ->
                            builder.tlsTrustCertsFilePath(file.location().toString()));
            token.ifPresent(value -> builder.authentication(AuthenticationFactory.token(value)));
            PulsarClient client = builder.build();
            try {
                // The client's own end has the reason.
                client.getPartitionsForTopic(ANY_TOPIC, false).get(LOOKUP_SECONDS + 2, TimeUnit.SECONDS);
            } catch (Exception e) {
                if (!isAnswer(Failures.cause(e))) {
                    client.close();
                    throw e;
                }
            }
            return client;
        } catch (Exception e) {
            Throwable cause = Failures.cause(e);
            throw refusal(
                    "pulsar.serviceUrl",
                    url,
                    token,
                    Handshake.failure(url, tls).map(Throwable.class::cast).orElse(cause));
        }
    }

    /** That there is no such topic, or that it is not ours to see, is said by a Pulsar that knows who asks. */
    private static boolean isAnswer(Throwable failure) {
        return failure instanceof PulsarClientException.TopicDoesNotExistException
                || failure instanceof PulsarClientException.NotFoundException
                || failure instanceof PulsarClientException.AuthorizationException;
    }

    private static OperationException refusal(String key, String url, Optional<String> token, Throwable cause) {
        if (cause instanceof PulsarAdminException.NotAuthorizedException
                || cause instanceof PulsarClientException.AuthenticationException) {
            return new OperationException(
                    "Pulsar at " + url + " refuses the connection: not authorized; " + remedy(token), cause);
        }
        return TlsFailure.ofPulsar(key, cause)
                .map(tls -> new OperationException(
                        "cannot reach Pulsar at " + url + ": " + tls.reason() + "; " + tls.remedy(), cause))
                .orElseGet(() -> new OperationException(
                        "cannot reach Pulsar at " + url + ": " + Failures.text(cause) + "; check that it runs and that "
                                + key + " is its address",
                        cause));
    }

    private static String remedy(Optional<String> token) {
        if (token.isEmpty()) {
            return "it asks who is there, so give pulsar.auth.token";
        }
        PulsarToken read = PulsarToken.read(token.get());
        String anew = "have one made with pulsar tokens create --subject " + read.argument() + " and the brokers' key";
        return read.isExpired(Instant.now())
                ? "pulsar.auth.token expired at " + read.expiry().orElseThrow() + ", so " + anew
                : "pulsar.auth.token was not made with a key that the brokers know, so " + anew;
    }
}
