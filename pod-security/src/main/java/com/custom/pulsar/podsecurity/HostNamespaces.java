package com.custom.pulsar.podsecurity;

import java.util.List;

/** The node's network, process and IPC namespaces stay the node's. */
final class HostNamespaces implements Rule {

    private static final List<String> FIELDS = List.of("hostNetwork", "hostPID", "hostIPC");

    @Override
    public void judge(Pod pod, Report report) {
        for (String field : FIELDS) {
            if (pod.spec().isTrue(field)) {
                report.forbid(pod.spec().path(field), true, "false or unset");
            }
        }
    }
}
