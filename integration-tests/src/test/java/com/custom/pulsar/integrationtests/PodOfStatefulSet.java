package com.custom.pulsar.integrationtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a StatefulSet says about its pods. */
record PodOfStatefulSet(JsonNode spec) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static PodOfStatefulSet of(Map<String, Object> statefulSet) {
        JsonNode tree = JSON.valueToTree(statefulSet);
        return new PodOfStatefulSet(tree.path("spec").path("template").path("spec"));
    }

    JsonNode container() {
        return spec.path("containers").path(0);
    }

    /** The last word of the command, which the shell runs. */
    String script() {
        return container().path("command").path(2).asText();
    }

    /** The size limits of the volumes that the container may write, by their paths. */
    Map<String, String> writablePaths() {
        Map<String, String> paths = new TreeMap<>();
        for (JsonNode mount : container().path("volumeMounts")) {
            JsonNode volume = volume(mount.path("name").asText());
            if (volume.has("emptyDir")) {
                paths.put(
                        mount.path("mountPath").asText(),
                        volume.path("emptyDir").path("sizeLimit").asText());
            }
        }
        return paths;
    }

    /** The names of the Secrets that are mounted, by their paths. */
    Map<String, String> mountedSecrets() {
        Map<String, String> secrets = new TreeMap<>();
        for (JsonNode mount : container().path("volumeMounts")) {
            JsonNode volume = volume(mount.path("name").asText());
            if (volume.has("secret")) {
                secrets.put(
                        mount.path("mountPath").asText(),
                        volume.path("secret").path("secretName").asText());
            }
        }
        return secrets;
    }

    /** The name of the Secret with the token that the function logs in with. */
    String tokenSecret() {
        return Optional.ofNullable(mountedSecrets().get("/etc/auth"))
                .orElseThrow(() -> new AssertionError("nothing is mounted at /etc/auth: " + spec));
    }

    private JsonNode volume(String name) {
        for (JsonNode volume : spec.path("volumes")) {
            if (volume.path("name").asText().equals(name)) {
                return volume;
            }
        }
        throw new AssertionError("no volume " + name + " in " + spec);
    }
}
