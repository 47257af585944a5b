package com.custom.pulsar.podsecurity;

import java.util.List;

/**
 * What the check found in one object.
 *
 * @param violations the values that the level does not allow, in Kubernetes' order of controls; at most 1000 of each control
 * @param warnings what does not change the verdict but is likely not meant, such as unknown fields, as sentences that begin
 *     with the path
 */
public record PodSecurityVerdict(List<PodSecurityViolation> violations, List<String> warnings) {

    public PodSecurityVerdict {
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
    }

    /** Whether Kubernetes' admission would let the object's pods in. */
    public boolean allowed() {
        return violations.isEmpty();
    }
}
