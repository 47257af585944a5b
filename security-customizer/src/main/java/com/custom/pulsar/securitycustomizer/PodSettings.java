package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.harden.HardeningPolicy;
import com.custom.pulsar.podsecurity.harden.PolicyField;
import com.custom.pulsar.podsecurity.harden.WritablePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the pods of functions get. Immutable.
 *
 * @param policy their security contexts, volumes, tokens and grace period
 * @param parts everything else
 */
record PodSettings(HardeningPolicy policy, PodParts parts) {
    // Measured with Pulsar 4.0.8: NAR files and native libraries go to /tmp, the package to /pulsar/download, and the
    // log of the
    // download, which is not needed but fails noisily without, to /pulsar/logs.
    private static final List<WritablePath> WRITTEN_BY_FUNCTIONS = List.of(
            new WritablePath("/tmp", "1Gi"),
            new WritablePath("/pulsar/download", "1Gi"),
            new WritablePath("/pulsar/logs", "64Mi"));
    // Pulsar sets 0, with which a source is killed before it can close.
    private static final long GRACE_PERIOD_SECONDS = 60;
    private static final PodSettings STANDARD = new PodSettings(
            HardeningPolicy.standard()
                    .with(PolicyField.WRITABLE_PATHS, WRITTEN_BY_FUNCTIONS)
                    .with(PolicyField.TERMINATION_GRACE_PERIOD_SECONDS, GRACE_PERIOD_SECONDS),
            new PodParts(Map.of()));

    /** The hardened default. */
    static PodSettings standard() {
        return STANDARD;
    }

    /**
     * With what an administrator gives. A field of the pod's context that is given replaces the default of the containers' field
     * of that name too, unless that is given as well: the default would keep it from having any effect.
     */
    PodSettings withAdministrators(GivenSettings given) {
        HardeningPolicy changed = policy;
        for (PolicyField field : policy.fields()) {
            Optional<Object> above = field.inherits().map(given.policy()::get).flatMap(value -> value);
            if (above.isPresent()
                    && !policy.isLimit(field)
                    && !given.policy().containsKey(field)
                    && !policy.value(field).equals(above)) {
                changed = changed.without(field);
            }
        }
        return new PodSettings(changed, parts).with(given);
    }

    /** With what is given, field by field. */
    PodSettings with(GivenSettings given) {
        HardeningPolicy changed = policy;
        for (Map.Entry<PolicyField, Optional<Object>> entry : given.policy().entrySet()) {
            changed = entry.getValue().isPresent()
                    ? changed.with(entry.getKey(), entry.getValue().get())
                    : changed.without(entry.getKey());
        }
        return new PodSettings(changed, parts.with(given.own()));
    }
}
