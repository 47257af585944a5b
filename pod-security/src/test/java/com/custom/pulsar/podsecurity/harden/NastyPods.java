package com.custom.pulsar.podsecurity.harden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes manifests up: well-formed ones that break every rule that can be mended, and on request any other. */
final class NastyPods {
    private static final List<String> PROFILES = List.of("RuntimeDefault", "Localhost", "Unconfined");
    private static final List<String> CAPABILITIES =
            List.of("ALL", "all", "NET_ADMIN", "CAP_SYS_ADMIN", "NET_BIND_SERVICE", "CHOWN", "net_raw");
    private static final List<String> PATHS =
            List.of("/tmp", "/tmp/", "/", "/tmp/a", "/data", "tmp", "/data/../tmp", "/var/tmp");

    private final Random random;

    NastyPods(long seed) {
        this.random = new Random(seed);
    }

    /** An object whose pods the standard policy can harden until every version of Pod Security allows them. */
    Map<String, Object> mendable() {
        Map<String, Object> holder = new LinkedHashMap<>();
        int containers = 1 + random.nextInt(3);
        maybe(holder, "metadata", () -> metadata(containers));
        holder.put("spec", spec(containers));
        return inWorkload(holder);
    }

    /** An object with pods that may have anything wrong, with values of wrong types and unmodifiable maps and lists. */
    Map<String, Object> any() {
        Map<String, Object> object = mendable();
        int faults = random.nextInt(4);
        for (int fault = 0; fault < faults; fault++) {
            spoil(object);
        }
        return object;
    }

    private Map<String, Object> inWorkload(Map<String, Object> holder) {
        return switch (random.nextInt(6)) {
            case 0 -> map("apiVersion", "apps/v1", "kind", "Deployment", "spec", map("template", holder));
            case 1 ->
                map(
                        "apiVersion",
                        "apps/v1",
                        "kind",
                        "StatefulSet",
                        "spec",
                        map(
                                "template",
                                holder,
                                "volumeClaimTemplates",
                                new ArrayList<>(List.of(map("metadata", map("name", "writable-tmp"))))));
            case 2 ->
                map(
                        "apiVersion",
                        "batch/v1",
                        "kind",
                        "CronJob",
                        "spec",
                        map("jobTemplate", map("spec", map("template", holder))));
            case 3 -> {
                Map<String, Object> pod = map("apiVersion", "v1", "kind", "Pod");
                pod.putAll(holder);
                yield map("apiVersion", "v1", "kind", "List", "items", new ArrayList<>(List.of(pod, pod)));
            }
            default -> {
                holder.put("apiVersion", "v1");
                holder.put("kind", "Pod");
                yield holder;
            }
        };
    }

    private Map<String, Object> metadata(int containers) {
        Map<String, Object> annotations = new LinkedHashMap<>();
        for (int i = 0; i <= containers; i++) {
            String name = "c" + i;
            maybe(annotations, "container.apparmor.security.beta.kubernetes.io/" + name, this::appArmorAnnotation);
            maybe(annotations, "container.seccomp.security.alpha.kubernetes.io/" + name, this::seccompAnnotation);
        }
        maybe(annotations, "seccomp.security.alpha.kubernetes.io/pod", this::seccompAnnotation);
        maybe(annotations, "note", () -> "unconfined");
        return map("name", "nasty", "annotations", annotations);
    }

    private String appArmorAnnotation() {
        return one(List.of("unconfined", "runtime/default", "localhost/x", ""));
    }

    private String seccompAnnotation() {
        return one(List.of("unconfined", "runtime/default", "docker/default", "localhost/x", "nonsense"));
    }

    private Map<String, Object> spec(int containers) {
        Map<String, Object> spec = new LinkedHashMap<>();
        maybe(spec, "hostUsers", random::nextBoolean);
        maybe(spec, "automountServiceAccountToken", random::nextBoolean);
        maybe(spec, "enableServiceLinks", random::nextBoolean);
        maybe(spec, "terminationGracePeriodSeconds", () -> number(random.nextInt(100)));
        maybe(spec, "securityContext", this::podContext);
        maybe(spec, "hostNetwork", () -> false);
        List<Object> volumes = new ArrayList<>();
        for (String name : List.of("v0", "v1", "writable-tmp", "writable-tmp-2")) {
            if (random.nextInt(3) == 0) {
                volumes.add(volume(name));
            }
        }
        if (random.nextBoolean()) {
            spec.put("volumes", volumes);
        }
        List<Object> main = new ArrayList<>();
        List<Object> init = new ArrayList<>();
        List<Object> ephemeral = new ArrayList<>();
        for (int i = 0; i < containers; i++) {
            one(List.of(main, main, init, ephemeral)).add(container("c" + i));
        }
        spec.put("containers", main);
        spec.put("initContainers", init);
        spec.put("ephemeralContainers", ephemeral);
        return spec;
    }

