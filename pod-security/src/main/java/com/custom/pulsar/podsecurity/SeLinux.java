package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Only the SELinux types made for containers, and no SELinux user or role. */
final class SeLinux implements Rule {

    static final SeLinux SINCE_1_0 = new SeLinux("container_t", "container_init_t", "container_kvm_t");
    static final SeLinux SINCE_1_31 =
            new SeLinux("container_t", "container_init_t", "container_kvm_t", "container_engine_t");

    private final Set<String> types;

    private SeLinux(String... types) {
        this.types = new TreeSet<>(List.of(types));
    }

    @Override
    public void judge(Pod pod, Report report) {
        for (Struct context : pod.securityContexts()) {
            Struct options = context.at("seLinuxOptions");
            String type = options.textOrEmpty("type");
            if (!type.isEmpty() && !types.contains(type)) {
                report.forbid(options.path("type"), type, "unset or one of " + String.join(", ", types));
            }
            forbid(options, "user", report);
            forbid(options, "role", report);
        }
    }

    private static void forbid(Struct options, String field, Report report) {
        String value = options.textOrEmpty(field);
        if (!value.isEmpty()) {
            report.forbid(options.path(field), value, "unset");
        }
    }
}
