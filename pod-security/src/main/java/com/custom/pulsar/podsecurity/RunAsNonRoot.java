package com.custom.pulsar.podsecurity;

/** Every container must run as another user than root, by its own word or the pod's. */
final class RunAsNonRoot implements Rule {

    private static final String FIELD = "runAsNonRoot";

    @Override
    public void judge(Pod pod, Report report) {
        Struct ofThePod = pod.securityContext();
        forbidFalse(ofThePod, report);
        for (Struct context : pod.containerSecurityContexts()) {
            forbidFalse(context, report);
            if (!context.has(FIELD) && !ofThePod.has(FIELD)) {
                report.forbid(context.path(FIELD), null, "true, here or in the pod's security context");
            }
        }
    }

    private static void forbidFalse(Struct context, Report report) {
        if (context.isFalse(FIELD)) {
            report.forbid(context.path(FIELD), false, "true");
        }
    }
}
