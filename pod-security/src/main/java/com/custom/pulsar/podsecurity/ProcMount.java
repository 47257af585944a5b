package com.custom.pulsar.podsecurity;

/** The masks over parts of {@code /proc} stay. */
final class ProcMount implements Rule {

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct context : pod.containerSecurityContexts()) {
            String procMount = context.text("procMount");
            if (procMount != null && !procMount.equals("Default")) {
                report.forbid(context.path("procMount"), procMount, "Default or unset");
            }
        }
    }
}
