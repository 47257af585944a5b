package com.custom.pulsar.podsecurity;

import java.util.Optional;

/** Every container must have a seccomp profile, its own or the pod's. */
final class RestrictedSeccomp implements Rule {

    @Override
    public void judge(Pod pod, Report report) {
        Optional<SeccompProfile> ofThePod = SeccompProfile.of(pod.securityContext());
        ofThePod.ifPresent(profile -> profile.forbidUnlessAllowed(report));
        for (Struct context : pod.containerSecurityContexts()) {
            Optional<SeccompProfile> own = SeccompProfile.of(context);
            own.ifPresent(profile -> profile.forbidUnlessAllowed(report));
            if (own.isEmpty() && ofThePod.isEmpty()) {
                report.forbid(
                        context.path().fields("seccompProfile", "type"),
                        null,
                        "RuntimeDefault or Localhost, here or in the pod's security context");
            }
        }
    }
}
