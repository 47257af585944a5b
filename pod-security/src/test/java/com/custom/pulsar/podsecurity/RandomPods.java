package com.custom.pulsar.podsecurity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes nasty objects with pods. Half of them are good pods that were changed in a few places, so that many fail by one control
 * only, the others are random down to the last field that the API knows.
 */
final class RandomPods {

    /** The way to what controls look at. */
    private static final Set<String> WAY =
            Set.of("spec", "template", "jobTemplate", "containers", "securityContext", "capabilities");
    /** The fields that controls look at, and some on the way. */
    private static final Set<String> LOOKED_AT = Set.of(
            "metadata",
            "annotations",
            "initContainers",
            "ephemeralContainers",
            "volumes",
            "hostNetwork",
            "hostPID",
            "hostIPC",
            "hostUsers",
            "os",
            "name",
            "ports",
            "hostPort",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle",
            "postStart",
            "preStop",
            "httpGet",
            "tcpSocket",
            "host",
            "allowPrivilegeEscalation",
            "appArmorProfile",
            "add",
            "drop",
            "privileged",
            "procMount",
            "runAsNonRoot",
            "runAsUser",
            "seccompProfile",
            "seLinuxOptions",
            "type",
            "user",
            "role",
            "sysctls",
            "windowsOptions",
            "hostProcess");

    private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers", "ephemeralContainers");
    private static final int MOST_CHANGES = 10;

    private final KubernetesTypes types = KubernetesTypes.NEWEST;
    private final RandomGenerator random;
    private final InterestingValues values;
    /** How likely a value of a wrong type is, in thousandths; most pods have none, or nothing else would be tried. */
    private int wrongTypes;

