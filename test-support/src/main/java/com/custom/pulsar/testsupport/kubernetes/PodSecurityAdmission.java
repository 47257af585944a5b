package com.custom.pulsar.testsupport.kubernetes;

import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVerdict;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import com.custom.pulsar.podsecurity.PodSecurityViolation;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Refuses pods that the {@code pod-security.kubernetes.io/enforce} label of their namespace does not allow. Like the real one
 * it lets every StatefulSet in: only pods are enforced.
 */
final class PodSecurityAdmission {
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
    private static final String ENFORCE_VERSION = ENFORCE + "-version";

    private PodSecurityAdmission() {}

    /** @throws ApiFailure if the namespace's level does not allow the pod */
    static void admit(Map<String, Object> namespace, Map<String, Object> pod) {
        Map<String, Object> labels = JsonObject.map(namespace, "metadata", "labels");
        if (!(labels.get(ENFORCE) instanceof String level)) {
            return;
        }
        String version = labels.get(ENFORCE_VERSION) instanceof String text ? text : "latest";
        PodSecurityVerdict verdict =
                new PodSecurityCheck(PodSecurityLevel.parse(level), PodSecurityVersion.parse(version)).check(pod);
        if (!verdict.allowed()) {
            throw ApiFailure.forbidden(
                    ApiResource.PODS,
                    JsonObject.text(pod, "metadata", "name"),
                    "violates PodSecurity \"" + level + ":" + version + "\": "
                            + verdict.violations().stream()
                                    .map(PodSecurityViolation::toString)
                                    .collect(Collectors.joining("; ")));
        }
    }
}
