package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PulsarTls;
import com.custom.pulsar.pipeline.TlsFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A handshake of our own with a broker that Pulsar's client could not reach: of one that failed that client says no more than that the
 * connection was closed.
 */
final class Handshake {
    private static final Pattern FIRST_HOST =
            Pattern.compile("pulsar\\+ssl://(?<host>\\[[^]]+]|[^:,/]+)(:(?<port>[0-9]+))?.*");
    private static final int DEFAULT_PORT = 6651;
    private static final int LIMIT_MILLIS = 5_000;

    private Handshake() {}

    /**
     * Why it fails.
     *
     * @param url the first of its hosts is asked
     * @return empty if it succeeds, or the address is not encrypted
     */
    static Optional<Exception> failure(String url, PulsarTls tls) {
        Matcher address = FIRST_HOST.matcher(url);
        if (!address.matches()) {
            return Optional.empty();
        }
        String host = address.group("host").replaceAll("[\\[\\]]", "");
        String port = address.group("port");
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(host, port == null ? DEFAULT_PORT : Integer.parseInt(port)), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            try (SSLSocket encrypted =
                    (SSLSocket) context(tls).getSocketFactory().createSocket(socket, host, socket.getPort(), true)) {
                if (tls.hostnameVerification()) {
                    SSLParameters parameters = encrypted.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    encrypted.setSSLParameters(parameters);
                }
                encrypted.startHandshake();
                return Optional.empty();
            }
        } catch (IOException | GeneralSecurityException e) {
            return Optional.of(e);
        }
    }

    private static SSLContext context(PulsarTls tls) throws IOException, GeneralSecurityException {
        if (tls.trustedCertificates().isEmpty()) {
            return SSLContext.getDefault();
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        for (Certificate certificate : certificates(tls.trustedCertificates().get())) {
            trusted.setCertificateEntry(Integer.toString(trusted.size()), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Iterable<? extends Certificate> certificates(TlsFile file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file.location())) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}
