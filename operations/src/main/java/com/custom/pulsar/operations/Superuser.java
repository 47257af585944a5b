package com.custom.pulsar.operations;

import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** Whether a connection's role may do everything in its Pulsar, which a tenant's should not. Asked with what only such roles may list. */
public final class Superuser {
    private Superuser() {}

    /** What is to be said of the role; empty where it is one with limits. An error where it is a superuser's. */
    public static Optional<Finding> finding(PulsarConnection pulsar) {
        if (!listsTenants(pulsar.admin())) {
            return Optional.empty();
        }
        return pulsar.token().isPresent() && pulsar.asksWhoIsThere()
                ? Optional.of(Finding.error(
                        pulsar.token().get().who() + " is a superuser of this Pulsar",
                        "have a token made for a role with no more than " + PulsarRights.ACTIONS
                                + " on the pipeline's namespace, or say --allow-superuser"))
                : Optional.of(Finding.warning(
                        "this Pulsar asks nobody who he is: whoever reaches it may do everything",
                        "the platform engineer turns authentication and authorization on"));
    }

    private static boolean listsTenants(PulsarAdmin admin) {
        try {
            var unused = admin.tenants().getTenants();
            return true;
        } catch (PulsarAdminException e) {
            return false;
        }
    }
}
