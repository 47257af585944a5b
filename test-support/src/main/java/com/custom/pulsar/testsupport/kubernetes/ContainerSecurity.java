package com.custom.pulsar.testsupport.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * As whom a container's process runs and what is taken from it: what its own security context says, else its pod's, else the
 * image.
 *
 * @param group the primary group
 * @param volumeGroup the pod's {@code fsGroup}: a supplementary group of the process, and the owner of its volumes
 */
record ContainerSecurity(
        long user,
        long group,
        OptionalLong volumeGroup,
        boolean dropsAllCapabilities,
        boolean escalates,
        boolean readOnlyRoot) {
    private static final String CONTEXT = "securityContext";

    /** @throws IllegalArgumentException for what a kubelet refuses, or this sandbox does not do */
    static ContainerSecurity of(Map<String, Object> podSpec, Map<String, Object> container) {
        long user = number(podSpec, container, "runAsUser").orElse(PulsarImage.USER);
        if (user == 0) {
            throw new IllegalArgumentException("runAsUser: 0; the sandbox runs no container as root");
        }
        if (!JsonObject.texts(container, CONTEXT, "capabilities", "add").isEmpty()
                || Boolean.TRUE.equals(JsonObject.at(container, CONTEXT, "privileged"))) {
            throw new IllegalArgumentException("securityContext: the sandbox gives no capabilities");
        }
        return new ContainerSecurity(
                user,
                number(podSpec, container, "runAsGroup").orElse(PulsarImage.GROUP),
                number(JsonObject.at(podSpec, CONTEXT, "fsGroup")),
                JsonObject.texts(container, CONTEXT, "capabilities", "drop").contains("ALL"),
                !Boolean.FALSE.equals(JsonObject.at(container, CONTEXT, "allowPrivilegeEscalation")),
                Boolean.TRUE.equals(JsonObject.at(container, CONTEXT, "readOnlyRootFilesystem")));
    }

    /** The command that starts a program so; the program itself is to follow. */
    List<String> launcher() {
        List<String> words = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + group));
        words.add(volumeGroup.isPresent() ? "--groups=" + volumeGroup.getAsLong() : "--clear-groups");
        if (dropsAllCapabilities) {
            words.addAll(List.of("--inh-caps=-all", "--bounding-set=-all"));
        }
        if (!escalates) {
            words.add("--no-new-privs");
        }
        // The change of user made the kernel forget that the process is to end with its namespaces.
        words.add("--pdeathsig=KILL");
        return words;
    }

    private static OptionalLong number(Map<String, Object> podSpec, Map<String, Object> container, String field) {
        OptionalLong own = number(JsonObject.at(container, CONTEXT, field));
        return own.isPresent() ? own : number(JsonObject.at(podSpec, CONTEXT, field));
    }

    private static OptionalLong number(@Nullable Object value) {
        return value instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }
}
