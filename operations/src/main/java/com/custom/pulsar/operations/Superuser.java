package com.custom.pulsar.operations;

import java.util.Optional;
import java.util.Set;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** Whether a connection's role may do everything in its Pulsar, which a tenant's should not. Asked with what only such roles may list. */
public final class Superuser {
    private static final Set<Integer> REFUSALS = Set.of(401, 403);

    private Superuser() {}

    /**
     * What is to be said of the role; empty where it is one with limits. An error where it is a superuser's.
     *
     * @throws OperationException if Pulsar does not answer
     */
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

    /**
     * Whether who asks may list the tenants.
     *
     * @throws OperationException if there is no answer: then nobody knows
     */
    static boolean listsTenants(PulsarAdmin admin) {
        try {
            var unused = admin.tenants().getTenants();
            return true;
        } catch (PulsarAdminException e) {
            if (REFUSALS.contains(e.getStatusCode())) {
                return false;
            }
            throw new OperationException(
                    "Pulsar at " + admin.getServiceUrl() + " does not say whether who asks is a superuser: "
                            + Failures.text(e) + "; see whether it runs, and try again",
                    e);
        }
    }
}
