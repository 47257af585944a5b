package com.custom.pulsar.testsupport.kubernetes;

import java.util.List;
import java.util.Map;

/** The volumes of a pod as the kubelet mounts them into a container: emptyDir and secret. */
final class PodVolumes {
    // An emptyDir of the real kind is as large as the node's disk; here it is memory.
    private static final long UNLIMITED = 1L << 30;
    private static final long SECRET_BYTES = 1L << 20;
    private static final String SECRET_MODE = "440";

    private final Map<String, Object> podSpec;
    private final Map<String, Map<String, String>> secrets;
    private final long group;

    /**
     * @param secrets the namespace's, by name
     * @param group whom they belong to
     */
    PodVolumes(Map<String, Object> podSpec, Map<String, Map<String, String>> secrets, long group) {
        this.podSpec = podSpec;
        this.secrets = secrets;
        this.group = group;
    }

    /** @throws IllegalArgumentException for a volume that is not there or of another kind */
    void mount(Map<String, Object> container, ContainerFiles files) {
        for (Map<String, Object> mount : JsonObject.maps(container, "volumeMounts")) {
            if (mount.containsKey("subPath") || mount.containsKey("subPathExpr")) {
                throw new IllegalArgumentException("volumeMounts: the sandbox mounts no subPath");
            }
            String path = JsonObject.text(mount, "mountPath");
            Map<String, Object> volume = volume(JsonObject.text(mount, "name"));
            if (volume.containsKey("emptyDir")) {
                String limit = JsonObject.text(volume, "emptyDir", "sizeLimit");
                files.memory(path, group, "2777", limit.isEmpty() ? UNLIMITED : Quantity.bytes(limit));
            } else if (volume.containsKey("secret")) {
                mountSecret(JsonObject.text(volume, "secret", "secretName"), path, files);
            } else {
                throw new IllegalArgumentException("volumes: the sandbox has emptyDir and secret, and not " + volume);
            }
            if (Boolean.TRUE.equals(mount.get("readOnly"))) {
                files.readOnly(path);
            }
        }
    }

    private void mountSecret(String name, String path, ContainerFiles files) {
        Map<String, String> secret = secrets.get(name);
        if (secret == null) {
            throw new IllegalArgumentException("secret \"" + name + "\" not found");
        }
        files.memory(path, group, "755", SECRET_BYTES);
        secret.forEach((key, value) -> files.file(path + "/" + key, group, SECRET_MODE, value));
        files.readOnly(path);
    }

    private Map<String, Object> volume(String name) {
        List<Map<String, Object>> volumes = JsonObject.maps(podSpec, "volumes");
        return volumes.stream()
                .filter(volume -> name.equals(volume.get("name")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "volumeMounts: there is no volume '" + name + "' among " + volumes));
    }
}