    RandomPods(long seed) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.values = new InterestingValues(random);
    }

    /** The next object. */
    Map<String, Object> next() {
        wrongTypes = random.nextInt(5) == 0 ? 10 : 0;
        Workload workload = random.nextInt(3) == 0 ? values.oneOf(List.of(Workload.values())) : Workload.POD;
        ValueType.Fields type = new ValueType.Fields(workload.kind());
        Map<String, Object> object;
        if (random.nextInt(3) == 0) {
            object = struct(type, 0);
        } else {
            object = good(workload);
            for (int changes = random.nextInt(MOST_CHANGES + 1); changes > 0; changes--) {
                change(object, type);
            }
        }
        // Kubernetes reads these two, and only these, whatever their case.
        object.keySet().removeIf(name -> name.equalsIgnoreCase("kind") || name.equalsIgnoreCase("apiVersion"));
        if (workload != Workload.POD || random.nextInt(4) != 0 || object.get("spec") == null) {
            object.put("kind", workload.kind());
            object.put("apiVersion", workload.apiVersion());
        }
        return object;
    }

    /** A pod that passes restricted in every version. */
    private Map<String, Object> good(Workload workload) {
        Map<String, Object> spec = map();
        spec.put("securityContext", map("runAsNonRoot", true, "seccompProfile", map("type", "RuntimeDefault")));
        for (String list : CONTAINER_LISTS) {
            List<Object> containers = new ArrayList<>();
            for (int count = random.nextInt(list.equals("containers") ? 3 : 2); count >= 0; count--) {
                containers.add(goodContainer());
            }
            if (list.equals("containers") || random.nextInt(3) == 0) {
                spec.put(list, containers);
            }
        }
        if (random.nextBoolean()) {
            spec.put("volumes", new ArrayList<>(List.of(map("name", "v", "emptyDir", map()))));
        }
        Map<String, Object> holder = map("spec", spec);
        return switch (workload) {
            case POD -> holder;
            case POD_TEMPLATE -> map("template", holder);
            case CRON_JOB -> map("spec", map("jobTemplate", map("spec", map("template", holder))));
            default -> map("spec", map("template", holder));
        };
    }

    private Map<String, Object> goodContainer() {
        return map(
                "name",
                values.oneOf(List.of("app", "a", "b")),
                "securityContext",
                map("allowPrivilegeEscalation", false, "capabilities", map("drop", new ArrayList<>(List.of("ALL")))));
    }

    /** Changes one field somewhere below. */
    private void change(Map<String, Object> struct, ValueType.Fields type) {
        Map<String, ValueType> fields = types.fields(type);
        if (fields.isEmpty()) {
            return;
        }
        String name = likelyField(fields);
        @Nullable ValueType fieldType = fields.get(name);
        @Nullable Object present = struct.get(name);
        boolean descend = random.nextInt(5) != 0;
        if (fieldType instanceof ValueType.Fields fieldsType && descend) {
            Map<String, Object> below = asStruct(present);
            struct.put(name, below);
            change(below, fieldsType);
        } else if (fieldType instanceof ValueType.ListOf listOf
                && listOf.element() instanceof ValueType.Fields elementType
                && present instanceof List<?> list
                && !list.isEmpty()
                && descend) {
            change(asStruct(list.get(random.nextInt(list.size()))), elementType);
        } else {
            put(struct, fields, name, 2);
        }
    }

    @SuppressWarnings("unchecked") // made here
    private static Map<String, Object> asStruct(@Nullable Object present) {
        return present instanceof Map<?, ?> map ? (Map<String, Object>) map : map();
    }

    private String likelyField(Map<String, ValueType> fields) {
        List<String> names = fields.keySet().stream().sorted().toList();
        List<String> way = names.stream().filter(WAY::contains).toList();
        List<String> lookedAt = names.stream().filter(LOOKED_AT::contains).toList();
        int choice = random.nextInt(8);
        return values.oneOf(choice < 3 && !way.isEmpty() ? way : choice < 7 && !lookedAt.isEmpty() ? lookedAt : names);
    }

    private Map<String, Object> struct(ValueType.Fields type, int depth) {
        Map<String, Object> struct = map();
        Map<String, ValueType> fields = types.fields(type);
        for (String name : fields.keySet().stream().sorted().toList()) {
            int likelihood = WAY.contains(name) ? 850 : LOOKED_AT.contains(name) ? 350 : 120 / (depth + 1);
            if (random.nextInt(1000) < likelihood) {
                put(struct, fields, name, depth + 1);
            }
        }
        return struct;
    }

    private void put(Map<String, Object> struct, Map<String, ValueType> fields, String name, int depth) {
        int choice = random.nextInt(100);
        String key = choice == 0 ? otherCase(name) : choice == 1 ? "unknown" + random.nextInt(3) : name;
        if (choice >= 2 && choice < 6) {
            put(struct, key, null);
        } else {
            put(struct, key, value(name, type(fields, name), depth));
        }
    }

    private static ValueType type(Map<String, ValueType> fields, String name) {
        ValueType type = fields.get(name);
        if (type == null) {
            throw new AssertionError(name);
        }
        return type;
    }

    private @Nullable Object value(String field, ValueType type, int depth) {
        if (random.nextInt(1000) < wrongTypes) {
            return values.anything();
        }
        if (type instanceof ValueType.Fields fields) {
            return struct(fields, depth);
        }
        if (type instanceof ValueType.MapOf mapOf) {
            return map(field, mapOf, depth);
        }
        if (type instanceof ValueType.ListOf listOf) {
            return list(field, listOf, depth);
        }
        return scalar(field, (ValueType.Scalar) type);
    }

    private Map<String, Object> map(String field, ValueType.MapOf type, int depth) {
        boolean annotations = field.equals("annotations");
        Map<String, Object> map = map();
        for (int count = random.nextInt(4); count > 0; count--) {
            String key = annotations ? values.annotationKey() : values.text("name");
            Object value = annotations ? values.annotationValue() : value(field, type.value(), depth);
            put(map, key, random.nextInt(20) == 0 ? null : value);
        }
        return map;
    }

    private List<Object> list(String field, ValueType.ListOf type, int depth) {
        List<Object> list = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            @Nullable Object element = random.nextInt(25) == 0 ? null : value(field, type.element(), depth);
            add(list, element);
        }
        return list;
    }

    private @Nullable Object scalar(String field, ValueType.Scalar type) {
        return switch (type) {
            case BOOL -> values.bool();
            case STRING -> values.text(field);
            case INT32, INT64 -> values.number();
            case QUANTITY -> values.quantity();
            case INT_OR_STRING -> values.intOrString();
            case TIME -> values.time();
            case ANY -> values.anything();
        };
    }

    private static String otherCase(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(name) ? name.toUpperCase(Locale.ROOT) : lower;
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    @SuppressWarnings("NullAway") // a JSON null
    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        map.put(key, value);
    }

    @SuppressWarnings("NullAway") // a JSON null
    private static void add(List<Object> list, @Nullable Object value) {
        list.add(value);
    }
}
