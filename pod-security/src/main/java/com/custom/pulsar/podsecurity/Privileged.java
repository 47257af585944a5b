package com.custom.pulsar.podsecurity;

/** No container may be privileged. */
final class Privileged implements Rule {

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct context : pod.containerSecurityContexts()) {
            if (context.isTrue("privileged")) {
                report.forbid(context.path("privileged"), true, "false or unset");
            }
        }
    }
}