    private Map<String, Object> volume(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> map("name", name, "emptyDir", new LinkedHashMap<>());
            case 1 -> map("name", name, "emptyDir", map("sizeLimit", one(List.of("1Gi", "2Gi"))));
            case 2 -> map("name", name, "configMap", map("name", "x"));
            default ->
                map("name", name, "persistentVolumeClaim", map("claimName", "x", "readOnly", random.nextBoolean()));
        };
    }

    private Map<String, Object> container(String name) {
        Map<String, Object> container = map("name", name, "image", "example");
        maybe(container, "securityContext", this::containerContext);
        maybe(container, "volumeMounts", () -> {
            List<Object> mounts = new ArrayList<>();
            for (String path : PATHS) {
                if (random.nextInt(PATHS.size()) == 0) {
                    Map<String, Object> mount =
                            map("name", one(List.of("v0", "v1", "writable-tmp")), "mountPath", path);
                    maybe(mount, "readOnly", random::nextBoolean);
                    mounts.add(mount);
                }
            }
            return mounts;
        });
        return container;
    }

    private Map<String, Object> podContext() {
        Map<String, Object> context = bothContexts();
        maybe(context, "fsGroup", this::id);
        maybe(context, "fsGroupChangePolicy", () -> one(List.of("Always", "OnRootMismatch")));
        maybe(context, "supplementalGroups", () -> new ArrayList<>(List.of(id(), id())));
        maybe(context, "sysctls", () -> new ArrayList<>(List.of(map("name", "kernel.shm_rmid_forced", "value", "1"))));
        return context;
    }

    private Map<String, Object> containerContext() {
        Map<String, Object> context = bothContexts();
        maybe(context, "allowPrivilegeEscalation", random::nextBoolean);
        maybe(context, "privileged", random::nextBoolean);
        maybe(context, "readOnlyRootFilesystem", random::nextBoolean);
        maybe(context, "procMount", () -> one(List.of("Default", "Unmasked")));
        maybe(context, "capabilities", () -> {
            Map<String, Object> capabilities = new LinkedHashMap<>();
            maybe(capabilities, "add", this::capabilities);
            maybe(capabilities, "drop", this::capabilities);
            return capabilities;
        });
        return context;
    }

    private Map<String, Object> bothContexts() {
        Map<String, Object> context = new LinkedHashMap<>();
        maybe(context, "runAsNonRoot", random::nextBoolean);
        maybe(context, "runAsUser", this::id);
        maybe(context, "runAsGroup", this::id);
        maybe(context, "seccompProfile", this::profile);
        if (random.nextInt(4) == 0) {
            context.put("appArmorProfile", profile());
        }
        maybe(context, "seLinuxOptions", () -> map(one(List.of("type", "level")), "container_t"));
        maybe(context, "windowsOptions", () -> map("hostProcess", random.nextBoolean()));
        return context;
    }

    private List<Object> capabilities() {
        List<Object> names = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            names.add(one(CAPABILITIES));
        }
        return names;
    }

    private Map<String, Object> profile() {
        String type = one(PROFILES);
        return type.equals("Localhost") ? map("type", type, "localhostProfile", "x") : map("type", type);
    }

    private Object id() {
        return number(one(List.of(0, 1, 999, 10_000)));
    }

    /** In one of the classes that parsers give. */
    private Object number(int value) {
        return one(List.<Object>of(value, (long) value, (double) value));
    }

    /** Puts a value that is not meant to be there in some place of the tree. */
    private void spoil(Map<String, Object> object) {
        Object place = object;
        for (int depth = random.nextInt(9); depth > 0; depth--) {
            Object next = child(place);
            if (!(next instanceof Map<?, ?>) && !(next instanceof List<?>)) {
                break;
            }
            place = next;
        }
        if (place instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked")
            Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) map;
            String key = fields.isEmpty() || random.nextInt(3) == 0
                    ? one(List.of(
                            "hostNetwork", "hostPID", "volumes", "os", "securityContext", "type", "name", "privileged"))
                    : String.valueOf(one(List.copyOf(map.keySet())));
            fields.put(key, junk());
        } else if (place instanceof List<?> list) {
            @SuppressWarnings("unchecked")
            List<@Nullable Object> elements = (List<@Nullable Object>) list;
            elements.add(random.nextInt(elements.size() + 1), junk());
        }
    }

    private @Nullable Object child(Object place) {
        List<?> children = place instanceof Map<?, ?> map ? new ArrayList<>(map.values()) : (List<?>) place;
        return children.isEmpty() ? null : children.get(random.nextInt(children.size()));
    }

    private @Nullable Object junk() {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> true;
            case 2 -> "true";
            case 3 -> -1;
            case 4 -> 1.5;
            case 5 -> Double.NaN;
            case 6 -> new ArrayList<>();
            case 7 -> new ArrayList<>(List.of(map("name", "v0", "hostPath", map("path", "/"))));
            case 8 -> map("name", "windows");
            case 9 -> new LinkedHashMap<>(Map.of(7, "seven"));
            case 10 -> new Object();
            default -> "Unconfined";
        };
    }

    private void maybe(Map<String, Object> map, String key, Supplier<Object> value) {
        if (random.nextBoolean()) {
            map.put(key, value.get());
        }
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static Map<String, Object> map(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
