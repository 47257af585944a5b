package com.custom.pulsar.podsecurity.harden;

import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_ALLOW_PRIVILEGE_ESCALATION;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_APP_ARMOR_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_CAPABILITIES_ADD;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_CAPABILITIES_DROP;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_PRIVILEGED;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_PROC_MOUNT;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_RUN_AS_GROUP;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_RUN_AS_NON_ROOT;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_RUN_AS_USER;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_SECCOMP_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_WINDOWS_HOST_PROCESS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_WINDOWS_RUN_AS_USER_NAME;
import static com.custom.pulsar.podsecurity.harden.PolicyField.HOST_USERS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_APP_ARMOR_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_FS_GROUP;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_RUN_AS_GROUP;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_RUN_AS_NON_ROOT;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_RUN_AS_USER;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_SECCOMP_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_SUPPLEMENTAL_GROUPS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_WINDOWS_HOST_PROCESS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_WINDOWS_RUN_AS_USER_NAME;

import com.custom.pulsar.podsecurity.harden.PolicyField.PodOs;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the values of a policy that Kubernetes' validation, the kubelet or the container runtime refuses together. A container's
 * field that is not set has the pod's value.
 */
final class Contradictions {
    /** What the kernel maps into a user namespace of the kubelet's making. */
    private static final long LARGEST_MAPPED_ID = 65_535;

    private final HardeningPolicy policy;
    private final Set<String> found = new LinkedHashSet<>();

    private Contradictions(HardeningPolicy policy) {
        this.policy = policy;
    }

    static List<String> of(HardeningPolicy policy) {
        Contradictions contradictions = new Contradictions(policy);
        contradictions.find();
        return List.copyOf(contradictions.found);
    }

    private void find() {
        policy.fields()
                .forEach(field ->
                        policy.value(field).ifPresent(value -> found.addAll(ValueRules.problems(field, value))));
        root(POD_RUN_AS_NON_ROOT, POD_RUN_AS_USER, POD_WINDOWS_RUN_AS_USER_NAME);
        root(
                effective(CONTAINER_RUN_AS_NON_ROOT),
                effective(CONTAINER_RUN_AS_USER),
                effective(CONTAINER_WINDOWS_RUN_AS_USER_NAME));
        privilegeEscalation();
        capabilities();
        Stream.of(POD_SECCOMP_TYPE, POD_APP_ARMOR_TYPE, CONTAINER_SECCOMP_TYPE, CONTAINER_APP_ARMOR_TYPE)
                .forEach(this::profile);
        userNamespace();
        windows();
    }

    /** The container's field if the policy has it, else the pod's. */
    private PolicyField effective(PolicyField field) {
        return policy.value(field).isPresent() ? field : field.inherits().orElse(field);
    }

    private boolean is(PolicyField field, Object value) {
        return policy.value(field).equals(Optional.of(value));
    }

    private void root(PolicyField nonRoot, PolicyField user, PolicyField windowsUser) {
        if (is(nonRoot, true) && is(user, 0L)) {
            found.add(nonRoot.path() + " true and " + user.path()
                    + " 0: the kubelet does not start root where root is forbidden; set another user id");
        }
        boolean isAdministrator = policy.value(windowsUser)
                .filter(name -> "ContainerAdministrator".equalsIgnoreCase((String) name))
                .isPresent();
        if (is(nonRoot, true) && isAdministrator) {
            found.add(nonRoot.path() + " true and " + windowsUser.path()
                    + " ContainerAdministrator: the kubelet takes that user for root; set another one");
        }
    }

    private void privilegeEscalation() {
        if (!is(CONTAINER_ALLOW_PRIVILEGE_ESCALATION, false)) {
            return;
        }
        if (is(CONTAINER_PRIVILEGED, true)) {
            found.add(CONTAINER_ALLOW_PRIVILEGE_ESCALATION.path() + " false and " + CONTAINER_PRIVILEGED.path()
                    + " true: Kubernetes refuses both together; set one of them otherwise");
        }
        if (names(CONTAINER_CAPABILITIES_ADD).contains("CAP_SYS_ADMIN")) {
            found.add(CONTAINER_ALLOW_PRIVILEGE_ESCALATION.path() + " false and " + CONTAINER_CAPABILITIES_ADD.path()
                    + " with CAP_SYS_ADMIN: Kubernetes refuses both together; set one of them otherwise");
        }
    }

