package com.custom.pulsar.podsecurity.harden;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a pod shall be at least as tight as. A field either has a <em>value</em>, which is written where the field
 * is absent, or a <em>limit</em>, which only replaces what is looser: {@code privileged} need not stand in every manifest to be
 * refused in all. Immutable and thread-safe.
 */
public final class HardeningPolicy {
    private static final long STANDARD_ID = 10_000L;
    private static final HardeningPolicy NONE = new HardeningPolicy(new EnumMap<>(PolicyField.class));
    private static final HardeningPolicy STANDARD = NONE.with(PolicyField.POD_RUN_AS_NON_ROOT, true)
            .with(PolicyField.POD_RUN_AS_USER, STANDARD_ID)
            .with(PolicyField.POD_RUN_AS_GROUP, STANDARD_ID)
            .with(PolicyField.POD_FS_GROUP, STANDARD_ID)
            .with(PolicyField.POD_FS_GROUP_CHANGE_POLICY, "OnRootMismatch")
            .with(PolicyField.POD_SECCOMP_TYPE, "RuntimeDefault")
            .withLimit(PolicyField.POD_APP_ARMOR_TYPE, "RuntimeDefault")
            .withLimit(PolicyField.POD_WINDOWS_HOST_PROCESS, false)
            .with(PolicyField.CONTAINER_RUN_AS_NON_ROOT, true)
            .withLimit(PolicyField.CONTAINER_PRIVILEGED, false)
            .with(PolicyField.CONTAINER_ALLOW_PRIVILEGE_ESCALATION, false)
            .with(PolicyField.CONTAINER_READ_ONLY_ROOT_FILESYSTEM, true)
            .withLimit(PolicyField.CONTAINER_CAPABILITIES_ADD, List.of())
            .with(PolicyField.CONTAINER_CAPABILITIES_DROP, List.of(Ordering.ALL))
            .withLimit(PolicyField.CONTAINER_PROC_MOUNT, "Default")
            .with(PolicyField.CONTAINER_SECCOMP_TYPE, "RuntimeDefault")
            .with(PolicyField.AUTOMOUNT_SERVICE_ACCOUNT_TOKEN, false)
            .with(PolicyField.ENABLE_SERVICE_LINKS, false)
            .with(PolicyField.WRITABLE_PATHS, List.of(new WritablePath("/tmp", "1Gi")));

    private final Map<PolicyField, Setting> settings;

    private HardeningPolicy(EnumMap<PolicyField, Setting> settings) {
        this.settings = Collections.unmodifiableMap(settings);
    }

    private record Setting(Object value, boolean limit) {}

    /** The policy that changes nothing. */
    public static HardeningPolicy none() {
        return NONE;
    }

    /**
     * The hardened default: passes Pod Security {@code restricted} of every version and goes beyond it with fixed ids, a
     * read-only root file system, no service account token and no service links. Only {@code /tmp} stays writable.
     */
    public static HardeningPolicy standard() {
        return STANDARD;
    }

    /**
     * The policy with a value for the field, which is written where the field is absent.
     *
     * @throws IllegalArgumentException for a value of the wrong type or that is none of the choices; the message names both
     */
    public HardeningPolicy with(PolicyField field, Object value) {
        return with(field, new Setting(field.typed(value), false));
    }

    /**
     * The policy with a limit for the field, which replaces what is looser and is not written where the field is absent.
     *
     * @throws IllegalArgumentException as {@link #with}
     */
    public HardeningPolicy withLimit(PolicyField field, Object value) {
        return with(field, new Setting(field.typed(value), true));
    }

    private HardeningPolicy with(PolicyField field, Setting setting) {
        EnumMap<PolicyField, Setting> copy = copy();
        copy.put(field, setting);
        return new HardeningPolicy(copy);
    }

    /** The policy that leaves the field as a pod has it. */
    public HardeningPolicy without(PolicyField field) {
        EnumMap<PolicyField, Setting> copy = copy();
        copy.remove(field);
        return new HardeningPolicy(copy);
    }

    private EnumMap<PolicyField, Setting> copy() {
        EnumMap<PolicyField, Setting> copy = new EnumMap<>(PolicyField.class);
        copy.putAll(settings);
        return copy;
    }

    /** The fields that have a value or a limit, in the order of the table. */
    public Set<PolicyField> fields() {
        return settings.keySet();
    }

    /** The field's value or limit, in the Java class of its type. */
    public Optional<Object> value(PolicyField field) {
        return Optional.ofNullable(settings.get(field)).map(Setting::value);
    }

    /** Whether the field has a limit, which is not written where the field is absent. */
    public boolean isLimit(PolicyField field) {
        Setting setting = settings.get(field);
        return setting != null && setting.limit();
    }

    /**
     * How a value that somebody proposes instead stands to what holds under this policy: its own value, else the one that the
     * container inherits from the pod, else what Kubernetes does where the field is absent.
     *
     * @throws IllegalArgumentException as {@link #with}
     */
    public Comparison compare(PolicyField field, Object proposed) {
        Optional<Object> current = value(field).or(() -> field.inherits().flatMap(this::value));
        return field.compare(current.orElse(null), proposed);
    }

    /**
     * Every pair of values that Kubernetes or the kubelet would refuse, and every value that they would refuse on its own, each
     * as one sentence; empty if there is none.
     */
    public List<String> contradictions() {
        return Contradictions.of(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HardeningPolicy policy && settings.equals(policy.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    /** Fields and values in the order of the table, limits in brackets, in one line. */
    @Override
    public String toString() {
        return settings.entrySet().stream()
                .map(entry -> {
                    String text = entry.getKey().path() + "=" + entry.getValue().value();
                    return entry.getValue().limit() ? "(" + text + ")" : text;
                })
                .collect(Collectors.joining(" "));
    }
}
