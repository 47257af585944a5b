package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Only the sysctls that are the pod's own and harm nobody else. */
final class Sysctls implements Rule {

    static final Sysctls SINCE_1_0 = new Sysctls(
            Set.of(),
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.ping_group_range",
            "net.ipv4.tcp_syncookies");
    static final Sysctls SINCE_1_27 = new Sysctls(SINCE_1_0.allowed, "net.ipv4.ip_local_reserved_ports");
    static final Sysctls SINCE_1_29 = new Sysctls(
            SINCE_1_27.allowed,
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_keepalive_time");
    static final Sysctls SINCE_1_32 = new Sysctls(SINCE_1_29.allowed, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem");
    static final Sysctls SINCE_1_37 =
            new Sysctls(SINCE_1_32.allowed, "net.ipv4.tcp_notsent_lowat", "net.ipv4.tcp_slow_start_after_idle");

    private final Set<String> allowed;

    private Sysctls(Set<String> before, String... added) {
        this.allowed = new TreeSet<>(before);
        this.allowed.addAll(List.of(added));
    }

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct sysctl : pod.securityContext().structs("sysctls")) {
            if (!allowed.contains(sysctl.textOrEmpty("name"))) {
                report.forbid(sysctl.path("name"), sysctl.text("name"), "one of " + String.join(", ", allowed));
            }
        }
    }
}
