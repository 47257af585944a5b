package com.custom.pulsar.podsecurity.harden;

import java.util.Optional;

/**
 * An AppArmor profile as the annotation {@code container.apparmor.security.beta.kubernetes.io/CONTAINER} names it.
 *
 * @param type as the field {@code appArmorProfile.type} has it
 * @param localhostProfile the name of the profile that is loaded on the node; empty unless the type is {@code Localhost}
 */
record AppArmorProfile(String type, String localhostProfile) {
    static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

    private static final String RUNTIME_DEFAULT = "runtime/default";
    private static final String LOCALHOST = "localhost/";
    private static final String UNCONFINED = "unconfined";

    /** Empty for a text that Kubernetes would refuse. */
    static Optional<AppArmorProfile> ofAnnotation(String text) {
        if (text.equals(RUNTIME_DEFAULT)) {
            return Optional.of(new AppArmorProfile("RuntimeDefault", ""));
        }
        if (text.equals(UNCONFINED)) {
            return Optional.of(new AppArmorProfile("Unconfined", ""));
        }
        return text.startsWith(LOCALHOST)
                ? Optional.of(new AppArmorProfile("Localhost", text.substring(LOCALHOST.length())))
                : Optional.empty();
    }

    String annotation() {
        return switch (type) {
            case "RuntimeDefault" -> RUNTIME_DEFAULT;
            case "Localhost" -> LOCALHOST + localhostProfile;
            default -> UNCONFINED;
        };
    }
}
