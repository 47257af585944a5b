package com.custom.pulsar.podsecurity.harden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A manifest after hardening, which has been tried a second time as well. */
record Hardened(Map<String, Object> object, HardeningReport report) {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.USE_LONG_FOR_INTS);

    static Map<String, Object> yaml(String text) {
        try {
            return YAML.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static Hardened of(HardeningPolicy policy, String yaml) {
        return of(policy, yaml(yaml));
    }

    static Hardened of(HardeningPolicy policy, Map<String, Object> object) {
        Hardener hardener = new Hardener(policy);
        HardeningReport report = hardener.harden(object);
        Object first = copy(object);
        HardeningReport again = hardener.harden(object);
        assertThat(again.changes())
                .as("changes of a second run with %s, after %s", policy, report.changes())
                .isEmpty();
        assertThat(again.obstacles()).as("obstacles of a second run").isEqualTo(report.obstacles());
        assertThat(object).as("object after a second run").isEqualTo(first);
        return new Hardened(object, report);
    }

    /** A Pod with that spec. */
    static Hardened pod(HardeningPolicy policy, String spec) {
        Map<String, Object> pod = yaml("{apiVersion: v1, kind: Pod}");
        pod.put("spec", yaml(spec));
        return of(policy, pod);
    }

    /** The value at keys and places in lists, such as {@code spec.containers.0.name}; null if there is none. */
    @Nullable
    Object at(String path) {
        Object value = object;
        for (String key : path.split("\\.", -1)) {
            if (value instanceof Map<?, ?> map) {
                value = map.get(key);
            } else if (value instanceof List<?> list) {
                value = list.get(Integer.parseInt(key));
            } else {
                return null;
            }
        }
        return value;
    }

    @Nullable
    Object annotation(String name) {
        return at("metadata.annotations") instanceof Map<?, ?> annotations ? annotations.get(name) : null;
    }

    /** A copy all the way down, which can be changed. */
    static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, copy(each)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(copy(each)));
            return copy;
        }
        return value;
    }
}
