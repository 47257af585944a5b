package com.custom.pulsar.podsecurity.harden;

import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_ALLOW_PRIVILEGE_ESCALATION;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_CAPABILITIES_ADD;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_PRIVILEGED;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_RUN_AS_NON_ROOT;
import static com.custom.pulsar.podsecurity.harden.PolicyField.HOST_USERS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_RUN_AS_NON_ROOT;

import com.custom.pulsar.podsecurity.harden.PolicyField.Place;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies the policy to one pod: its own fields, its context, its containers, their annotations and their mounts. */
final class PodHardener {
    private static final List<String> HOST_NAMESPACES = List.of("hostNetwork", "hostPID", "hostIPC");
    private static final List<String> SE_LINUX = List.of("securityContext", "seLinuxOptions");
    private static final List<String> SECCOMP = List.of("securityContext", "seccompProfile");
    /** The one spelling that Kubernetes' validation looks for. */
    private static final String SYS_ADMIN = "CAP_SYS_ADMIN";

    private static final long ROOT = 0;

    private final HardeningPolicy policy;
    private final PodBranch pod;
    private final Journal journal;
    private final FieldHardener fields;
    private final ProfileHardener profiles;

    PodHardener(HardeningPolicy policy, PodBranch pod, Journal journal) {
        this.policy = policy;
        this.pod = pod;
        this.journal = journal;
        this.fields = new FieldHardener(policy, journal, pod.isWindows());
        this.profiles = new ProfileHardener(fields, journal);
    }

    void harden() {
        new SeccompAnnotationHardener(pod, fields, journal).apply();
        Map<PolicyField, Object> asked = asked();
        fieldsOf(Place.POD_SPEC).forEach(field -> apply(field, pod.spec(), null));
        boolean asksForSeLinux = has(pod.spec(), SE_LINUX);
        fieldsOf(Place.POD_CONTEXT).forEach(field -> apply(field, pod.spec(), null));
        for (Branch container : pod.containers()) {
            boolean inheritsSeLinux = asksForSeLinux && !has(container, SE_LINUX);
            boolean inheritsSeccomp = !has(container, SECCOMP);
            fieldsOf(Place.CONTAINER_CONTEXT)
                    .filter(field -> !(inheritsSeLinux && field.path().contains(".seLinuxOptions.")))
                    .forEach(field -> apply(
                            field,
                            container,
                            field == PolicyField.CONTAINER_SECCOMP_TYPE && !inheritsSeccomp ? null : asked.get(field)));
        }
        new AppArmorHardener(pod, fields, profiles, journal).apply();
        if (!pod.isWindows()) {
            new WritableMounts(pod, journal).add(writablePaths());
        }
        fields.warnOfAnotherOs(new Slot(pod.spec(), List.of("os", "name")).path());
    }

    private List<WritablePath> writablePaths() {
        List<?> paths = policy.isLimit(PolicyField.WRITABLE_PATHS)
                ? List.of()
                : (List<?>) policy.value(PolicyField.WRITABLE_PATHS).orElse(List.of());
        return paths.stream().map(WritablePath.class::cast).toList();
    }

    /** What the pod asked for before it was hardened, by the container's field that inherits it. */
    private Map<PolicyField, Object> asked() {
        Map<PolicyField, Object> asked = new EnumMap<>(PolicyField.class);
        fieldsOf(Place.CONTAINER_CONTEXT)
                .forEach(field -> field.inherits()
                        .flatMap(ofThePod -> fields.read(ofThePod, Slot.of(ofThePod, pod.spec())))
                        .ifPresent(value -> asked.put(field, value)));
        if (forbidsRoot(PolicyField.POD_RUN_AS_USER)) {
            // Overruled below, so that no container inherits it.
            asked.remove(PolicyField.CONTAINER_RUN_AS_USER, ROOT);
        }
        return asked;
    }

