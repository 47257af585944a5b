package com.custom.pulsar.podsecurity;

import java.util.Optional;
import java.util.Set;

/**
 * What a security context says about seccomp.
 *
 * @param isAllowed whether the profile is one that both levels allow
 */
record SeccompProfile(Struct profile, boolean isAllowed) {

    private static final String ALLOWED = "RuntimeDefault or Localhost";
    private static final Set<String> TYPES = Set.of("RuntimeDefault", "Localhost");

    /** The profile, or empty where the context has none. */
    static Optional<SeccompProfile> of(Struct securityContext) {
        return securityContext
                .struct("seccompProfile")
                .map(profile -> new SeccompProfile(profile, TYPES.contains(profile.textOrEmpty("type"))));
    }

    void forbidUnlessAllowed(Rule.Report report) {
        if (!isAllowed) {
            report.forbid(profile.path("type"), profile.text("type"), ALLOWED);
        }
    }
}
