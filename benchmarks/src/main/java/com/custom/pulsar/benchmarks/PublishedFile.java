package com.custom.pulsar.benchmarks;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/**
 * One published file that is used as it is, from the local Maven repository or the ones that the user's settings name.
 *
 * @param coordinates {@code group:artifact:extension:version}
 * @param sha512 in lower-case hexadecimal
 */
record PublishedFile(String coordinates, String sha512) {
    /** @throws BenchmarkException if it cannot be had, or is not the pinned one */
    Path fetch() {
        ContextOverrides overrides = ContextOverrides.create()
                .withUserSettings(true)
                // Some mirrors serve no checksums; what counts is the pinned one.
                .checksumPolicy(ContextOverrides.ChecksumPolicy.IGNORE)
                .build();
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            Path file = context.repositorySystem()
                    .resolveArtifact(
                            context.repositorySystemSession(),
                            new ArtifactRequest(new DefaultArtifact(coordinates), context.remoteRepositories(), null))
                    .getArtifact()
                    .getFile()
                    .toPath();
            if (!sha512(file).equals(sha512)) {
                throw new BenchmarkException(
                        file + " is not " + coordinates + " as it was published (its SHA-512 differs): delete it");
            }
            return file;
        } catch (ArtifactResolutionException e) {
            throw new BenchmarkException(
                    "Cannot fetch " + coordinates + " from the Maven repositories: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BenchmarkException("Cannot read " + coordinates + ": " + e.getMessage(), e);
        }
    }

    private static String sha512(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-512"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-512", e);
        }
    }
}
