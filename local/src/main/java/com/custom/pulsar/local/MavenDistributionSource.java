package com.custom.pulsar.local;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ResolutionErrorPolicy;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;

/**
 * Maven repositories, as the user's {@code settings.xml} names them (mirrors, proxies and credentials included); a file
 * that is in the local repository already is taken from there.
 */
final class MavenDistributionSource implements DistributionSource {
    @Override
    public Path fetch(Distribution distribution, FetchProgress progress) {
        ContextOverrides overrides = ContextOverrides.create()
                .withUserSettings(true)
                // Some mirrors serve no checksums; what counts is the pinned one, which the store checks.
                .checksumPolicy(ContextOverrides.ChecksumPolicy.IGNORE)
                .transferListener(listener(distribution, progress))
                .build();
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            ArtifactRequest request = new ArtifactRequest(
                    new DefaultArtifact(distribution.coordinates()), context.remoteRepositories(), null);
            Path repository = context.repositorySystemSession()
                    .getLocalRepository()
                    .getBasedir()
                    .toPath();
            try {
                return context.repositorySystem()
                        .resolveArtifact(forgetful(context.repositorySystemSession()), request)
                        .getArtifact()
                        .getFile()
                        .toPath();
            } catch (ArtifactResolutionException e) {
                throw cannotFetch(distribution, repository, e);
            }
        }
    }

    /** Else Maven would not ask again for a day for what a repository did not have once. */
    private static RepositorySystemSession forgetful(RepositorySystemSession session) {
        return new DefaultRepositorySystemSession(session)
                .setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(ResolutionErrorPolicy.CACHE_DISABLED));
    }

    private static LocalRunException cannotFetch(
            Distribution distribution, Path repository, ArtifactResolutionException error) {
        String what = "Cannot fetch " + distribution.displayName() + " from the Maven repositories: ";
        if (FileTrouble.isFullDisk(repository, error)) {
            return new LocalRunException(
                    what + "the disk of the local repository " + repository + " is full. Make "
                            + megabytes(distribution) + " MB free there and run the command again.",
                    error);
        }
        return new LocalRunException(
                what + rootMessage(error)
                        + ". Run the command again; if it fails again, check the network, and mirror and proxy in"
                        + " ~/.m2/settings.xml, or put the file into the local repository on another way:"
                        + " mvn dependency:get -Dtransitive=false -Dartifact="
                        + mavenArgument(distribution.coordinates()),
                error);
    }

    private static long megabytes(Distribution distribution) {
        return distribution.bytes() / 1_000_000 + 1;
    }

    private static AbstractTransferListener listener(Distribution distribution, FetchProgress progress) {
        return new AbstractTransferListener() {
            @Override
            public void transferProgressed(TransferEvent event) {
                // Checksum files are transferred through the same listener.
                if (event.getResource().getContentLength() >= distribution.bytes()) {
                    progress.transferred(distribution, event.getTransferredBytes(), distribution.bytes());
                }
            }
        };
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    /** Maven's command line wants {@code group:artifact:version:extension:classifier}. */
    static String mavenArgument(String coordinates) {
        String[] parts = coordinates.split(":", -1);
        String argument = parts[0] + ":" + parts[1] + ":" + parts[parts.length - 1] + ":" + parts[2];
        return parts.length == 5 ? argument + ":" + parts[3] : argument;
    }
}
