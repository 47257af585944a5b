package com.custom.pulsar.podsecurity;

/** No process may gain more privileges than its parent, and every container must say so. */
final class PrivilegeEscalation implements Rule {

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct context : pod.containerSecurityContexts()) {
            if (!context.isFalse("allowPrivilegeEscalation")) {
                report.forbid(
                        context.path("allowPrivilegeEscalation"), context.bool("allowPrivilegeEscalation"), "false");
            }
        }
    }
}
