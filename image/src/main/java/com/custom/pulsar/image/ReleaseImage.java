package com.custom.pulsar.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command line of an unpacked release as a container image: the same release on the same base gives the same digest. Its entry point is
 * Java itself, so that the base needs no shell; it runs as a numeric user without a name, to whom nothing of it belongs, and writes
 * nothing outside {@code /tmp} and what is mounted.
 *
 * @param release      the folder that the tarball has
 * @param base         {@code NAME:TAG}, {@code NAME@sha256:DIGEST}, or {@code tar://FILE} as {@code docker save} writes it
 * @param architecture which one of a base that has several, as images name it: {@code amd64}, {@code arm64}
 * @param created      when the image says that it was made
 */
record ReleaseImage(Path release, String base, String architecture, String version, Instant created) {
    private static final AbsoluteUnixPath HOME = AbsoluteUnixPath.get("/opt/pulsar-cdc");
    private static final AbsoluteUnixPath WORK = AbsoluteUnixPath.get("/work");
    private static final String USER = "10000:10000";
    private static final List<String> CONTENT = List.of(
            "LICENSE",
            "NOTICE",
            "THIRD-PARTY.txt",
            "connectors",
            "customizer",
            "deploy",
            "examples",
            "functions",
            "java.options",
            "lib",
            "licenses");
    private static final Pattern OWN_JAR = Pattern.compile("pulsar-(cdc|security-customizer)-.*");
    private static final String TAR = "tar://";

    ReleaseImage {
        for (String name : CONTENT) {
            if (!Files.exists(release.resolve(name))) {
                throw new IllegalArgumentException(release + " is no unpacked release: it has no " + name
                        + "; build the tarball and unpack it there");
            }
        }
        if (base.startsWith(TAR) && !Files.isRegularFile(Path.of(base.substring(TAR.length())))) {
            throw new IllegalArgumentException("the base image " + base
                    + " is no file: name one that docker save has written, or an image as NAME@sha256:DIGEST");
        }
    }

    /** Called by the build with the components and the file to write. */
    public static void main(String... arguments) throws Exception {
        ReleaseImage image = new ReleaseImage(
                Path.of(arguments[0]), arguments[1], arguments[2], arguments[3], Instant.parse(arguments[4]));
        Path tar = Path.of(arguments[5]);
        if (!image.isPinned()) {
            System.err.println(image.base + " is not pinned: another image may stand behind that name tomorrow."
                    + " For the same image each time give it as NAME@sha256:DIGEST");
        }
        System.out.println(
                tar + ": " + image.name() + ", digest " + image.write(tar, tar.resolveSibling("image-cache")));
    }

    String name() {
        return "pulsar-cdc:" + version;
    }

    /** Whether the base is the same image each time. */
    boolean isPinned() {
        return base.startsWith(TAR) || base.contains("@sha256:");
    }

    /**
     * Writes the image as {@code docker load} and its like take it.
     *
     * @param cache a folder for layers, made if it is missing
     * @return the digest of the image's manifest
     * @throws IOException if the base image cannot be had, with the reason, or the file cannot be written
     */
    DescriptorDigest write(Path tar, Path cache) throws IOException, InterruptedException {
        try {
            return builder()
                    .setPlatforms(Set.of(new Platform(architecture, "linux")))
                    .setFileEntriesLayers(
                            layer("libraries", file -> !isOwn(file)), layer("pulsar-cdc", ReleaseImage::isOwn))
                    .setEntrypoint(
                            "java",
                            "@" + HOME + "/java.options",
                            "-Dpulsar.cdc.home=" + HOME,
                            "-Dpulsar.cdc.examples=" + HOME + "/examples",
                            "-cp",
                            HOME + "/lib/*",
                            "com.custom.pulsar.cli.PulsarCdc")
                    .setProgramArguments("--help")
                    .setUser(USER)
                    .setWorkingDirectory(WORK)
                    .setCreationTime(created)
                    .setLabels(Map.of(
                            "org.opencontainers.image.title", "Pulsar CDC",
                            "org.opencontainers.image.version", version,
                            "org.opencontainers.image.licenses", "Apache-2.0"))
                    .containerize(Containerizer.to(TarImage.at(tar).named(name()))
                            .setBaseImageLayersCache(cache.resolve("base"))
                            .setApplicationLayersCache(cache.resolve("release"))
                            .setToolName("pulsar-cdc"))
                    .getDigest();
        } catch (InvalidImageReferenceException e) {
            throw new IOException(
                    "the base image " + base
                            + " has no name that an image can have: give NAME:TAG, NAME@sha256:DIGEST or tar://FILE",
                    e);
        } catch (RegistryException | ExecutionException | CacheDirectoryCreationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "no image from the base image " + base + ": " + cause.getMessage()
                            + "; check its name, the network and what"
                            + " docker login has stored, or give a local one as tar://FILE",
                    e);
        }
    }

    private JibContainerBuilder builder() throws InvalidImageReferenceException {
        if (base.startsWith(TAR)) {
            return Jib.from(base);
        }
        CredentialRetrieverFactory credentials =
                CredentialRetrieverFactory.forImage(ImageReference.parse(base), event -> {});
        return Jib.from(RegistryImage.named(base)
                .addCredentialRetriever(credentials.dockerConfig())
                .addCredentialRetriever(credentials.wellKnownCredentialHelpers()));
    }

    /** What changes seldom is a layer of its own, which is sent once for many releases. */
    private FileEntriesLayer layer(String name, Predicate<Path> which) throws IOException {
        FileEntriesLayer.Builder layer =
                FileEntriesLayer.builder().setName(name).addEntry(release, WORK);
        for (String part : CONTENT) {
            try (Stream<Path> files = Files.walk(release.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    Path place = release.relativize(file);
                    if (which.test(place)) {
                        layer.addEntry(file, HOME.resolve(place.toString()));
                    }
                }
            }
        }
        return layer.build();
    }

    private static boolean isOwn(Path file) {
        return !file.startsWith("lib")
                || OWN_JAR.matcher(file.getFileName().toString()).matches();
    }
}
