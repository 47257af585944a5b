package com.custom.pulsar.testsupport.kubernetes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Part of what the API server requires of a pod's spec: names that are there and unique, mounts that name a volume, at paths
 * that are not taken.
 */
final class PodSpecValidation {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final List<String> causes = new ArrayList<>();
    private final Set<String> containers = new HashSet<>();
    private final Set<String> volumes = new HashSet<>();

    private PodSpecValidation() {}

    /** What is wrong, each with its path; empty if nothing is. */
    static List<String> causes(Map<String, Object> spec, String path) {
        PodSpecValidation validation = new PodSpecValidation();
        validation.check(spec, path);
        return List.copyOf(validation.causes);
    }

    private void check(Map<String, Object> spec, String path) {
        forEach(spec, path, "volumes", (volume, at) -> name(volume, at, volumes));
        if (JsonObject.maps(spec, "containers").isEmpty()) {
            causes.add(path + ".containers: Required value");
        }
        forEach(spec, path, "initContainers", this::container);
        forEach(spec, path, "containers", this::container);
        if (JsonObject.at(spec, "terminationGracePeriodSeconds") instanceof Number seconds && seconds.longValue() < 0) {
            causes.add(path + ".terminationGracePeriodSeconds: Invalid value: " + seconds
                    + ": must be greater than or equal to 0");
        }
    }

    private void container(Map<String, Object> container, String path) {
        name(container, path, containers);
        if (JsonObject.text(container, "image").isEmpty()) {
            causes.add(path + ".image: Required value");
        }
        Set<String> paths = new HashSet<>();
        forEach(container, path, "volumeMounts", (mount, at) -> {
            String volume = JsonObject.text(mount, "name");
            if (!volumes.contains(volume)) {
                causes.add(at + ".name: Not found: \"" + volume + "\"");
            }
            String mountPath = JsonObject.text(mount, "mountPath");
            if (mountPath.isEmpty()) {
                causes.add(at + ".mountPath: Required value");
            } else if (!paths.add(mountPath)) {
                causes.add(at + ".mountPath: Invalid value: \"" + mountPath + "\": must be unique");
            }
        });
        forEach(container, path, "env", (variable, at) -> {
            if (JsonObject.text(variable, "name").isEmpty()) {
                causes.add(at + ".name: Required value");
            }
        });
    }

    private void name(Map<String, Object> object, String path, Set<String> taken) {
        String name = JsonObject.text(object, "name");
        if (!NAME.matcher(name).matches()) {
            causes.add(path + ".name: Invalid value: \"" + name + "\": a lowercase RFC 1123 label is required");
        } else if (!taken.add(name)) {
            causes.add(path + ".name: Duplicate value: \"" + name + "\"");
        }
    }

    private interface Check {
        void at(Map<String, Object> object, String path);
    }

    private static void forEach(Map<String, Object> parent, String path, String key, Check check) {
        List<Map<String, Object>> members = JsonObject.maps(parent, key);
        for (int i = 0; i < members.size(); i++) {
            check.at(members.get(i), path + "." + key + "[" + i + "]");
        }
    }
}
