package com.custom.pulsar.podsecurity;

import static com.custom.pulsar.podsecurity.PodSecurityLevel.BASELINE;
import static com.custom.pulsar.podsecurity.PodSecurityLevel.RESTRICTED;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All controls of the Pod Security Standards and the versions that changed them. */
final class Controls {

    /**
     * What a control demands from one version on.
     *
     * @param since the minor version
     * @param overridden the baseline controls that are not judged where this one is
     */
    private record Revision(PodSecurityLevel level, int since, Control control, Set<String> overridden) {

        private static Revision baseline(String id, int since, Rule rule) {
            return new Revision(BASELINE, since, new Control(id, rule), Set.of());
        }

        private static Revision restricted(String id, int since, Rule rule, String... overridden) {
            return new Revision(RESTRICTED, since, new Control(id, rule), Set.of(overridden));
        }
    }

    /** In Kubernetes' order of messages; the revisions of a control stand together, oldest first. */
    private static final List<Revision> REVISIONS = List.of(
            Revision.baseline("appArmorProfile", 0, new AppArmor()),
            Revision.baseline("capabilities_baseline", 0, new BaselineCapabilities()),
            Revision.baseline("hostNamespaces", 0, new HostNamespaces()),
            Revision.baseline("hostPathVolumes", 0, new HostPathVolumes()),
            Revision.baseline("hostPorts", 0, new HostPorts()),
            Revision.baseline("hostProbesAndHostLifecycle", 34, new HostOfProbes()),
            Revision.baseline("privileged", 0, new Privileged()),
            Revision.baseline("procMount", 0, new ProcMount()),
            Revision.baseline("procMount", 35, new ProcMount().exceptFor(Pod::hasItsOwnUserNamespace)),
            Revision.baseline("seLinuxOptions", 0, SeLinux.SINCE_1_0),
            Revision.baseline("seLinuxOptions", 31, SeLinux.SINCE_1_31),
            Revision.baseline("seccompProfile_baseline", 0, new SeccompAnnotations()),
            Revision.baseline("seccompProfile_baseline", 19, new BaselineSeccomp()),
            Revision.baseline("sysctls", 0, Sysctls.SINCE_1_0),
            Revision.baseline("sysctls", 27, Sysctls.SINCE_1_27),
            Revision.baseline("sysctls", 29, Sysctls.SINCE_1_29),
            Revision.baseline("sysctls", 32, Sysctls.SINCE_1_32),
            Revision.baseline("sysctls", 37, Sysctls.SINCE_1_37),
            Revision.baseline("windowsHostProcess", 0, new WindowsHostProcess()),
            Revision.restricted("allowPrivilegeEscalation", 8, new PrivilegeEscalation()),
            Revision.restricted(
                    "allowPrivilegeEscalation", 25, new PrivilegeEscalation().exceptFor(Pod::runsOnWindows)),
            Revision.restricted("capabilities_restricted", 22, new RestrictedCapabilities(), "capabilities_baseline"),
            Revision.restricted(
                    "capabilities_restricted",
                    25,
                    new RestrictedCapabilities().exceptFor(Pod::runsOnWindows),
                    "capabilities_baseline"),
            Revision.restricted("procMount_restricted", 35, new ProcMount(), "procMount"),
            Revision.restricted("restrictedVolumes", 0, new RestrictedVolumes(), "hostPathVolumes"),
            Revision.restricted("runAsNonRoot", 0, new RunAsNonRoot()),
            Revision.restricted("runAsNonRoot", 35, new RunAsNonRoot().exceptFor(Pod::hasItsOwnUserNamespace)),
            Revision.restricted("runAsUser", 23, new RunAsUser()),
            Revision.restricted("runAsUser", 35, new RunAsUser().exceptFor(Pod::hasItsOwnUserNamespace)),
            Revision.restricted("seccompProfile_restricted", 19, new RestrictedSeccomp(), "seccompProfile_baseline"),
            Revision.restricted(
                    "seccompProfile_restricted",
                    25,
                    new RestrictedSeccomp().exceptFor(Pod::runsOnWindows),
                    "seccompProfile_baseline"));

    private Controls() {}

    /** The controls that a level judges by in a version, in Kubernetes' order. */
    static List<Control> of(PodSecurityLevel level, PodSecurityVersion version) {
        Map<String, Revision> inForce = new LinkedHashMap<>();
        for (Revision revision : REVISIONS) {
            if (revision.level().compareTo(level) <= 0 && revision.since() <= version.minor()) {
                inForce.put(revision.control().id(), revision);
            }
        }
        Set<String> overridden = inForce.values().stream()
                .flatMap(revision -> revision.overridden().stream())
                .collect(Collectors.toSet());
        return inForce.values().stream()
                .map(Revision::control)
                .filter(control -> !overridden.contains(control.id()))
                .toList();
    }

    /** The controls that a level judges by in any version. */
    static List<Control> ofEveryVersion(PodSecurityLevel level) {
        return PodSecurityVersion.all().stream()
                .flatMap(version -> of(level, version).stream())
                .distinct()
                .toList();
    }
}
