package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.custom.pulsar.operations.Finding.Severity;
import com.custom.pulsar.pipeline.PostgresServer;
import com.custom.pulsar.pipeline.PostgresTls;
import com.custom.pulsar.pipeline.SecretLookup;
import com.custom.pulsar.pipeline.SecretReference;
import com.custom.pulsar.pipeline.TlsFile;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

class TlsFailureTest {
    private static final Path ROOT = Path.of("/nowhere/ca.pem");
    private static final PostgresLogin VERIFYING =
            login("db.example.com", Optional.of(tls(PostgresTls.Mode.VERIFY_FULL, Optional.of(ROOT))));

    @Test
    void aCertificateThatNobodyTrustedSignedNamesWhoseAreTrusted() {
        assertThat(told(VERIFYING, new CertPathBuilderException("unable to find valid certification path")))
                .isEqualTo(
                        "cannot get into PostgreSQL at cdc@db.example.com:5432/shop: its certificate is signed by none of those"
                                + " in /nowhere/ca.pem; give with source.postgres.tls.rootCertificate the certificate (PEM) of"
                                + " the authority that signed it");
        assertThat(told(
                        login("h", Optional.of(tls(PostgresTls.Mode.VERIFY_CA, Optional.empty()))),
                        new CertPathValidatorException("no")))
                .contains("its certificate is signed by none of those that Java trusts");
    }

    @Test
    void aCertificateOfAnotherNameSaysOfWhich() {
        assertThat(told(VERIFYING, new NamesOfCertificate.OtherNames(List.of("pg.internal", "10.0.0.\u001b[7m"))))
                .isEqualTo(
                        "cannot get into PostgreSQL at cdc@db.example.com:5432/shop: its certificate is not one of the name"
                                + " db.example.com, but of pg.internal, 10.0.0.\\u001b[7m; give source.postgres.hostname as the"
                                + " certificate has it, or, where it is enough to know who signed it, source.postgres.tls.mode:"
                                + " verify-ca");
    }

    @Test
    void aCertificateThatIsOutOfDateIsToldBeforeThatNobodyTrustsIt() {
        assertThat(told(
                        VERIFYING,
                        new CertPathValidatorException("timestamp", new CertificateExpiredException("NotAfter"))))
                .contains("is not valid now; renew it there");
    }

    @Test
    void aServerWithoutEncryptionIsToldFromOneThatRejectsTheClient() {
        SQLException noEncryption =
                new PSQLException("Der Server unterst\u00fctzt kein SSL.", PSQLState.CONNECTION_REJECTED);

        assertThat(PostgresPreflight.unreachable(VERIFYING, noEncryption))
                .endsWith("it offers no encryption; turn it on there (ssl = on, with a certificate), or give"
                        + " source.postgres.tls.mode: disable where the network is trusted");
        assertThat(TlsFailure.of(VERIFYING, new SQLException("too many connections", "08004")))
                .isEmpty();
    }

    @Test
    void anythingElseThatBreaksEncryptionIsToldWithItsReason() {
        assertThat(told(VERIFYING, new IllegalStateException("none of ours")))
                .contains("the encryption failed (broken)");
        assertThat(TlsFailure.of(VERIFYING, new SQLException("Connection refused", "08001")))
                .isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsToldBeforeAnythingIsConnected() {
        SQLException failure = catchThrowableOfType(SQLException.class, VERIFYING::connect);

        assertThat(PostgresPreflight.unreachable(VERIFYING, failure))
                .isEqualTo(
                        "cannot get into PostgreSQL at cdc@db.example.com:5432/shop: the file /nowhere/ca.pem does not exist;"
                                + " correct source.postgres.tls.rootCertificate, or let this user read that file");
    }

    @Test
    void brokersAreToldWithTheKeysOfThePipelineFile() {
        assertThat(ofPulsar(new CertificateException("No subject alternative DNS name matching h found.")))
                .isEqualTo(
                        "its certificate is not one of that name (No subject alternative DNS name matching h found); give"
                                + " pulsar.adminUrl as the certificate has it, or, where it is enough to know who signed it,"
                                + " pulsar.tls.hostnameVerification: false");
        assertThat(ofPulsar(new CertPathBuilderException("no path")))
                .isEqualTo("its certificate is signed by none of those that are trusted here; give with"
                        + " pulsar.tls.trustedCertificates the certificate (PEM) of the authority that signed it");
        assertThat(ofPulsar(new CertificateExpiredException("NotAfter"))).contains("is not valid now");
        assertThat(ofPulsar(new SSLException("not an SSL/TLS record: 4854")))
                .isEqualTo(
                        "what listens there does not speak TLS; give with pulsar.adminUrl the port that does, or an address"
                                + " that is not encrypted");
        assertThat(ofPulsar(new SSLException("Received fatal alert: handshake_failure")))
                .isEqualTo(
                        "the encryption failed (Received fatal alert: handshake_failure); look at the brokers' log, and at"
                                + " pulsar.tls");
        assertThat(TlsFailure.ofPulsar("pulsar.adminUrl", new IllegalStateException("refused")))
                .isEmpty();
    }

    private static String ofPulsar(Exception cause) {
        return TlsFailure.ofPulsar("pulsar.adminUrl", new IllegalStateException("wrapped", cause))
                .map(failure -> failure.reason() + "; " + failure.remedy())
                .orElseThrow();
    }

    @Test
    void aConnectionThatOthersCanReadIsWarnedOfUnlessItStaysOnThisMachine() {
        PostgresLogin elsewhere = login("db.example.com", Optional.empty());

        assertThat(Encryption.judge(VERIFYING, true, "TLSv1.3"))
                .isEqualTo(Finding.ok(
                        "the connection is encrypted (TLSv1.3), and it is known who the server is (verify-full)"));
        assertThat(Encryption.judge(elsewhere, true, "TLSv1.3").text())
                .isEqualTo(
                        "the connection is encrypted (TLSv1.3), and nobody looks who the server is; source.postgres.tls: {"
                                + " mode: verify-full, rootCertificate: PATH } in the pipeline file");
        assertThat(Encryption.judge(elsewhere, false, "").severity()).isEqualTo(Severity.warning);
        assertThat(Encryption.judge(login("127.0.0.1", Optional.empty()), false, "")
                        .severity())
                .isEqualTo(Severity.ok);
    }

    private static String told(PostgresLogin login, Exception cause) {
        SSLHandshakeException handshake = new SSLHandshakeException("broken");
        handshake.initCause(cause);
        return PostgresPreflight.unreachable(
                login, new PSQLException("SSL-Fehler", PSQLState.CONNECTION_FAILURE, handshake));
    }

    private static PostgresTls tls(PostgresTls.Mode mode, Optional<Path> root) {
        return new PostgresTls(mode, root.map(path -> new TlsFile(path.toString(), path)), Optional.empty());
    }

    private static PostgresLogin login(String hostname, Optional<PostgresTls> tls) {
        return PostgresLogin.of(
                new PostgresServer(hostname, 5432, "cdc", new SecretReference.EnvironmentVariable("PGPASSWORD"), tls),
                "shop",
                new SecretLookup(Map.of("PGPASSWORD", "canary"), Optional.empty()));
    }
}
