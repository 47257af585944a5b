package com.custom.pulsar.podsecurity.harden;

import static com.custom.pulsar.podsecurity.harden.Tightening.AT_LEAST;
import static com.custom.pulsar.podsecurity.harden.Tightening.EARLIER_CHOICE_IS_TIGHTER;
import static com.custom.pulsar.podsecurity.harden.Tightening.FALSE_IS_TIGHTER;
import static com.custom.pulsar.podsecurity.harden.Tightening.FEWER_IS_TIGHTER;
import static com.custom.pulsar.podsecurity.harden.Tightening.MORE_IS_TIGHTER;
import static com.custom.pulsar.podsecurity.harden.Tightening.NO_DIRECTION;
import static com.custom.pulsar.podsecurity.harden.Tightening.TRUE_IS_TIGHTER;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/*
 * The order is the one in which the hardener applies the fields: what may stand beside allowPrivilegeEscalation and in
 * capabilities.drop is known before they are set.
 *
 * The last argument of a constant is what a field that is absent may stand for, as far as the manifest alone tells: one value
 * where Kubernetes has a fixed default, several where the node, the service account or the pod's own context decides.
 */
/**
 * The table of the policy: every field that it can set, its type, and which of two values is the tighter one. The fields are
 * those of the API of Kubernetes' Java client 18, AppArmor (which that client knows by annotation only), a few of the pod
 * itself, and the paths that stay writable.
 */
public enum PolicyField {
    POD_RUN_AS_NON_ROOT(
            "podSecurityContext.runAsNonRoot",
            TRUE_IS_TIGHTER,
            "The kubelet refuses to start a container whose user is root.",
            true,
            false),
    POD_RUN_AS_USER("podSecurityContext.runAsUser", ValueType.INTEGER, "The user id of every process."),
    POD_RUN_AS_GROUP("podSecurityContext.runAsGroup", ValueType.INTEGER, "The primary group id of every process."),
    POD_FS_GROUP(
            "podSecurityContext.fsGroup",
            ValueType.INTEGER,
            "The group that owns the pod's volumes, and a group of every process."),
    POD_FS_GROUP_CHANGE_POLICY(
            "podSecurityContext.fsGroupChangePolicy",
            NO_DIRECTION,
            "When the owner of a volume's files is set.",
            List.of("OnRootMismatch", "Always")),
    POD_SUPPLEMENTAL_GROUPS(
            "podSecurityContext.supplementalGroups",
            ValueType.INTEGER_LIST,
            FEWER_IS_TIGHTER,
            "Further group ids of every process.",
            List.of()),
    POD_SYSCTLS(
            "podSecurityContext.sysctls",
            ValueType.SYSCTLS,
            FEWER_IS_TIGHTER,
            "Kernel parameters of the pod.",
            Map.of()),
    POD_SECCOMP_TYPE(
            "podSecurityContext.seccompProfile.type",
            EARLIER_CHOICE_IS_TIGHTER,
            "The filter on system calls.",
            List.of("RuntimeDefault", "Localhost", "Unconfined"),
            "RuntimeDefault",
            "Unconfined"),
    POD_SECCOMP_LOCALHOST_PROFILE(
            "podSecurityContext.seccompProfile.localhostProfile",
            ValueType.TEXT,
            "The seccomp profile's file below the kubelet's directory of profiles."),
    POD_APP_ARMOR_TYPE(
            "podSecurityContext.appArmorProfile.type",
            EARLIER_CHOICE_IS_TIGHTER,
            "The AppArmor profile of every container, written as an annotation for each.",
            List.of("RuntimeDefault", "Localhost", "Unconfined"),
            "RuntimeDefault",
            "Unconfined"),
    POD_APP_ARMOR_LOCALHOST_PROFILE(
            "podSecurityContext.appArmorProfile.localhostProfile",
            ValueType.TEXT,
            "The name of the AppArmor profile that is loaded on the node."),
    POD_SE_LINUX_LEVEL("podSecurityContext.seLinuxOptions.level", ValueType.TEXT, "The SELinux level."),
    POD_SE_LINUX_ROLE("podSecurityContext.seLinuxOptions.role", ValueType.TEXT, "The SELinux role."),
    POD_SE_LINUX_TYPE("podSecurityContext.seLinuxOptions.type", ValueType.TEXT, "The SELinux type."),
    POD_SE_LINUX_USER("podSecurityContext.seLinuxOptions.user", ValueType.TEXT, "The SELinux user."),
    POD_WINDOWS_GMSA_CREDENTIAL_SPEC(
            "podSecurityContext.windowsOptions.gmsaCredentialSpec",
            ValueType.TEXT,
            "The contents of the group-managed service account's credential specification."),
    POD_WINDOWS_GMSA_CREDENTIAL_SPEC_NAME(
            "podSecurityContext.windowsOptions.gmsaCredentialSpecName",
            ValueType.TEXT,
            "The name of the group-managed service account's credential specification."),
    POD_WINDOWS_HOST_PROCESS(
            "podSecurityContext.windowsOptions.hostProcess",
            FALSE_IS_TIGHTER,
            "Whether the containers are processes of the Windows host.",
            false),
    POD_WINDOWS_RUN_AS_USER_NAME(
            "podSecurityContext.windowsOptions.runAsUserName", ValueType.TEXT, "The Windows user of every process."),

