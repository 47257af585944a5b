package com.custom.pulsar.securitycustomizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything that reads a Secret: by the names that Kubernetes' API gives to such fields, at any depth, so that a kind of
 * volume that is new to this class is found too.
 */
final class SecretReferences {
    private final List<SecretReference> found = new ArrayList<>();

    private SecretReferences() {}

    /** In a pod template's spec: variables, volumes, pull secrets. */
    static List<SecretReference> inPodSpec(Map<String, ? extends @Nullable Object> podSpec) {
        SecretReferences references = new SecretReferences();
        references.walk("spec", podSpec);
        for (Map<String, @Nullable Object> pull : Plain.children(podSpec, "imagePullSecrets")) {
            references.add("spec.imagePullSecrets", pull.get("name"), Optional.empty());
        }
        return references.found;
    }

    /**
     * In the secrets of a function, as Pulsar's Kubernetes secrets provider reads them: {@code {"NAME": {"path": "the Secret",
     * "key": "the key"}}}. Values that are no objects are the clear text of other providers; they are not looked at.
     *
     * @throws IllegalArgumentException if it is no such JSON; nothing of it is quoted
     */
    static List<SecretReference> inSecretsMap(String json) {
        SecretReferences references = new SecretReferences();
        StrictJson.parseObject(json).forEach((name, value) -> {
            if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> reference = Plain.map(map);
                references.add(
                        "secrets." + Shown.plain(name),
                        reference.get("path"),
                        Optional.of(Plain.text(reference, "key")));
            }
        });
        return references.found;
    }

    private void walk(String path, @Nullable Object value) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(path + "[" + i + "]", list.get(i));
            }
        } else if (value instanceof Map<?, ?> map) {
            Plain.map(map).forEach((name, child) -> member(path + "." + name, name, Plain.map(map), child));
        }
    }

    private void member(String path, String name, Map<String, @Nullable Object> parent, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> reference = Plain.map(map);
            if (name.equals("secretKeyRef")) {
                add(path, reference.get("name"), Optional.of(Plain.text(reference, "key")));
            } else if (name.equals("secretRef") || name.endsWith("SecretRef")) {
                add(path, reference.get("name"), Optional.empty());
            } else if (name.equals("secret") && reference.containsKey("name")) {
                items(path, reference.get("name"), reference);
            }
        } else if (name.equals("secretName")) {
            items(path, value, parent);
        }
        walk(path, value);
    }

    /** A volume's reference: to the keys that it picks, else to all. */
    private void items(String path, @Nullable Object secret, Map<String, @Nullable Object> reference) {
        List<Map<String, @Nullable Object>> items = Plain.children(reference, "items");
        if (items.isEmpty()) {
            add(path, secret, Optional.empty());
        }
        items.forEach(item -> add(path, secret, Optional.of(Plain.text(item, "key"))));
    }

    private void add(String where, @Nullable Object secret, Optional<String> key) {
        found.add(new SecretReference(where, secret instanceof String name ? name : "", key));
    }
}
