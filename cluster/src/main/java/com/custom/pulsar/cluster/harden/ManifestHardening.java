package com.custom.pulsar.cluster.harden;

import com.custom.pulsar.cluster.manifests.Manifest;
import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodTemplates;
import com.custom.pulsar.podsecurity.harden.Hardener;
import com.custom.pulsar.podsecurity.harden.HardeningReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hardens every pod and pod template of a stream of manifests; what has none stays as it is. Immutable and thread-safe. */
public final class ManifestHardening {
    private static final PodSecurityCheck RESTRICTED = PodSecurityCheck.ofEveryVersion(PodSecurityLevel.RESTRICTED);

    private final Function<Map<String, Object>, PodProfile> profiles;

    private ManifestHardening(Function<Map<String, Object>, PodProfile> profiles) {
        this.profiles = profiles;
    }

    /**
     * Gives the components of Pulsar's chart what each of them can bear, and all other pods what {@code restricted} asks for and
     * no more.
     */
    public static ManifestHardening byComponent() {
        return new ManifestHardening(PodProfile::of);
    }

    /** Gives every pod the whole standard: a read-only root, user 10000, no token for the Kubernetes API. */
    public static ManifestHardening standard() {
        return new ManifestHardening(object -> PodProfile.standard());
    }

    /** Hardens the manifests; they are not changed. */
    public HardenedManifests harden(List<Manifest> manifests) {
        StringBuilder text = new StringBuilder();
        List<HardenedObject> objects = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Manifest manifest : manifests) {
            warnings.addAll(manifest.warnings());
            int known = objects.size();
            Map<String, Object> object = manifest.object()
                    .<Map<String, Object>>map(LinkedHashMap::new)
                    .orElseGet(Map::of);
            Map<String, Object> hardened = harden(object, manifest.line(), objects);
            boolean isChanged = objects.subList(known, objects.size()).stream()
                    .anyMatch(each -> !each.changes().isEmpty());
            append(text, isChanged ? manifest.textWith(hardened) : manifest.text());
        }
        return new HardenedManifests(text.toString(), objects, warnings);
    }

    /** A document that did not end its last line would run into the next one. */
    private static void append(StringBuilder text, String document) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n' && document.startsWith("---")) {
            text.append('\n');
        }
        text.append(document);
    }

    /** The object hardened, element by element where it is a list, so that each has the profile of its own labels. */
    private Map<String, Object> harden(Map<String, Object> object, int line, List<HardenedObject> objects) {
        if ("List".equals(object.get("kind")) && object.get("items") instanceof List<?> items) {
            List<@Nullable Object> hardened = new ArrayList<>();
            for (Object item : items) {
                hardened.add(item instanceof Map<?, ?> map ? harden(copy(map), line, objects) : item);
            }
            object.put("items", hardened);
        } else if (!object.isEmpty()) {
            boolean hasPods = !PodTemplates.waysIn(object).isEmpty();
            HardenedObject hardened = hardenOne(object, line);
            // What is no object at all, or a kind with pods that is misspelt, is told as well.
            if (hasPods || !hardened.passed()) {
                objects.add(hardened);
            }
        }
        return object;
    }

    @SuppressWarnings("unchecked") // A manifest's keys are text.
    private static Map<String, Object> copy(Map<?, ?> map) {
        return new LinkedHashMap<>((Map<String, Object>) map);
    }

    private HardenedObject hardenOne(Map<String, Object> object, int line) {
        PodProfile profile = profiles.apply(object);
        HardeningReport report = new Hardener(profile.policy()).harden(object);
        Map<?, ?> metadata = object.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
        return new HardenedObject(
                line,
                text(object.get("kind")),
                text(metadata.get("namespace")),
                text(metadata.get("name")),
                profile.name(),
                report.changes(),
                profile.exemptions(),
                report.warnings(),
                report.obstacles().isEmpty()
                        ? List.of()
                        : RESTRICTED.check(object).violations(),
                report.obstacles());
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