    CONTAINER_RUN_AS_NON_ROOT(
            "containerSecurityContext.runAsNonRoot",
            TRUE_IS_TIGHTER,
            "The kubelet refuses to start the container if its user is root.",
            true,
            false),
    CONTAINER_RUN_AS_USER(
            "containerSecurityContext.runAsUser", ValueType.INTEGER, "The user id of the container's process."),
    CONTAINER_RUN_AS_GROUP(
            "containerSecurityContext.runAsGroup",
            ValueType.INTEGER,
            "The primary group id of the container's process."),
    CONTAINER_PRIVILEGED(
            "containerSecurityContext.privileged",
            FALSE_IS_TIGHTER,
            "Whether the container's root is the node's.",
            false),
    CONTAINER_READ_ONLY_ROOT_FILESYSTEM(
            "containerSecurityContext.readOnlyRootFilesystem",
            TRUE_IS_TIGHTER,
            "Whether only mounted volumes can be written.",
            false),
    CONTAINER_CAPABILITIES_ADD(
            "containerSecurityContext.capabilities.add",
            ValueType.TEXT_LIST,
            FEWER_IS_TIGHTER,
            "Capabilities beyond the container runtime's default.",
            List.of()),
    CONTAINER_CAPABILITIES_DROP(
            "containerSecurityContext.capabilities.drop",
            ValueType.TEXT_LIST,
            MORE_IS_TIGHTER,
            "Capabilities that are taken away; ALL for every one.",
            List.of()),
    CONTAINER_ALLOW_PRIVILEGE_ESCALATION(
            "containerSecurityContext.allowPrivilegeEscalation",
            FALSE_IS_TIGHTER,
            "Whether a process may gain more privileges than its parent has.",
            true),
    CONTAINER_PROC_MOUNT(
            "containerSecurityContext.procMount",
            EARLIER_CHOICE_IS_TIGHTER,
            "Whether the kernel's files in /proc are masked.",
            List.of("Default", "Unmasked"),
            "Default"),
    CONTAINER_SECCOMP_TYPE(
            "containerSecurityContext.seccompProfile.type",
            EARLIER_CHOICE_IS_TIGHTER,
            "The filter on system calls.",
            List.of("RuntimeDefault", "Localhost", "Unconfined"),
            "RuntimeDefault",
            "Unconfined"),
    CONTAINER_SECCOMP_LOCALHOST_PROFILE(
            "containerSecurityContext.seccompProfile.localhostProfile",
            ValueType.TEXT,
            "The seccomp profile's file below the kubelet's directory of profiles."),
    CONTAINER_APP_ARMOR_TYPE(
            "containerSecurityContext.appArmorProfile.type",
            EARLIER_CHOICE_IS_TIGHTER,
            "The container's AppArmor profile, written as an annotation.",
            List.of("RuntimeDefault", "Localhost", "Unconfined"),
            "RuntimeDefault",
            "Unconfined"),
    CONTAINER_APP_ARMOR_LOCALHOST_PROFILE(
            "containerSecurityContext.appArmorProfile.localhostProfile",
            ValueType.TEXT,
            "The name of the AppArmor profile that is loaded on the node."),
    CONTAINER_SE_LINUX_LEVEL("containerSecurityContext.seLinuxOptions.level", ValueType.TEXT, "The SELinux level."),
    CONTAINER_SE_LINUX_ROLE("containerSecurityContext.seLinuxOptions.role", ValueType.TEXT, "The SELinux role."),
    CONTAINER_SE_LINUX_TYPE("containerSecurityContext.seLinuxOptions.type", ValueType.TEXT, "The SELinux type."),
    CONTAINER_SE_LINUX_USER("containerSecurityContext.seLinuxOptions.user", ValueType.TEXT, "The SELinux user."),
    CONTAINER_WINDOWS_GMSA_CREDENTIAL_SPEC(
            "containerSecurityContext.windowsOptions.gmsaCredentialSpec",
            ValueType.TEXT,
            "The contents of the group-managed service account's credential specification."),
    CONTAINER_WINDOWS_GMSA_CREDENTIAL_SPEC_NAME(
            "containerSecurityContext.windowsOptions.gmsaCredentialSpecName",
            ValueType.TEXT,
            "The name of the group-managed service account's credential specification."),
    CONTAINER_WINDOWS_HOST_PROCESS(
            "containerSecurityContext.windowsOptions.hostProcess",
            FALSE_IS_TIGHTER,
            "Whether the container is a process of the Windows host.",
            false),
    CONTAINER_WINDOWS_RUN_AS_USER_NAME(
            "containerSecurityContext.windowsOptions.runAsUserName",
            ValueType.TEXT,
            "The Windows user of the container's process."),

