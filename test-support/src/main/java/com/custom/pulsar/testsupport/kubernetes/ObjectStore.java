package com.custom.pulsar.testsupport.kubernetes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The objects of the cluster, with what the server itself writes into their metadata. Gives and takes copies. Not
 * thread-safe.
 */
final class ObjectStore {
    private final Map<Key, Map<String, Object>> objects = new TreeMap<>();
    private long version;

    private record Key(String resource, String namespace, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byResource = resource.compareTo(other.resource);
            int byNamespace = namespace.compareTo(other.namespace);
            return byResource != 0 ? byResource : byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }
    }

    Optional<Map<String, Object>> find(ApiResource resource, String namespace, String name) {
        return Optional.ofNullable(objects.get(new Key(resource.qualified(), namespace, name)))
                .map(JsonObject::copy);
    }

    /** By name; of all namespaces where the namespace is empty. */
    List<Map<String, Object>> list(ApiResource resource, String namespace) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().resource.equals(resource.qualified())
                        && (namespace.isEmpty() || entry.getKey().namespace.equals(namespace)))
                .map(entry -> JsonObject.copy(entry.getValue()))
                .toList();
    }

    Map<String, Object> create(ApiResource resource, Map<String, Object> object) {
        Map<String, Object> created = JsonObject.copy(object);
        Map<String, Object> metadata = JsonObject.child(created, "metadata");
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put(
                "creationTimestamp",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return put(resource, created);
    }

    /** Puts an object into the place of one that is there, whose identity it keeps. */
    Map<String, Object> replace(ApiResource resource, Map<String, Object> before, Map<String, Object> object) {
        Map<String, Object> replaced = JsonObject.copy(object);
        Map<String, Object> metadata = JsonObject.child(replaced, "metadata");
        metadata.put("uid", JsonObject.text(before, "metadata", "uid"));
        metadata.put("creationTimestamp", JsonObject.text(before, "metadata", "creationTimestamp"));
        return put(resource, replaced);
    }

    void delete(ApiResource resource, String namespace, String name) {
        objects.remove(new Key(resource.qualified(), namespace, name));
        version++;
    }

    /** The version of the whole, as a list carries it. */
    String version() {
        return Long.toString(version);
    }

    private Map<String, Object> put(ApiResource resource, Map<String, Object> object) {
        version++;
        JsonObject.child(object, "metadata").put("resourceVersion", version());
        objects.put(
                new Key(
                        resource.qualified(),
                        JsonObject.text(object, "metadata", "namespace"),
                        JsonObject.text(object, "metadata", "name")),
                object);
        return JsonObject.copy(object);
    }
}
