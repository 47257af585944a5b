package com.custom.pulsar.podsecurity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The fields that the API server of Kubernetes 1.37 knows, by type: everything that a Pod or a workload is made of. The
 * table is a resource that {@code src/oracle} writes from Kubernetes' own types.
 */
final class KubernetesTypes {

    private static final String RESOURCE = "kubernetes-types.txt";

    /** The table of Kubernetes 1.37. */
    static final KubernetesTypes NEWEST = read();

    private final Map<String, Map<String, ValueType>> fieldsByType;

    private KubernetesTypes(Map<String, Map<String, ValueType>> fieldsByType) {
        this.fieldsByType = fieldsByType;
    }

    /** The known fields of a type, by name. */
    Map<String, ValueType> fields(ValueType.Fields type) {
        return Objects.requireNonNull(fieldsByType.get(type.name()), type.name());
    }

    private static KubernetesTypes read() {
        InputStream resource = Objects.requireNonNull(KubernetesTypes.class.getResourceAsStream(RESOURCE), RESOURCE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            Map<String, Map<String, ValueType>> types = new HashMap<>();
            lines.lines().forEach(line -> {
                String[] words = line.split(" ");
                types.put(words[0], fields(words));
            });
            return new KubernetesTypes(types);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, ValueType> fields(String[] words) {
        Map<String, ValueType> fields = new HashMap<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            fields.put(word.substring(0, equals), type(word.substring(equals + 1)));
        }
        return Map.copyOf(fields);
    }

    private static ValueType type(String word) {
        return switch (word.charAt(0)) {
            case '[' -> new ValueType.ListOf(type(word.substring(1)));
            case '{' -> new ValueType.MapOf(type(word.substring(1)));
            default ->
                Arrays.stream(ValueType.Scalar.values())
                        .filter(scalar -> scalar.word().equals(word))
                        .<ValueType>map(scalar -> scalar)
                        .findFirst()
                        .orElseGet(() -> new ValueType.Fields(word));
        };
    }
}
