package com.custom.pulsar.securitycustomizer;

import com.google.gson.Gson;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Kubernetes client's model objects as plain maps, and back, through the client's own JSON.
 *
 * <p>No method of the client is called, because their signatures differ between the clients of Pulsar 4.0 and 4.2: its Gson is
 * found by reflection ({@code JSON.getGson()} belongs to an instance in client 18 and to the class since 20), and the objects
 * are filled field by field. Immutable and safe for many threads; the objects given to it are not.
 */
final class ManifestBridge {
    private static final String CLIENT_JSON = "io.kubernetes.client.openapi.JSON";

    private final Gson client;
    private final Gson writer = new Gson();

    /** @throws IllegalStateException if there is no Kubernetes client in the class path or its JSON is reached in another way */
    ManifestBridge() {
        try {
            Class<?> json = Class.forName(CLIENT_JSON, true, ManifestBridge.class.getClassLoader());
            Method gson = json.getMethod("getGson");
            Object instance = Modifier.isStatic(gson.getModifiers())
                    ? null
                    : json.getConstructor().newInstance();
            client = (Gson) gson.invoke(instance);
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new IllegalStateException(
                    "The JSON of the Kubernetes client (" + CLIENT_JSON + ") cannot be used: " + e, e);
        }
    }

    /** The object as changeable maps and lists; fields that are not set are absent. */
    Map<String, @Nullable Object> read(Object model) {
        return StrictJson.parseObject(client.toJson(model));
    }

    /**
     * Makes the object say what the maps say. It is left as it was when that fails.
     *
     * @throws ManifestLossException if the client's model cannot hold everything that the maps say
     */
    void write(Map<String, ? extends @Nullable Object> manifest, Object model) {
        Object fresh = convert(manifest, model.getClass());
        List<ManifestDifference> differences = ManifestDifference.between(manifest, read(fresh));
        if (!differences.isEmpty()) {
            throw new ManifestLossException(differences);
        }
        try {
            for (Class<?> type = model.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        field.set(model, field.get(fresh));
                    }
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Cannot fill " + model.getClass().getName(), e);
        }
    }

    /**
     * The plain value as the client writes it after having read it as the named model: numbers that were given as text become
     * numbers, quantities get the client's form.
     *
     * @param model the simple name of a class of {@code io.kubernetes.client.openapi.models}
     * @throws ManifestLossException if the model cannot hold everything that the value says
     */
    Map<String, @Nullable Object> canonical(Map<String, ? extends @Nullable Object> value, String model) {
        Class<?> type;
        try {
            type = Class.forName(
                    "io.kubernetes.client.openapi.models." + model, true, ManifestBridge.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The Kubernetes client has no class " + model, e);
        }
        Map<String, @Nullable Object> canonical = read(convert(value, type));
        List<ManifestDifference> differences = ManifestDifference.between(value, canonical);
        if (!differences.isEmpty()) {
            throw new ManifestLossException(differences);
        }
        return canonical;
    }

    private Object convert(Map<String, ? extends @Nullable Object> manifest, Class<?> type) {
        try {
            return client.fromJson(writer.toJson(manifest), type);
        } catch (RuntimeException e) {
            // Every adapter of the client has exceptions of its own: for a wrong type, a bad quantity, an unknown
            // field.
            // Client 23 ends its message with the whole object, in which a connector's password may stand.
            String reason = String.valueOf(e.getMessage());
            int object = reason.indexOf(" JSON: ");
            throw new ManifestLossException(object < 0 ? reason : reason.substring(0, object), e);
        }
    }
}
