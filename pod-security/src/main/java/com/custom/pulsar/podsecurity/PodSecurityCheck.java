package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.Map;

/**
 * Judges Kubernetes objects by the Pod Security Standards, with the verdict of Kubernetes' own admission code
 * ({@code k8s.io/pod-security-admission}, version 1.37) on the object as it is written, without the API server's defaults. So
 * a volume without a known source is forbidden by restricted.
 *
 * <p>A value that the API server would refuse to decode is a violation at every level, with the control
 * {@link PodSecurityViolation#MALFORMED}. A number with a fraction of zero is a whole number, as it is after Kubernetes' tools
 * have read it from YAML. Unknown fields, kinds that are not Kubernetes' own and versions of an API that are no longer served
 * are warnings.
 *
 * <p>Immutable and thread-safe.
 */
public final class PodSecurityCheck {

    private final List<Control> controls;

    public PodSecurityCheck(PodSecurityLevel level, PodSecurityVersion version) {
        this(Controls.of(level, version));
    }

    private PodSecurityCheck(List<Control> controls) {
        this.controls = controls;
    }

    /**
     * The check that allows what every version allows: its violations are those of all versions together, for each control those of
     * older versions first.
     */
    public static PodSecurityCheck ofEveryVersion(PodSecurityLevel level) {
        return new PodSecurityCheck(Controls.ofEveryVersion(level));
    }

    /**
     * The verdict on one object: a Pod, a workload with a pod template, or a list of objects. An object of a kind without
     * pods is allowed.
     *
     * @param object the object as a JSON or YAML parser gives it: maps with String keys, lists, Strings, Booleans, Numbers,
     *     null; never changed. Anything else in it, or a value of a type that the API server would refuse to decode, is a
     *     violation. Never throws.
     */
    public PodSecurityVerdict check(Map<String, ?> object) {
        return new Inspection(controls).verdictOn(object);
    }
}
