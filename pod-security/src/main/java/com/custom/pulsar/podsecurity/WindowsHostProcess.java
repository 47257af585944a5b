package com.custom.pulsar.podsecurity;

/** No container may be a process of a Windows node. */
final class WindowsHostProcess implements Rule {

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct context : pod.securityContexts()) {
            Struct options = context.at("windowsOptions");
            if (options.isTrue("hostProcess")) {
                report.forbid(options.path("hostProcess"), true, "false or unset");
            }
        }
    }
}
