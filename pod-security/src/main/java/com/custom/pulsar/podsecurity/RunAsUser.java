package com.custom.pulsar.podsecurity;

/** No container may be told to run as root. */
final class RunAsUser implements Rule {

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct context : pod.securityContexts()) {
            Long user = context.number("runAsUser");
            if (user != null && user == 0) {
                report.forbid(context.path("runAsUser"), user, "any number but 0, or unset");
            }
        }
    }
}
