package com.custom.pulsar.operations;

import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** The code that Pulsar's package management keeps of uploaded components, also of those that are gone. */
final class StoredPackages {
    private StoredPackages() {}

    static void delete(PulsarAdmin admin, String type, String tenant, String namespace, String name)
            throws PulsarAdminException {
        String packageName = type + "://" + tenant + "/" + namespace + "/" + name;
        try {
            for (String version : admin.packages().listPackageVersions(packageName)) {
                admin.packages().delete(packageName + "@" + version);
            }
        } catch (PulsarAdminException e) {
            // 404: nothing is kept. 503: this Pulsar keeps no packages. 500 of this kind: 4.0.8 still lists what it has
            // deleted.
            boolean gone = e.getStatusCode() == 404
                    || e.getStatusCode() == 503
                    || Failures.text(e).contains("Failed to delete file");
            if (!gone) {
                throw e;
            }
        }
    }
}
