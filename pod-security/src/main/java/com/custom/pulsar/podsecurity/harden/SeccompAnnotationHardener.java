package com.custom.pulsar.podsecurity.harden;

import java.util.List;
import java.util.Optional;

/**
 * The annotations that named a seccomp profile before Kubernetes 1.19 had fields for it. Pod Security 1.0 to 1.18 looks at
 * nothing else, Kubernetes up to 1.26 refuses a pod whose annotation and field differ, and later ones look at the field alone.
 * So an annotation that would be refused is taken away, and what any other says is said by the field as well.
 */
final class SeccompAnnotationHardener {
    private static final String OF_THE_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String OF_A_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    private static final String LOCALHOST = "localhost/";

    private final PodBranch pod;
    private final FieldHardener fields;
    private final Journal journal;

    SeccompAnnotationHardener(PodBranch pod, FieldHardener fields, Journal journal) {
        this.pod = pod;
        this.fields = fields;
        this.journal = journal;
    }

    void apply() {
        apply(OF_THE_POD, pod.spec(), PolicyField.POD_SECCOMP_TYPE);
        for (Branch container : pod.containers()) {
            if (container.get("name") instanceof String name) {
                apply(OF_A_CONTAINER + name, container, PolicyField.CONTAINER_SECCOMP_TYPE);
            }
        }
    }

    private void apply(String key, Branch base, PolicyField type) {
        Slot annotation = pod.annotation(key);
        Optional<Wanted> wanted = fields.wanted(type);
        if (wanted.isEmpty() || !(annotation.value() instanceof String text)) {
            return;
        }
        Slot typeSlot = Slot.of(type, base);
        boolean isLocalhost = text.startsWith(LOCALHOST);
        if (!isLocalhost && !List.of("runtime/default", "docker/default").contains(text)) {
            journal.overrule(annotation, null);
        } else if (!wanted.get().limit()
                && typeSlot.value() == null
                && !typeSlot.isBlocked()
                && fields.fitsOs(wanted.get())) {
            journal.set(typeSlot, isLocalhost ? "Localhost" : "RuntimeDefault");
            if (isLocalhost) {
                journal.set(Slot.of(ProfileHardener.nameOf(type), base), text.substring(LOCALHOST.length()));
            }
        }
    }
}
