package com.custom.pulsar.testsupport;

import com.custom.pulsar.testsupport.kubernetes.PulsarWithKubernetesRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Pulsar standalone as an administrator sets one up who lets nobody in without a token: with TLS, tokens made by Pulsar's own
 * tools, authorization, and a functions worker. It listens on loopback.
 */
public final class SecuredPulsar implements AutoCloseable {
    private static final String SUPERUSER = "administrator";
    private static final String TOKEN_AUTHENTICATION = "org.apache.pulsar.client.impl.auth.AuthenticationToken";

    private final Path home;
    private final CertificateAuthority authority;
    private final PulsarInstallation pulsar;
    private final int servicePort = PulsarWithKubernetesRuntime.freePort();
    private final int adminPort = PulsarWithKubernetesRuntime.freePort();
    private final int plainPort = PulsarWithKubernetesRuntime.freePort();

    /**
     * Starts it and returns when functions can be created.
     *
     * @param home an empty folder for all its files
     * @param environment variables of the broker, which sources and functions inherit
     */
    public SecuredPulsar(Path home, CertificateAuthority authority, Map<String, String> environment)
            throws IOException {
        this.home = home;
        this.authority = authority;
        pulsar = new PulsarInstallation(home);
        pulsar.pulsar(
                "tokens",
                "create-key-pair",
                "--output-private-key",
                "private.key",
                "--output-public-key",
                "public.key");
        Files.writeString(superuserToken(), token(SUPERUSER));
        configure(authority.issue("pulsar", "dns:localhost"));
        pulsar.start(environment);
    }

    public String serviceUrl() {
        return "pulsar+ssl://localhost:" + servicePort;
    }

    public String adminUrl() {
        return "https://localhost:" + adminPort;
    }

    /** The port of the service that is not encrypted. */
    public int plainPort() {
        return plainPort;
    }

    /** A token of the role, made with {@code pulsar tokens create}. */
    public String token(String role, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("tokens", "create", "--subject", role, "--private-key"));
        words.add(home.resolve("private.key").toUri().toString());
        words.addAll(List.of(options));
        return pulsar.pulsar(words.toArray(String[]::new)).strip();
    }

    /** What {@code pulsar-admin} prints to its administrator. */
    public String admin(String... words) throws IOException {
        return pulsar.admin(words);
    }

    /** Everything it has printed so far. */
    public String log() throws IOException {
        return pulsar.log();
    }

    @Override
    public void close() throws IOException {
        pulsar.close();
    }

    private Path superuserToken() {
        return home.resolve("administrator.token");
    }

    private void configure(CertificateAuthority.Issued server) throws IOException {
        String token = superuserToken().toUri().toString();
        Map<String, String> broker = new LinkedHashMap<>();
        broker.put("brokerServicePort", Integer.toString(plainPort));
        broker.put("webServicePort", Integer.toString(PulsarWithKubernetesRuntime.freePort()));
        broker.put("brokerServicePortTls", Integer.toString(servicePort));
        broker.put("webServicePortTls", Integer.toString(adminPort));
        broker.put("advertisedAddress", "localhost");
        broker.put("tlsEnabled", "true");
        broker.put("tlsCertificateFilePath", server.certificate().toString());
        broker.put("tlsKeyFilePath", server.key().toString());
        broker.put("tlsTrustCertsFilePath", authority.certificate().toString());
        broker.put("authenticationEnabled", "true");
        broker.put("authenticationProviders", "org.apache.pulsar.broker.authentication.AuthenticationProviderToken");
        broker.put("tokenPublicKey", home.resolve("public.key").toUri().toString());
        broker.put("authorizationEnabled", "true");
        broker.put("superUserRoles", SUPERUSER);
        broker.put("brokerClientTlsEnabled", "true");
        broker.put("brokerClientTrustCertsFilePath", authority.certificate().toString());
        broker.put("brokerClientAuthenticationPlugin", TOKEN_AUTHENTICATION);
        broker.put("brokerClientAuthenticationParameters", token);
        pulsar.configureBroker(broker);
        pulsar.configureClient(Map.of(
                "webServiceUrl",
                adminUrl() + "/",
                "brokerServiceUrl",
                serviceUrl() + "/",
                "authPlugin",
                TOKEN_AUTHENTICATION,
                "authParams",
                token,
                "tlsTrustCertsFilePath",
                authority.certificate().toString(),
                "tlsEnableHostnameVerification",
                "true"));
        pulsar.configureWorker(Map.of("useTls", true, "tlsEnableHostnameVerification", true));
    }
}
