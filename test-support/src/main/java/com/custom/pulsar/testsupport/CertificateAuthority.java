package com.custom.pulsar.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Makes certificates that nobody but who is given {@link #certificate} trusts, with the JDK's own keytool. */
public final class CertificateAuthority {
    private static final String ROOT = "authority";
    private static final String PASSWORD = "not-a-secret";

    private final Path folder;

    private CertificateAuthority(Path folder) {
        this.folder = folder;
    }

    /** A certificate and its key, both PEM; the key is readable by its owner only. */
    public record Issued(Path certificate, Path key) {}

    /**
     * An authority of its own.
     *
     * @param folder an existing folder for all its files
     */
    public static CertificateAuthority in(Path folder) throws IOException {
        CertificateAuthority authority = new CertificateAuthority(folder);
        authority.makeKey(ROOT, "-ext", "bc:c");
        authority.keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                ROOT,
                "-file",
                authority.certificate().toString());
        return authority;
    }

    /** Its own certificate (PEM). */
    public Path certificate() {
        return folder.resolve(ROOT + ".pem");
    }

    /**
     * A certificate for a server.
     *
     * @param name of the files
     * @param names whose it is, such as {@code dns:localhost} or {@code dns:a,ip:127.0.0.1}
     */
    public Issued issue(String name, String names) throws IOException {
        makeKey(name);
        Path request = folder.resolve(name + ".csr");
        Path certificate = folder.resolve(name + ".pem");
        keytool("-certreq", "-alias", name, "-file", request.toString());
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                ROOT,
                "-ext",
                "san=" + names,
                "-validity",
                "2",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString());
        return new Issued(certificate, writeKey(name));
    }

    private void makeKey(String alias, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
        words.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2"));
        words.addAll(List.of(more));
        keytool(words.toArray(String[]::new));
    }

    private Path writeKey(String alias) throws IOException {
        try (InputStream in = Files.newInputStream(store())) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
            Path file = Files.createFile(
                    folder.resolve(alias + ".key"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Path store() {
        return folder.resolve("keys.p12");
    }

    private void keytool(String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(
                Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(List.of("-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Commands.run(folder, command);
    }
}
