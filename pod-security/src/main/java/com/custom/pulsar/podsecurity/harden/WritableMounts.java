package com.custom.pulsar.podsecurity.harden;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Mounts an {@code emptyDir} at every writable path, in every container that has nothing there yet. One volume serves all
 * containers of the pod.
 */
final class WritableMounts {
    /** A DNS label has at most 63 characters: room for a number behind the name. */
    private static final int LONGEST_STEM = 56;

    private static final List<String> READ_ONLY_SOURCES =
            List.of("configMap", "secret", "downwardAPI", "projected", "image");

    private final PodBranch pod;
    private final Journal journal;

    WritableMounts(PodBranch pod, Journal journal) {
        this.pod = pod;
        this.journal = journal;
    }

    void add(List<WritablePath> paths) {
        // Before the first is added, which may lie above another and would make that one writable.
        Map<WritablePath, List<Branch>> lacking = new LinkedHashMap<>();
        paths.forEach(path -> lacking.put(path, containersWithout(path)));
        lacking.forEach((path, containers) -> {
            if (!containers.isEmpty() && !isMalformed(pod.spec(), "volumes")) {
                add(path, containers);
            }
        });
    }

    private List<Branch> containersWithout(WritablePath path) {
        return pod.containers().stream()
                .filter(container -> !isMalformed(container, "volumeMounts"))
                .filter(container -> lacks(container, path.path()))
                .toList();
    }

    /** The check of Pod Security will report it. */
    private static boolean isMalformed(Branch base, String list) {
        return base.get(list) != null && !(base.get(list) instanceof List);
    }

    private boolean lacks(Branch container, String path) {
        boolean isDevice = container.elements("volumeDevices").stream()
                .anyMatch(device -> path.equals(normal(device.get("devicePath"))));
        Optional<Branch> nearest = container.elements("volumeMounts").stream()
                .filter(mount -> isAtOrAbove(normal(mount.get("mountPath")), path))
                .max(Comparator.comparingInt(
                        mount -> normal(mount.get("mountPath")).length()));
        if (isDevice || nearest.isEmpty()) {
            return !isDevice;
        }
        String mounted = normal(nearest.get().get("mountPath"));
        if (!mounted.equals(path) && isReadOnly(nearest.get())) {
            journal.warn(container.path("volumeMounts") + ": " + path + " is not made writable, since it lies below "
                    + mounted + ", which is mounted read-only");
        }
        return false;
    }

    private static boolean isAtOrAbove(String mounted, String path) {
        return mounted.equals(path) || mounted.equals("/") || (!mounted.isEmpty() && path.startsWith(mounted + "/"));
    }

    /** The path without empty, {@code .} and {@code ..} parts; empty if there is none. */
    private static String normal(@Nullable Object path) {
        if (!(path instanceof String text) || text.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            if (part.equals("..")) {
                parts.subList(Math.max(0, parts.size() - 1), parts.size()).clear();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    private boolean isReadOnly(Branch mount) {
        return Boolean.TRUE.equals(mount.get("readOnly"))
                || pod.spec().elements("volumes").stream()
                        .filter(volume -> Objects.equals(volume.get("name"), mount.get("name")))
                        .anyMatch(WritableMounts::hasReadOnlySource);
    }

    private static boolean hasReadOnlySource(Branch volume) {
        return READ_ONLY_SOURCES.stream().anyMatch(source -> volume.get(source) != null)
                || volume.map().values().stream()
                        .anyMatch(source -> source instanceof Map<?, ?> map
                                && Boolean.TRUE.equals(Branch.root(map).get("readOnly")));
    }

    private void add(WritablePath path, List<Branch> containers) {
        String volume = volume(path);
        for (Branch container : containers) {
            Map<String, Object> mount = new LinkedHashMap<>();
            mount.put("name", volume);
            mount.put("mountPath", path.path());
            journal.added(container.append("volumeMounts", mount), Map.copyOf(mount));
        }
    }

    /** The name of the volume for the path: one that an earlier run has added, or a new one. */
    private String volume(WritablePath path) {
        String stem = stem(path);
        String name = stem;
        for (int number = 2; isTaken(name, path); number++) {
            name = stem + "-" + number;
        }
        if (volumes(name).isEmpty()) {
            Map<String, Object> source = new LinkedHashMap<>();
            source.put("sizeLimit", path.sizeLimit());
            Map<String, Object> volume = new LinkedHashMap<>();
            volume.put("name", name);
            volume.put("emptyDir", source);
            journal.added(pod.spec().append("volumes", volume), Map.of("name", name, "emptyDir", Map.copyOf(source)));
        }
        return name;
    }

    private static String stem(WritablePath path) {
        String label = ("writable" + path.path()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return label.substring(0, Math.min(label.length(), LONGEST_STEM)).replaceAll("-$", "");
    }

    private boolean isTaken(String name, WritablePath path) {
        return pod.claims().contains(name) || volumes(name).stream().anyMatch(volume -> !serves(volume, name, path));
    }

    private boolean serves(Branch volume, String name, WritablePath path) {
        boolean isOfThatSize = volume.child("emptyDir")
                .map(source -> path.sizeLimit().equals(source.get("sizeLimit")))
                .orElse(false);
        return isOfThatSize
                && pod.containers().stream()
                        .flatMap(container -> container.elements("volumeMounts").stream())
                        .anyMatch(mount ->
                                name.equals(mount.get("name")) && path.path().equals(mount.get("mountPath")));
    }

    private List<Branch> volumes(String name) {
        return pod.spec().elements("volumes").stream()
                .filter(volume -> name.equals(volume.get("name")))
                .toList();
    }
}
