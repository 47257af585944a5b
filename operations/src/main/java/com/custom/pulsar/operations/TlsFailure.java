package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.PostgresTls;
import com.custom.pulsar.pipeline.TlsFile;
import java.nio.file.Files;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Why no encrypted connection came about, and what mends it. */
record TlsFailure(String reason, String remedy) {
    private static final String KEYS = "source.postgres.tls";
    private static final int LONGEST_NAMES = 300;
    /** What the libraries below Pulsar's clients and Java's own say of an answer that is no TLS. */
    private static final List<String> NOT_TLS = List.of(
            "not an SSL/TLS record", "Unsupported or unrecognized SSL message", "Remote host terminated the handshake");

    /** What keeps a file from being read on this machine; empty: nothing. */
    static Optional<String> unreadable(TlsFile file) {
        return Files.isReadable(file.location())
                ? Optional.empty()
                : Optional.of("the file " + file.location()
                        + (Files.exists(file.location()) ? " cannot be read" : " does not exist"));
    }

    /** Of a login to PostgreSQL; empty if it failed for another reason. */
    static Optional<TlsFailure> of(PostgresLogin login, SQLException failure) {
        if (failure instanceof UnreadableTlsFile file) {
            return Optional.of(new TlsFailure(
                    Failures.line(file.getMessage()), "correct " + file.key() + ", or let this user read that file"));
        }
        NamesOfCertificate.OtherNames other = cause(failure, NamesOfCertificate.OtherNames.class);
        if (other != null) {
            String names = TerminalText.of(String.join(", ", other.names()), LONGEST_NAMES);
            return Optional.of(new TlsFailure(
                    "its certificate is not one of the name " + login.hostname()
                            + (names.isEmpty() ? "" : ", but of " + names),
                    "give source.postgres.hostname as the certificate has it, or, where it is enough to know who signed"
                            + " it, " + KEYS + ".mode: verify-ca"));
        }
        if (isOutOfDate(failure)) {
            return Optional.of(new TlsFailure(
                    "its certificate, or one that signed it, is not valid now",
                    "renew it there, or the copy in " + KEYS + ".rootCertificate"));
        }
        if (isUntrusted(failure)) {
            return Optional.of(new TlsFailure(
                    "its certificate is signed by none of "
                            + login.tls()
                                    .flatMap(PostgresTls::rootCertificate)
                                    .map(TlsFile::location)
                                    .map(file -> "those in " + file)
                                    .orElse("those that Java trusts"),
                    "give with " + KEYS + ".rootCertificate the certificate (PEM) of the authority that signed it"));
        }
        if (refusesEncryption(failure)) {
            return Optional.of(new TlsFailure(
                    "it offers no encryption",
                    "turn it on there (ssl = on, with a certificate), or give " + KEYS
                            + ".mode: disable where the network" + " is trusted"));
        }
        SSLException broken = cause(failure, SSLException.class);
        return broken == null
                ? Optional.empty()
                : Optional.of(new TlsFailure(
                        "the encryption failed (" + Failures.line(broken.getMessage()) + ")",
                        "look at the server's log, and at " + KEYS));
    }

    /**
     * Of a connection to Pulsar; empty if it failed for another reason.
     *
     * @param key the key of the pipeline file that has the address
     */
    static Optional<TlsFailure> ofPulsar(String key, Throwable failure) {
        CertificateException certificate = cause(failure, CertificateException.class);
        String reason = certificate == null ? "" : Failures.line(certificate.getMessage());
        if (reason.startsWith("No subject alternative") || reason.startsWith("No name matching")) {
            return Optional.of(new TlsFailure(
                    "its certificate is not one of that name (" + reason.replaceFirst("\\.$", "") + ")",
                    "give " + key + " as the certificate has it, or, where it is enough to know who signed it,"
                            + " pulsar.tls.hostnameVerification: false"));
        }
        if (isOutOfDate(failure)) {
            return Optional.of(new TlsFailure(
                    "its certificate, or one that signed it, is not valid now",
                    "renew it there, or the copy in pulsar.tls.trustedCertificates"));
        }
        if (isUntrusted(failure)) {
            return Optional.of(new TlsFailure(
                    "its certificate is signed by none of those that are trusted here",
                    "give with pulsar.tls.trustedCertificates the certificate (PEM) of the authority that signed it"));
        }
        SSLException broken = cause(failure, SSLException.class);
        if (broken == null) {
            return Optional.empty();
        }
        String message = Failures.line(broken.getMessage());
        return Optional.of(
                NOT_TLS.stream().anyMatch(message::startsWith)
                        ? new TlsFailure(
                                "what listens there does not speak TLS",
                                "give with " + key + " the port that does, or an address that is not encrypted")
                        : new TlsFailure(
                                "the encryption failed (" + message + ")",
                                "look at the brokers' log, and at pulsar.tls"));
    }

    /** The driver itself says so; where the server rejects, it has a message of its own. */
    private static boolean refusesEncryption(SQLException failure) {
        return failure instanceof PSQLException driver
                && driver.getServerErrorMessage() == null
                && PSQLState.CONNECTION_REJECTED.getState().equals(driver.getSQLState());
    }

    private static boolean isOutOfDate(Throwable failure) {
        return cause(failure, CertificateExpiredException.class) != null
                || cause(failure, CertificateNotYetValidException.class) != null;
    }

    private static boolean isUntrusted(Throwable failure) {
        return cause(failure, CertPathBuilderException.class) != null
                || cause(failure, CertPathValidatorException.class) != null;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause() == at ? null : at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