    private static Stream<PolicyField> fieldsOf(Place place) {
        return Arrays.stream(PolicyField.values()).filter(field -> field.place() == place);
    }

    private static boolean has(Branch base, List<String> keys) {
        return new Slot(base, keys).value() != null;
    }

    private void apply(PolicyField field, Branch base, @Nullable Object inherited) {
        switch (field) {
            case POD_SECCOMP_TYPE, CONTAINER_SECCOMP_TYPE -> profiles.apply(field, base, inherited);
            case POD_RUN_AS_USER, CONTAINER_RUN_AS_USER -> applyUser(field, base, inherited);
            case HOST_USERS -> applyHostUsers(base);
            case CONTAINER_ALLOW_PRIVILEGE_ESCALATION -> applyPrivilegeEscalation(base);
            // Applied with the type that they belong to, by the annotations, and by the mounts.
            case POD_SECCOMP_LOCALHOST_PROFILE,
                    CONTAINER_SECCOMP_LOCALHOST_PROFILE,
                    POD_APP_ARMOR_TYPE,
                    POD_APP_ARMOR_LOCALHOST_PROFILE,
                    CONTAINER_APP_ARMOR_TYPE,
                    CONTAINER_APP_ARMOR_LOCALHOST_PROFILE,
                    WRITABLE_PATHS -> {}
            default -> fields.apply(field, Slot.of(field, base), inherited);
        }
    }

    /** User ids have no direction, but for root's: the kubelet would not start it where root is forbidden. */
    private void applyUser(PolicyField field, Branch base, @Nullable Object inherited) {
        Slot user = Slot.of(field, base);
        Optional<Object> root = Optional.of(ROOT);
        if (forbidsRoot(field)
                && fields.read(field, user).equals(root)
                && !policy.value(field).equals(root)) {
            journal.overrule(user, policy.value(field).orElse(null));
        } else {
            fields.apply(field, user, inherited);
        }
    }

    private boolean forbidsRoot(PolicyField user) {
        Optional<Object> ofContainers = fields.wanted(CONTAINER_RUN_AS_NON_ROOT).map(Wanted::value);
        boolean isOfThePod = user == PolicyField.POD_RUN_AS_USER;
        return ofContainers.equals(Optional.of(true))
                || (isOfThePod && policy.value(POD_RUN_AS_NON_ROOT).equals(Optional.of(true)));
    }

    private void applyHostUsers(Branch base) {
        Optional<String> used = HOST_NAMESPACES.stream()
                .filter(namespace -> Boolean.TRUE.equals(base.get(namespace)))
                .findFirst();
        applyFalse(HOST_USERS, base, used.map(namespace -> base.path(namespace) + " is true"));
    }

    private void applyPrivilegeEscalation(Branch base) {
        Slot privileged = Slot.of(CONTAINER_PRIVILEGED, base);
        Slot add = Slot.of(CONTAINER_CAPABILITIES_ADD, base);
        Optional<String> obstacle = Optional.empty();
        if (Boolean.TRUE.equals(privileged.value())) {
            obstacle = Optional.of(privileged.path() + " is true");
        } else if (add.value() instanceof List<?> names && names.contains(SYS_ADMIN)) {
            obstacle = Optional.of(add.path() + " has " + SYS_ADMIN);
        }
        applyFalse(CONTAINER_ALLOW_PRIVILEGE_ESCALATION, base, obstacle);
    }

    /** Applies a field whose false Kubernetes refuses beside something else that the policy leaves. */
    private void applyFalse(PolicyField field, Branch base, Optional<String> obstacle) {
        Slot slot = Slot.of(field, base);
        boolean wantsFalse = policy.value(field).equals(Optional.of(false));
        if (wantsFalse && obstacle.isPresent()) {
            if (!Boolean.FALSE.equals(slot.value())) {
                journal.warn(slot.path() + " is not set to false, which Kubernetes refuses: " + obstacle.get());
            }
        } else {
            fields.apply(field, slot, null);
        }
    }
}
