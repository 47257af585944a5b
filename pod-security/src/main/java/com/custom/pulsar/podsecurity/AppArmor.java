package com.custom.pulsar.podsecurity;

import java.util.Set;

/** AppArmor must stay on: by annotation, which came first, and by field. */
final class AppArmor implements Rule {

    private static final String ANNOTATION_PREFIX = "container.apparmor.security.beta.kubernetes.io/";
    private static final Set<String> TYPES = Set.of("RuntimeDefault", "Localhost");

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct context : pod.securityContexts()) {
            context.struct("appArmorProfile").ifPresent(profile -> judgeProfile(profile, report));
        }
        pod.annotations().forEach((key, value) -> {
            if (key.startsWith(ANNOTATION_PREFIX) && !isAllowed(value)) {
                report.forbid(pod.annotationPath(key), value, "runtime/default or localhost/...");
            }
        });
    }

    private static void judgeProfile(Struct profile, Report report) {
        if (!TYPES.contains(profile.textOrEmpty("type"))) {
            report.forbid(profile.path("type"), profile.text("type"), "RuntimeDefault or Localhost");
        }
    }

    private static boolean isAllowed(String profile) {
        return profile.isEmpty() || profile.equals("runtime/default") || profile.startsWith("localhost/");
    }
}
