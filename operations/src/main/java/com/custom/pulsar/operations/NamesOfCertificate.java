package com.custom.pulsar.operations;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

/**
 * Looks whether a server's certificate is one of its host name, as PostgreSQL's driver does by itself; where it is not, the failure
 * tells whose it is. The driver makes it, by its name.
 */
public final class NamesOfCertificate implements HostnameVerifier {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;
    private static final int MOST = 10;

    /** The certificate is one of other names than the host's. */
    static final class OtherNames extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final List<String> names;

        OtherNames(List<String> names) {
            super("the certificate is one of " + names);
            this.names = List.copyOf(names);
        }

        /** At most ten; empty if it has none, or they cannot be read. */
        List<String> names() {
            return names;
        }
    }

    @Override
    public boolean verify(String hostname, SSLSession session) {
        if (PGjdbcHostnameVerifier.INSTANCE.verify(hostname, session)) {
            return true;
        }
        throw new OtherNames(names(session));
    }

    private static List<String> names(SSLSession session) {
        List<String> names = new ArrayList<>();
        try {
            if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
                Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
                for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                    boolean host = name.get(0).equals(DNS) || name.get(0).equals(ADDRESS);
                    if (host && names.size() < MOST) {
                        names.add(String.valueOf(name.get(1)));
                    }
                }
                if (names.isEmpty()) {
                    names.add(certificate.getSubjectX500Principal().getName());
                }
            }
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return List.of();
        }
        return names;
    }
}
