package com.custom.pulsar.podsecurity.harden;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies the two fields of a seccomp or AppArmor profile, which only mean something together: {@code type}, and
 * {@code localhostProfile}, which Kubernetes wants beside {@code Localhost} and refuses beside anything else.
 */
final class ProfileHardener {
    private final FieldHardener fields;
    private final Journal journal;

    ProfileHardener(FieldHardener fields, Journal journal) {
        this.fields = fields;
        this.journal = journal;
    }

    /** The field with the name of the profile that a field with its type belongs to. */
    static PolicyField nameOf(PolicyField type) {
        return switch (type) {
            case POD_SECCOMP_TYPE -> PolicyField.POD_SECCOMP_LOCALHOST_PROFILE;
            case POD_APP_ARMOR_TYPE -> PolicyField.POD_APP_ARMOR_LOCALHOST_PROFILE;
            case CONTAINER_SECCOMP_TYPE -> PolicyField.CONTAINER_SECCOMP_LOCALHOST_PROFILE;
            case CONTAINER_APP_ARMOR_TYPE -> PolicyField.CONTAINER_APP_ARMOR_LOCALHOST_PROFILE;
            default -> throw new IllegalArgumentException(type + " is not the type of a profile");
        };
    }

    /** @param inherited the type that holds where there is none, or null for none that was asked for */
    void apply(PolicyField type, Branch base, @Nullable Object inherited) {
        Slot typeSlot = Slot.of(type, base);
        Object before = typeSlot.value();
        fields.apply(type, typeSlot, inherited);
        Object after = typeSlot.value();
        if (Objects.equals(before, after)) {
            return;
        }
        Slot nameSlot = Slot.of(nameOf(type), base);
        Optional<Object> name = "Localhost".equals(after) ? name(type) : Optional.empty();
        if (name.isPresent()) {
            journal.set(nameSlot, name.get());
        } else if (nameSlot.value() != null) {
            journal.clear(nameSlot);
        }
    }

    /** The name that goes with the type that the policy wants: of the container's profile, or of the pod's. */
    Optional<Object> name(PolicyField type) {
        return fields.wanted(nameOf(type)).map(Wanted::value);
    }
}
