package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.harden.PolicyField;
import com.google.gson.Gson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes up settings, most of them nearly right, in all the forms in which they arrive. */
final class RandomSettings {
    private static final List<String> NAMES = Stream.concat(
                    Arrays.stream(OwnSetting.values()).map(OwnSetting::path),
                    Arrays.stream(PolicyField.values()).map(PolicyField::path))
            .toList();
    private static final List<Object> SCALARS = List.of(
            "true",
            "FALSE",
            "unset",
            "null",
            "",
            "~",
            "0",
            "10000",
            "-1",
            "0644",
            "1e3",
            "2147483648",
            "RuntimeDefault",
            "Localhost",
            "Unconfined",
            "Default",
            "ALL",
            "NET_BIND_SERVICE",
            "ALL,NET_RAW",
            "a,,b",
            "enforce",
            "audit",
            "restricted",
            "baseline",
            "privileged",
            "deny",
            "tighten",
            "jobName,podSecurityContext.runAsUser",
            "public",
            "crm",
            "/tmp=1Gi",
            "/tmp=1Gi,/data=5Mi",
            "/=1Gi",
            "a/b/c=d/e",
            "*/*/*=pf-secret-*",
            "a/b/c:D=e/f",
            "OnRootMismatch",
            "{\"a\":\"b\"}",
            "[\"ALL\"]",
            "[1,2]",
            "{\"type\":\"RuntimeDefault\"}",
            "net.ipv4.tcp_syncookies=1",
            "{\"limits\":{\"cpu\":\"1\"}}",
            "[{\"key\":\"a\",\"operator\":\"Exists\"}]",
            "\u0000",
            "\u202E\n",
            "ı",
            "İ",
            "😀",
            true,
            false,
            0,
            1,
            10_000L,
            -1,
            1e3,
            1.5,
            Double.NaN,
            new BigDecimal("1E+400"),
            Long.MAX_VALUE);
    private static final List<String> KEYS = List.of(
            "0", "1", "2", "00", "a", "name", "value", "type", "limits", "key", "example.com/x", "", "-", "weight");

    private static final Map<String, List<Object>> OWN = Map.ofEntries(
            Map.entry("mode", List.of("enforce", "audit")),
            Map.entry("enforcedTenants", List.of("public", List.of("a", "b"))),
            Map.entry("podSecurityLevel", List.of("restricted", "baseline", "privileged")),
            Map.entry("overrides", List.of("deny", "tighten", "jobName,runtimeFlags", List.of("hostUsers"))),
            Map.entry("allowedSecrets", List.of("a/b/c=d", "*/*/*=e*/k,a/b=c/d=f", List.of("a/b/c=pf-secret-*"))),
            Map.entry("secretEnvironment", List.of("a/b/c:D=e/f", Map.of("0", "a/*/c:D=e/f"))),
            Map.entry("jobNamespace", List.of("functions")),
            Map.entry("jobName", List.of("cdc", "a.b")),
            Map.entry(
                    "extraLabels",
                    List.of(Map.of("a", "b", "c", true), "{\"example.com/x\":\"\"}", Map.of("tenant", "x"))),
            Map.entry("extraAnnotations", List.of(Map.of("a", "b\n"))),
            Map.entry("nodeSelectorLabels", List.of(Map.of("disk", "ssd"))),
            Map.entry(
                    "tolerations",
                    List.of(Map.of("0", Map.of("key", "a", "tolerationSeconds", "7")), "[{\"key\":\"a\"}]")),
            Map.entry("resourceRequirements", List.of(Map.of("limits", Map.of("cpu", 0.5, "memory", "2048Mi")))),
            Map.entry("serviceAccountName", List.of("functions")),
            Map.entry("imagePullSecrets", List.of("a,b", List.of("c"))),
            Map.entry(
                    "affinity", List.of("{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{}}}")),
            Map.entry("topologySpreadConstraints", List.of(List.of(Map.of("maxSkew", "1", "topologyKey", "zone")))));

