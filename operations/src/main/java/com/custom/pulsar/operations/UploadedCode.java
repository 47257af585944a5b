package com.custom.pulsar.operations;

import java.nio.file.Path;
import java.util.List;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.packages.management.core.common.PackageMetadata;

/*
 * Where a functions worker keeps code in Pulsar's package management (functionsWorkerEnablePackageManagement), Pulsar 4.0.8 answers an
 * update that brings a file with "Updated successfully" and stores the code that it had: it prefers the stored package to the file.
 * So the file is stored by us, as a version of its own, and the update names that.
 */
/** The new code of a component that Pulsar has, for an update. */
final class UploadedCode {
    private static final int DIGEST_LENGTH = 16;

    private final PulsarAdmin admin;
    private final String packageName;
    private final Artifact artifact;

    /** @param type {@code source} or {@code function} */
    UploadedCode(PulsarAdmin admin, String type, String tenant, String namespace, String name, Artifact artifact) {
        this.admin = admin;
        this.packageName = type + "://" + tenant + "/" + namespace + "/" + name;
        this.artifact = artifact;
    }

    /** How an update is asked for. */
    interface Update {
        void withFile(Path file) throws PulsarAdminException;

        void withUrl(String url) throws PulsarAdminException;
    }

    void update(Update update) throws PulsarAdminException {
        List<String> versions = versions();
        if (versions.isEmpty()) {
            update.withFile(artifact.file());
            return;
        }
        // Never a version that was there before: 4.0.8 lists what it has deleted.
        String version = artifact.digest().substring(0, DIGEST_LENGTH) + "-" + System.currentTimeMillis();
        String stored = packageName + "@" + version;
        admin.packages()
                .upload(
                        PackageMetadata.builder().description("Pulsar CDC").build(),
                        stored,
                        artifact.file().toString());
        update.withUrl(stored);
        StoredPackages.delete(admin, packageName, versions);
    }

    /** Empty where the worker keeps its code otherwise. */
    private List<String> versions() throws PulsarAdminException {
        try {
            return admin.packages().listPackageVersions(packageName);
        } catch (PulsarAdminException e) {
            // 404: nothing is kept. 503, 405: this Pulsar keeps no packages.
            if (e.getStatusCode() == 404 || e.getStatusCode() == 503 || e.getStatusCode() == 405) {
                return List.of();
            }
            throw e;
        }
    }
}
