package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** No capability may be added beyond those that a container has anyway. */
final class BaselineCapabilities implements Rule {

    private static final SortedSet<String> ALLOWED = new TreeSet<>(List.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT"));

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct context : pod.containerSecurityContexts()) {
            AddedCapabilities.judge(context, ALLOWED, report);
        }
    }
}