    private void capabilities() {
        List<?> add = names(CONTAINER_CAPABILITIES_ADD);
        List<?> drop = names(CONTAINER_CAPABILITIES_DROP);
        Stream<?> both = add.stream().distinct().filter(drop::contains);
        both.forEach(name -> found.add(CONTAINER_CAPABILITIES_ADD.path() + " and " + CONTAINER_CAPABILITIES_DROP.path()
                + " both have " + name + "; take it out of one of them"));
    }

    private List<?> names(PolicyField field) {
        return (List<?>) policy.value(field).orElse(List.of());
    }

    private void profile(PolicyField type) {
        PolicyField name = ProfileHardener.nameOf(type);
        boolean isLocalhost = is(type, "Localhost");
        if (isLocalhost && policy.value(name).isEmpty()) {
            found.add(type.path() + " Localhost without " + name.path() + ": Kubernetes wants to know which profile");
        }
        if (!isLocalhost && policy.value(name).isPresent()) {
            found.add(name.path() + " with " + type.path() + " "
                    + policy.value(type).orElse("unset")
                    + ": Kubernetes takes the name of a profile with Localhost only");
        }
    }

    private void userNamespace() {
        if (is(CONTAINER_PROC_MOUNT, "Unmasked") && !is(HOST_USERS, false)) {
            found.add(CONTAINER_PROC_MOUNT.path() + " Unmasked without " + HOST_USERS.path()
                    + " false: Kubernetes refuses it outside a user namespace");
        }
        if (is(HOST_USERS, false)) {
            Stream.of(
                            POD_RUN_AS_USER,
                            POD_RUN_AS_GROUP,
                            POD_FS_GROUP,
                            POD_SUPPLEMENTAL_GROUPS,
                            CONTAINER_RUN_AS_USER,
                            CONTAINER_RUN_AS_GROUP)
                    .filter(this::isUnmapped)
                    .forEach(field -> found.add(HOST_USERS.path() + " false and " + field.path() + " "
                            + policy.value(field).orElseThrow() + ": a user namespace has the ids 0 to "
                            + LARGEST_MAPPED_ID + " only"));
        }
    }

    private boolean isUnmapped(PolicyField field) {
        return policy.value(field).stream()
                .flatMap(value -> value instanceof Collection<?> ids ? ids.stream() : Stream.of(value))
                .anyMatch(id -> (Long) id > LARGEST_MAPPED_ID);
    }

    private void windows() {
        Optional<Object> ofThePod = policy.value(POD_WINDOWS_HOST_PROCESS);
        Optional<Object> ofTheContainer = policy.value(CONTAINER_WINDOWS_HOST_PROCESS);
        if (ofThePod.isPresent() && ofTheContainer.isPresent() && !ofThePod.equals(ofTheContainer)) {
            found.add(POD_WINDOWS_HOST_PROCESS.path() + " " + ofThePod.get() + " and "
                    + CONTAINER_WINDOWS_HOST_PROCESS.path() + " " + ofTheContainer.get()
                    + ": Kubernetes wants the same for the pod and all containers");
        }
        String windows = written(PodOs.WINDOWS);
        String linux = written(PodOs.LINUX);
        if (!windows.isEmpty() && !linux.isEmpty()) {
            found.add(windows + " with " + linux + ": the former are for Windows alone, the latter for Linux alone");
        }
    }

    /** The fields that are for one operating system alone and are written, but for those that say what Kubernetes does anyway. */
    private String written(PodOs os) {
        return policy.fields().stream()
                .filter(field -> field.os() == os && !policy.isLimit(field))
                .filter(field -> os != PodOs.WINDOWS || !is(field, false))
                .map(PolicyField::path)
                .collect(Collectors.joining(", "));
    }
}
