package com.custom.pulsar.pipeline;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How connections to a PostgreSQL are encrypted, in PostgreSQL's own terms.
 *
 * @param rootCertificate the certificates (PEM) of those who may sign the server's; empty: those that Java trusts
 * @param client what the server asks the client for; empty: nothing
 */
public record PostgresTls(Mode mode, Optional<TlsFile> rootCertificate, Optional<ClientCertificate> client) {
    static final String ROOT_MISSING =
            "is missing; with a client's certificate the driver does not use what Java trusts. Give the certificate of"
                    + " the authority that signed the server's";
    static final String CLIENT_UNUSED = "has no effect with mode: disable; leave it out";

    private static final List<String> PREFIXES = List.of("database.", "driver.");
    private static final String KEY = "source.postgres.tls.";
    private static final Set<String> SETTINGS =
            Set.of("ssl", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslfactory");

    /** What is asked of a connection: libpq's and the driver's {@code sslmode}. */
    public enum Mode {
        /** Nothing is encrypted. */
        DISABLE,
        /** Encrypted where the server offers it. */
        PREFER,
        /** Encrypted, whoever the server is. */
        REQUIRE,
        /** Encrypted, and the server's certificate is signed by one that is trusted. */
        VERIFY_CA,
        /** That, and the certificate is one of the host name. */
        VERIFY_FULL;

        /**
         * As the pipeline file writes it.
         *
         * @throws IllegalArgumentException with what was probably meant
         */
        public static Mode parse(String text) {
            List<String> known = Arrays.stream(values()).map(Mode::text).toList();
            return Arrays.stream(values())
                    .filter(mode -> mode.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(Shown.quoted(text) + " is not a mode of TLS; "
                            + NearestName.of(text, known)
                                    .map(near -> "did you mean " + near + "?")
                                    .orElse("use one of " + String.join(", ", known))));
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether it is looked at who the server is. */
        public boolean verifies() {
            return this == VERIFY_CA || this == VERIFY_FULL;
        }
    }

    /** By what the client shows who it is. */
    public record ClientCertificate(TlsFile certificate, TlsFile key) {}

    public PostgresTls {
        Require.require(mode.verifies() || rootCertificate.isEmpty(), KEY + "rootCertificate " + rootUnused(mode));
        Require.require(mode != Mode.DISABLE || client.isEmpty(), KEY + "certificate " + CLIENT_UNUSED);
        Require.require(
                !mode.verifies() || client.isEmpty() || rootCertificate.isPresent(),
                KEY + "rootCertificate " + ROOT_MISSING);
    }

    static String rootUnused(Mode mode) {
        return "has no effect with mode: " + mode.text() + ", which does not look at the server's certificate; use "
                + Mode.VERIFY_FULL.text() + ", or leave it out";
    }

    /** Refuses an entry of {@code source.properties} that says in Debezium's terms what this says. */
    static void requireNotBeside(String property) {
        PREFIXES.forEach(prefix -> Require.require(
                !property.startsWith(prefix) || !SETTINGS.contains(property.substring(prefix.length())),
                "is given by the key source.postgres.tls; leave it out, or give all of it here and leave that out"));
    }

    /** Refuses what means nothing on another machine. */
    void onCluster() {
        files().values().forEach(TlsFile::onCluster);
    }

    /** The files, with the keys that name them. */
    public Map<String, TlsFile> files() {
        Map<String, TlsFile> files = new LinkedHashMap<>();
        rootCertificate.ifPresent(file -> files.put(KEY + "rootCertificate", file));
        client.ifPresent(own -> {
            files.put(KEY + "certificate", own.certificate());
            files.put(KEY + "key", own.key());
        });
        return files;
    }

    /** The properties of PostgreSQL's driver on this machine, such as {@code sslmode}. */
    public Map<String, String> driverProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("sslmode", mode.text());
        rootCertificate.ifPresent(
                file -> properties.put("sslrootcert", file.location().toString()));
        if (mode.verifies() && rootCertificate.isEmpty()) {
            // Otherwise the driver looks for a file in the home of whoever runs it.
            properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        client.ifPresent(own -> {
            properties.put("sslcert", own.certificate().location().toString());
            properties.put("sslkey", own.key().location().toString());
        });
        return properties;
    }

    /** The same as settings of Debezium. On someone's Pulsar the files are those of the machine where the source runs. */
    Map<String, String> debeziumSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        driverProperties().forEach((name, value) -> settings.put("database." + name, value));
        return settings;
    }
}
