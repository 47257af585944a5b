package com.custom.pulsar.securitycustomizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets somebody change a StatefulSet who replaces volumes and mounts instead of adding to them, and puts back what was
 * there. Thread-safe; the StatefulSets are not.
 */
public final class KeptVolumes {
    private static final List<String> CONTAINERS = List.of("initContainers", "containers");

    private final ManifestBridge bridge = new ManifestBridge();

    /**
     * Runs the change, then adds the volumes and mounts of before that are gone.
     *
     * @param statefulSet the Kubernetes client's model object, changed in place
     * @throws IllegalArgumentException if a volume or a mount path is used before and after for different things
     */
    public void during(Object statefulSet, Runnable change) {
        Map<String, @Nullable Object> before = podSpec(bridge.read(statefulSet));
        change.run();
        Map<String, @Nullable Object> manifest = bridge.read(statefulSet);
        Map<String, @Nullable Object> after = podSpec(manifest);
        putBack(before, after, "volumes", "name");
        for (String kind : CONTAINERS) {
            for (Map<String, @Nullable Object> container : Plain.children(after, kind)) {
                Plain.children(before, kind).stream()
                        .filter(old -> Plain.text(old, "name").equals(Plain.text(container, "name")))
                        .forEach(old -> putBack(old, container, "volumeMounts", "mountPath"));
            }
        }
        bridge.write(manifest, statefulSet);
    }

    /** Adds to the list what it has lost; the key tells its elements apart. */
    private static void putBack(
            Map<String, @Nullable Object> before, Map<String, @Nullable Object> after, String list, String key) {
        List<Map<String, @Nullable Object>> lost = new ArrayList<>(Plain.children(before, list));
        for (Map<String, @Nullable Object> kept : Plain.children(after, list)) {
            lost.remove(kept);
            for (Map<String, @Nullable Object> other : lost) {
                if (Plain.text(other, key).equals(Plain.text(kept, key))) {
                    throw new IllegalArgumentException(list + ": the " + key + " " + Plain.text(kept, key)
                            + " is used for a function's authentication;" + " give the other one another");
                }
            }
        }
        if (!lost.isEmpty()) {
            Plain.needList(after, list).addAll(lost);
        }
    }

    private static Map<String, @Nullable Object> podSpec(Map<String, @Nullable Object> statefulSet) {
        return Plain.need(Plain.need(Plain.need(statefulSet, "spec"), "template"), "spec");
    }
}
