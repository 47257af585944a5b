package com.custom.pulsar.podsecurity.harden;

import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_APP_ARMOR_TYPE;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_APP_ARMOR_TYPE;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Applies AppArmor profiles. A pod that uses the fields, which Kubernetes has since 1.30, is hardened in its fields; any other
 * by an annotation for each container, which every version understands.
 */
final class AppArmorHardener {
    private static final List<String> FIELD = List.of("securityContext", "appArmorProfile");

    private final PodBranch pod;
    private final FieldHardener fields;
    private final ProfileHardener profiles;
    private final Journal journal;

    AppArmorHardener(PodBranch pod, FieldHardener fields, ProfileHardener profiles, Journal journal) {
        this.pod = pod;
        this.fields = fields;
        this.profiles = profiles;
        this.journal = journal;
    }

    void apply() {
        if (fields.wanted(CONTAINER_APP_ARMOR_TYPE).isEmpty()) {
            return;
        }
        boolean usesFields = hasField(pod.spec()) || pod.containers().stream().anyMatch(AppArmorHardener::hasField);
        Optional<Object> asked = fields.read(POD_APP_ARMOR_TYPE, Slot.of(POD_APP_ARMOR_TYPE, pod.spec()));
        if (usesFields) {
            profiles.apply(POD_APP_ARMOR_TYPE, pod.spec(), null);
        }
        for (Branch container : pod.containers()) {
            if (usesFields) {
                profiles.apply(CONTAINER_APP_ARMOR_TYPE, container, hasField(container) ? null : asked.orElse(null));
            }
            if (container.get("name") instanceof String name) {
                applyAnnotation(pod.annotation(AppArmorProfile.ANNOTATION + name), container, usesFields);
            }
        }
        dropStrayAnnotations();
    }

    private static boolean hasField(Branch base) {
        return new Slot(base, FIELD).value() != null;
    }

    private void applyAnnotation(Slot annotation, Branch container, boolean usesFields) {
        if (annotation.value() instanceof String text && !text.isEmpty()) {
            AppArmorProfile.ofAnnotation(text).ifPresent(current -> tighten(annotation, current, container));
        } else if (!usesFields) {
            fill(annotation);
        }
    }

    private void tighten(Slot annotation, AppArmorProfile current, Branch container) {
        AppArmorProfile wanted = ofFields(container).orElseGet(() -> mended(current));
        if (!wanted.equals(current)) {
            journal.overrule(annotation, wanted.annotation());
        }
    }

    private Optional<AppArmorProfile> ofFields(Branch container) {
        PolicyField name = ProfileHardener.nameOf(CONTAINER_APP_ARMOR_TYPE);
        return fields.read(CONTAINER_APP_ARMOR_TYPE, Slot.of(CONTAINER_APP_ARMOR_TYPE, container))
                .map(type -> new AppArmorProfile(
                        (String) type,
                        fields.read(name, Slot.of(name, container))
                                .map(String.class::cast)
                                .orElse("")));
    }

    private AppArmorProfile mended(AppArmorProfile current) {
        String type = mended(current.type());
        return type.equals(current.type()) ? current : profile(type);
    }

    private String mended(String type) {
        return fields.wanted(CONTAINER_APP_ARMOR_TYPE)
                .map(wanted -> (String) wanted.mend(type))
                .orElse(type);
    }

    private AppArmorProfile profile(String type) {
        String name =
                profiles.name(CONTAINER_APP_ARMOR_TYPE).map(String.class::cast).orElse("");
        return new AppArmorProfile(type, type.equals("Localhost") ? name : "");
    }

    /** In the form of annotations the pod's profile is every container's, unless that has its own. */
    private void fill(Slot annotation) {
        Optional<Wanted> wanted = fields.wanted(CONTAINER_APP_ARMOR_TYPE)
                .filter(own -> !own.limit())
                .or(() -> fields.wanted(POD_APP_ARMOR_TYPE).filter(ofThePod -> !ofThePod.limit()))
                .filter(fields::fitsOs);
        boolean isEmpty = annotation.value() == null || annotation.value().equals("");
        if (wanted.isPresent() && isEmpty && !annotation.isBlocked()) {
            journal.set(
                    annotation, profile(mended((String) wanted.get().value())).annotation());
        }
    }

    /** Kubernetes refuses a pod with an annotation for a container that is not there, and Pod Security looks at it all the same. */
    private void dropStrayAnnotations() {
        Set<Object> names = pod.containers().stream()
                .map(container -> container.get("name"))
                .filter(String.class::isInstance)
                .collect(Collectors.toSet());
        for (String key : pod.annotations(AppArmorProfile.ANNOTATION)) {
            Slot annotation = pod.annotation(key);
            boolean stray = !names.contains(key.substring(AppArmorProfile.ANNOTATION.length()));
            if (stray && "unconfined".equals(annotation.value())) {
                journal.overrule(annotation, null);
            }
        }
    }
}