    AUTOMOUNT_SERVICE_ACCOUNT_TOKEN(
            "automountServiceAccountToken",
            FALSE_IS_TIGHTER,
            "Whether a token for the Kubernetes API is mounted.",
            true,
            false),
    ENABLE_SERVICE_LINKS(
            "enableServiceLinks", FALSE_IS_TIGHTER, "Whether the namespace's services stand in the environment.", true),
    HOST_USERS("hostUsers", FALSE_IS_TIGHTER, "Whether the pod's user ids are the node's.", true),
    TERMINATION_GRACE_PERIOD_SECONDS(
            "terminationGracePeriodSeconds",
            ValueType.INTEGER,
            AT_LEAST,
            "How long a process may take to end before it is killed; a pod that has more keeps it.",
            30L),
    WRITABLE_PATHS(
            "writablePaths",
            ValueType.WRITABLE_PATHS,
            FEWER_IS_TIGHTER,
            "Directories that stay writable under a read-only root file system, each with its largest size.",
            List.of());

    private static final String POD_CONTEXT = "podSecurityContext.";
    private static final String CONTAINER_CONTEXT = "containerSecurityContext.";

    private static final Map<String, PolicyField> BY_PATH =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(PolicyField::path, field -> field));

    private final String path;
    private final ValueType type;

    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable: the constants pass List.of and Map.of alone.
    private final List<String> choices;

    private final Tightening tightening;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable: the constants pass List.of and Map.of alone.
    private final List<Object> absent;

    PolicyField(String path, Tightening tightening, String description, Boolean... absent) {
        this(path, ValueType.BOOLEAN, List.of(), tightening, description, List.of((Object[]) absent));
    }

    PolicyField(String path, ValueType type, String description) {
        this(path, type, List.of(), NO_DIRECTION, description, List.of());
    }

    PolicyField(String path, ValueType type, Tightening tightening, String description, Object absent) {
        this(path, type, List.of(), tightening, description, List.of(absent));
    }

    PolicyField(String path, Tightening tightening, String description, List<String> choices, String... absent) {
        this(path, ValueType.CHOICE, choices, tightening, description, List.of((Object[]) absent));
    }

    PolicyField(
            String path,
            ValueType type,
            List<String> choices,
            Tightening tightening,
            String description,
            List<Object> absent) {
        this.path = path;
        this.type = type;
        this.choices = choices;
        this.tightening = tightening;
        this.description = description;
        this.absent = absent;
    }

    /** The name of the field in settings, such as {@code containerSecurityContext.capabilities.drop}. */
    public String path() {
        return path;
    }

    /** What values the field has. */
    public ValueType type() {
        return type;
    }

    /** The values of a {@link ValueType#CHOICE}, the tighter ones first where they have a direction; else empty. */
    public List<String> choices() {
        return choices;
    }

    /** Which direction is tighter. */
    public Tightening tightening() {
        return tightening;
    }

    /** One sentence for documents. */
    public String description() {
        return description;
    }

    /**
     * What the field may stand for where it is absent: one value where Kubernetes has a fixed default, several where the node,
     * the service account or the pod's context decides, none for a field without a direction.
     */
    public List<Object> absent() {
        return absent;
    }

    /** The pod's field that holds for a container which does not set this one. */
    public Optional<PolicyField> inherits() {
        return path.startsWith(CONTAINER_CONTEXT)
                ? byPath(POD_CONTEXT + path.substring(CONTAINER_CONTEXT.length()))
                : Optional.empty();
    }

    /** The field of that name, in exactly that spelling. */
    public static Optional<PolicyField> byPath(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    /** Where in a pod the field stands. */
    Place place() {
        if (path.startsWith(POD_CONTEXT)) {
            return Place.POD_CONTEXT;
        }
        return path.startsWith(CONTAINER_CONTEXT) ? Place.CONTAINER_CONTEXT : Place.POD_SPEC;
    }

    /** The keys that lead to the field from the pod's spec, or for a container's field from the container. */
    List<String> keys() {
        String inManifest = place() == Place.POD_SPEC ? path : "securityContext" + path.substring(path.indexOf('.'));
        return List.of(inManifest.split("\\.", -1));
    }

    /** The operating system that Kubernetes allows the field for. */
    PodOs os() {
        if (path.contains(".windowsOptions.")) {
            return PodOs.WINDOWS;
        }
        return switch (this) {
            case POD_RUN_AS_NON_ROOT,
                    CONTAINER_RUN_AS_NON_ROOT,
                    AUTOMOUNT_SERVICE_ACCOUNT_TOKEN,
                    ENABLE_SERVICE_LINKS,
                    TERMINATION_GRACE_PERIOD_SECONDS -> PodOs.ANY;
            default -> PodOs.LINUX;
        };
    }

    enum Place {
        POD_SPEC,
        POD_CONTEXT,
        CONTAINER_CONTEXT
    }

    enum PodOs {
        ANY,
        LINUX,
        WINDOWS
    }

    /**
     * How a proposed value of this field stands to the current one.
     *
     * @param current the current value, or null where the field is absent
     * @throws IllegalArgumentException if one of them is no value of this field
     */
    public Comparison compare(@Nullable Object current, Object proposed) {
        Object wanted = typed(proposed);
        List<Object> present = current == null ? absent : List.of(typed(current));
        return Ordering.compare(this, present, wanted);
    }

    /**
     * The value in the Java class of the field's type.
     *
     * @throws IllegalArgumentException if it is no value of this field; the message names both
     */
    Object typed(@Nullable Object value) {
        Object read = type.read(value)
                .orElseThrow(
                        () -> new IllegalArgumentException(path + ": '" + value + "' is not " + type.description()));
        if (type == ValueType.CHOICE && !choices.contains(read)) {
            throw new IllegalArgumentException(path + ": '" + value + "' is not one of " + String.join(", ", choices));
        }
        return read;
    }
}
