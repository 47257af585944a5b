package com.custom.pulsar.operations;

import java.util.List;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** The code that Pulsar's package management keeps of uploaded components, also of those that are gone. */
final class StoredPackages {
    private StoredPackages() {}

    static void delete(PulsarAdmin admin, String type, String tenant, String namespace, String name)
            throws PulsarAdminException {
        String packageName = type + "://" + tenant + "/" + namespace + "/" + name;
        try {
            delete(admin, packageName, admin.packages().listPackageVersions(packageName));
        } catch (PulsarAdminException e) {
            // 404: nothing is kept. 503: this Pulsar keeps no packages.
            if (e.getStatusCode() != 404 && e.getStatusCode() != 503) {
                throw e;
            }
        }
    }

    /** Deletes these versions; one that is gone already is passed over. */
    static void delete(PulsarAdmin admin, String packageName, List<String> versions) throws PulsarAdminException {
        for (String version : versions) {
            try {
                admin.packages().delete(packageName + "@" + version);
            } catch (PulsarAdminException e) {
                // 500 of this kind: 4.0.8 still lists what it has deleted.
                boolean gone = e.getStatusCode() == 404 || Failures.text(e).contains("Failed to delete file");
                if (!gone) {
                    throw e;
                }
            }
        }
    }
}
