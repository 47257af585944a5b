package com.custom.pulsar.pipeline;

import java.util.Optional;

/**
 * Whom an encrypted connection to a Pulsar trusts.
 *
 * @param trustedCertificates the certificates (PEM) of those who may sign the brokers'; empty: those that Java trusts
 * @param hostnameVerification whether a broker's certificate must be one of the name that it was reached by
 */
public record PulsarTls(Optional<TlsFile> trustedCertificates, boolean hostnameVerification) {
    /** What is in force where a pipeline file says nothing. */
    public static final PulsarTls DEFAULT = new PulsarTls(Optional.empty(), true);

    static final String UNUSED =
            "has no effect: neither address is encrypted. Use pulsar+ssl:// and https://, or leave it out";
}
