package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.Set;

/** Every container must drop all capabilities and may add one. */
final class RestrictedCapabilities implements Rule {

    private static final Set<String> ADDABLE = Set.of("NET_BIND_SERVICE");

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct context : pod.containerSecurityContexts()) {
            Struct capabilities = context.at("capabilities");
            List<String> dropped = capabilities.texts("drop");
            if (dropped == null || !dropped.contains("ALL")) {
                report.forbid(capabilities.path("drop"), dropped, "a list with ALL");
            }
            AddedCapabilities.judge(context, ADDABLE, report);
        }
    }
}
