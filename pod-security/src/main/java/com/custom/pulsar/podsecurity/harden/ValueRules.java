package com.custom.pulsar.podsecurity.harden;

import static com.custom.pulsar.podsecurity.harden.PolicyField.TERMINATION_GRACE_PERIOD_SECONDS;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The values that Kubernetes' validation, the kubelet or the container runtime would refuse on their own, whatever else the
 * policy has.
 */
final class ValueRules {
    private static final long LARGEST_ID = Integer.MAX_VALUE;
    private static final int LONGEST_SYSCTL = 253;
    private static final int LONGEST_SUBDOMAIN = 253;
    private static final int LONGEST_PROFILE = 4_095;
    private static final int LARGEST_CREDENTIAL_SPEC = 64 * 1_024;

    private static final Pattern SYSCTL =
            Pattern.compile("(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?");
    /** Those that belong to a pod's own namespaces; the kubelet refuses all others. */
    private static final Pattern SYSCTL_OF_A_POD =
            Pattern.compile("kernel[./](?:shm.*|msg.*|sem)|fs[./]mqueue[./].*|net[./].*");

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern WINDOWS_USER = Pattern.compile(
            "(?:[^\\\\/:*?\"<>|\\p{Cntrl}]{1,255}\\\\)?" + "(?![. ]+$)[^\"/\\\\:;|=,+*?<>@\\[\\]\\p{Cntrl}]{1,104}");

    /** Linux 6; a container runtime fails to start a container with any other name. */
    private static final Set<String> CAPABILITIES = Set.of(
            Ordering.ALL,
            "AUDIT_CONTROL",
            "AUDIT_READ",
            "AUDIT_WRITE",
            "BLOCK_SUSPEND",
            "BPF",
            "CHECKPOINT_RESTORE",
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "IPC_LOCK",
            "IPC_OWNER",
            "KILL",
            "LEASE",
            "LINUX_IMMUTABLE",
            "MAC_ADMIN",
            "MAC_OVERRIDE",
            "MKNOD",
            "NET_ADMIN",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_RAW",
            "PERFMON",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYSLOG",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_CHROOT",
            "SYS_MODULE",
            "SYS_NICE",
            "SYS_PACCT",
            "SYS_PTRACE",
            "SYS_RAWIO",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "WAKE_ALARM");

    private ValueRules() {}

    /** What is wrong with the value, as sentences that begin with the field. */
    static List<String> problems(PolicyField field, Object value) {
        List<String> problems = new ArrayList<>();
        Consumer<String> problem = text -> problems.add(field.path() + ": " + text);
        switch (field.type()) {
            case INTEGER -> number(field, (Long) value, problem);
            case INTEGER_LIST -> ((Collection<?>) value).forEach(id -> id((Long) id, problem));
            case TEXT_LIST -> ((Collection<?>) value).forEach(name -> capability((String) name, problem));
            case SYSCTLS -> ((Map<?, ?>) value).forEach((name, setting) -> sysctl((String) name, problem));
            case TEXT -> text(field, (String) value, problem);
            case WRITABLE_PATHS -> paths((Collection<?>) value, problem);
            case BOOLEAN, CHOICE -> {}
        }
        return problems;
    }

    private static void number(PolicyField field, long number, Consumer<String> problem) {
        if (field != TERMINATION_GRACE_PERIOD_SECONDS) {
            id(number, problem);
        } else if (number < 0) {
            problem.accept(number + " is negative; it must be 0 seconds or more");
        }
    }

    private static void id(long id, Consumer<String> problem) {
        if (id < 0 || id > LARGEST_ID) {
            problem.accept(id + " is no id that Kubernetes takes; it must be between 0 and " + LARGEST_ID);
        }
    }

    private static void capability(String name, Consumer<String> problem) {
        if (!CAPABILITIES.contains(name)) {
            problem.accept("'" + name + "' is no capability; write the kernel's name in upper case and without CAP_,"
                    + " such as NET_RAW, or ALL");
        }
    }

    private static void sysctl(String name, Consumer<String> problem) {
        if (name.length() > LONGEST_SYSCTL || !SYSCTL.matcher(name).matches()) {
            problem.accept("'" + name + "' is no name of a kernel parameter, such as net.ipv4.tcp_syncookies");
        } else if (!SYSCTL_OF_A_POD.matcher(name).matches()) {
            problem.accept(
                    "'" + name + "' is a parameter of the whole node, which the kubelet refuses; a pod has its own of"
                            + " kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.* and net.*");
        }
    }

    private static void text(PolicyField field, String text, Consumer<String> problem) {
        if (text.isBlank()) {
            problem.accept("is empty; give a value, or leave the field out");
            return;
        }
        switch (field) {
            case POD_SECCOMP_LOCALHOST_PROFILE, CONTAINER_SECCOMP_LOCALHOST_PROFILE -> {
                if (text.startsWith("/") || List.of(text.split("/", -1)).contains("..")) {
                    problem.accept("'" + text + "' must be a path below the kubelet's directory of profiles,"
                            + " without '..', such as profiles/function.json");
                }
            }
            case POD_APP_ARMOR_LOCALHOST_PROFILE, CONTAINER_APP_ARMOR_LOCALHOST_PROFILE -> {
                if (!text.strip().equals(text) || text.length() > LONGEST_PROFILE) {
                    problem.accept(
                            "'" + text + "' must be the name of a profile, without spaces around it and of at most "
                                    + LONGEST_PROFILE + " characters");
                }
            }
            case POD_WINDOWS_GMSA_CREDENTIAL_SPEC_NAME, CONTAINER_WINDOWS_GMSA_CREDENTIAL_SPEC_NAME -> {
                if (text.length() > LONGEST_SUBDOMAIN
                        || !SUBDOMAIN.matcher(text).matches()) {
                    problem.accept("'" + text + "' must be the name of a Kubernetes object: lower case letters, digits,"
                            + " '-' and '.'");
                }
            }
            case POD_WINDOWS_GMSA_CREDENTIAL_SPEC, CONTAINER_WINDOWS_GMSA_CREDENTIAL_SPEC -> {
                if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST_CREDENTIAL_SPEC) {
                    problem.accept("is larger than 64 KiB");
                }
            }
            case POD_WINDOWS_RUN_AS_USER_NAME, CONTAINER_WINDOWS_RUN_AS_USER_NAME -> {
                if (!WINDOWS_USER.matcher(text).matches()) {
                    problem.accept("'" + text + "' must be USER or DOMAIN\\USER");
                }
            }
            default -> {}
        }
    }

    private static void paths(Collection<?> paths, Consumer<String> problem) {
        Set<String> seen = new HashSet<>();
        for (Object each : paths) {
            WritablePath path = (WritablePath) each;
            if (!seen.add(path.path())) {
                problem.accept(path.path() + " is there more than once; Kubernetes refuses two mounts at one path");
            }
        }
    }
}
