package com.custom.pulsar.podsecurity;

/** Seccomp must not be switched off. */
final class BaselineSeccomp implements Rule {

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct context : pod.securityContexts()) {
            SeccompProfile.of(context).ifPresent(profile -> profile.forbidUnlessAllowed(report));
        }
    }
}