    private final IntUnaryOperator below;

    /** @param below gives a number from zero to one less than the given one */
    RandomSettings(IntUnaryOperator below) {
        this.below = below;
    }

    /** Settings as Pulsar hands them over. */
    Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        for (int i = below.applyAsInt(3); i >= 0; i--) {
            String name = pick(NAMES);
            if (below.applyAsInt(16) == 0) {
                name = misspelt(name);
            }
            put(config, name, below.applyAsInt(3) == 0 ? value(0) : fitting(name));
        }
        return config;
    }

    /** The same as a function's options: JSON, and sometimes broken JSON. */
    String options() {
        String json;
        try {
            json = new Gson().toJson(config());
        } catch (IllegalArgumentException e) {
            // JSON has no NaN.
            json = "{\"hostUsers\":NaN}";
        }
        if (below.applyAsInt(8) > 0) {
            return json;
        }
        int cut = below.applyAsInt(json.length() + 1);
        return json.substring(0, cut)
                + pick(List.of("", "{", "}", ",", "\"", "]", "//", "\u0000", "null", json))
                + json.substring(cut);
    }

    private void put(Map<String, Object> config, String name, Object value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            config.put(name, value);
            return;
        }
        Object group = config.computeIfAbsent(name.substring(0, dot), key -> new LinkedHashMap<String, Object>());
        if (group instanceof Map<?, ?> map) {
            put(Plain.map(map), name.substring(dot + 1), value);
        }
    }

    /** A value of the right type, in one of the forms in which it arrives. */
    private Object fitting(String name) {
        Optional<PolicyField> field = PolicyField.byPath(name);
        if (field.isEmpty()) {
            return pick(OWN.getOrDefault(name, SCALARS));
        }
        return switch (field.get().type()) {
            case BOOLEAN -> pick(List.of(true, false, "true", "FALSE"));
            case INTEGER -> pick(List.of(0, 60, 10_000, "10000", 1e4, "65535"));
            case TEXT -> pick(List.of("s0:c1", "cdc.json", "profiles/a", "unset"));
            case CHOICE -> pick(field.get().choices());
            case TEXT_LIST ->
                pick(List.of(
                        "ALL", List.of("ALL", "NET_RAW"), Map.of("0", "NET_BIND_SERVICE"), List.of(), "[\"ALL\"]"));
            case INTEGER_LIST -> pick(List.of("1,2", List.of(), List.of(0, "7"), "[3]"));
            case SYSCTLS -> pick(List.of(Map.of(), Map.of("net.ipv4.tcp_syncookies", 1), "kernel.shm_rmid_forced=1"));
            case WRITABLE_PATHS ->
                pick(List.of("/tmp=1Gi", "/tmp=64Mi,/pulsar/logs=1Mi", List.of(), Map.of("0", "/data=1Gi")));
        };
    }

    private String misspelt(String name) {
        int at = below.applyAsInt(name.length());
        return switch (below.applyAsInt(3)) {
            case 0 -> name.substring(0, at) + name.substring(at + 1);
            case 1 -> name.substring(0, at) + "x" + name.substring(at);
            default -> name.substring(0, at) + Character.toUpperCase(name.charAt(at)) + name.substring(at + 1);
        };
    }

    private Object value(int depth) {
        int kind = below.applyAsInt(depth > 2 ? 8 : 10);
        if (kind < 8) {
            return pick(SCALARS);
        }
        if (kind == 8) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = below.applyAsInt(3); i > 0; i--) {
                list.add(value(depth + 1));
            }
            return list;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = below.applyAsInt(3); i > 0; i--) {
            map.put(pick(KEYS), value(depth + 1));
        }
        return map;
    }

    private <T> T pick(List<T> from) {
        return from.get(below.applyAsInt(from.size()));
    }
}
