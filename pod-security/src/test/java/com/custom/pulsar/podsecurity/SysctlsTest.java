package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.Manifest.baseline;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SysctlsTest {

    private static String pod(String sysctl) {
        return "{kind: Pod, spec: {securityContext: {sysctls: [{name: " + sysctl + ", value: '1'}]}}}";
    }

    @ParameterizedTest
    @CsvSource({
        "kernel.shm_rmid_forced, 0",
        "net.ipv4.ip_local_port_range, 0",
        "net.ipv4.ip_unprivileged_port_start, 0",
        "net.ipv4.ping_group_range, 0",
        "net.ipv4.tcp_syncookies, 0",
        "net.ipv4.ip_local_reserved_ports, 27",
        "net.ipv4.tcp_keepalive_time, 29",
        "net.ipv4.tcp_fin_timeout, 29",
        "net.ipv4.tcp_keepalive_intvl, 29",
        "net.ipv4.tcp_keepalive_probes, 29",
        "net.ipv4.tcp_rmem, 32",
        "net.ipv4.tcp_wmem, 32",
        "net.ipv4.tcp_slow_start_after_idle, 37",
        "net.ipv4.tcp_notsent_lowat, 37"
    })
    void allowsThePodsOwnSinceTheVersionThatFoundThemSafe(String sysctl, int since) {
        for (PodSecurityVersion version : PodSecurityVersion.all()) {
            assertThat(baseline(version.toString(), pod(sysctl)))
                    .as("%s in %s", sysctl, version)
                    .hasSize(version.minor() < since ? 1 : 0);
        }
    }

    @Test
    void forbidsAllOthersAndSaysWhichAreAllowed() {
        assertThat(baseline("1.26", pod("kernel.msgmax")))
                .containsExactly("sysctls: spec.securityContext.sysctls[0].name is \"kernel.msgmax\", allowed: one of"
                        + " kernel.shm_rmid_forced, net.ipv4.ip_local_port_range, net.ipv4.ip_unprivileged_port_start,"
                        + " net.ipv4.ping_group_range, net.ipv4.tcp_syncookies");
    }

    @Test
    void forbidsASysctlWithoutAName() {
        assertThat(baseline("{kind: Pod, spec: {securityContext: {sysctls: [null]}}}"))
                .singleElement()
                .asString()
                .startsWith("sysctls: spec.securityContext.sysctls[0].name is not set");
    }
}
