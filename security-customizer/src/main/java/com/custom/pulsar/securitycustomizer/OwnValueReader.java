package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.PodSecurityLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of one of the customizer's own settings. Settings that go into manifests are given as a manifest holds them:
 * texts, {@code Long}s, maps and lists; the administrator's own as their records.
 */
final class OwnValueReader {
    // org.apache.pulsar.common.naming.NamedEntity
    private static final Pattern TENANT = Pattern.compile("[-=:.\\w]+");

    private final SettingNames names;
    private final Optional<ManifestBridge> bridge;
    private final Problems problems;

    OwnValueReader(SettingNames names, Optional<ManifestBridge> bridge, Problems problems) {
        this.names = names;
        this.bridge = bridge;
        this.problems = problems;
    }

    /** The value; empty when it is bad, which the problems say then. */
    Optional<Object> read(OwnSetting setting, RawValue raw) {
        String path = setting.path();
        return switch (setting) {
            case MODE -> one(path, raw, value -> choice(value, Mode.values()));
            case ENFORCED_TENANTS -> each(path, raw, "tenants with commas between", OwnValueReader::tenant);
            case POD_SECURITY_LEVEL -> one(path, raw, value -> choice(value, PodSecurityLevel.values()));
            case OVERRIDES -> overrides(path, raw);
            case ALLOWED_SECRETS ->
                each(path, raw, "rules with commas between", value -> SecretRule.parse(value.asText("a rule")));
            case SECRET_ENVIRONMENT ->
                each(path, raw, "rules with commas between", value -> SecretVariable.parse(value.asText("a rule")));
            case JOB_NAMESPACE -> one(path, raw, value -> name(value, KubernetesName.LABEL));
            case JOB_NAME -> one(path, raw, value -> name(value, KubernetesName.JOB_NAME));
            case EXTRA_LABELS, NODE_SELECTOR_LABELS -> textMap(path, raw, KubernetesName.LABEL_VALUE::check);
            case EXTRA_ANNOTATIONS -> textMap(path, raw, value -> value);
            case TOLERATIONS -> models(path, raw, "V1Toleration");
            case TOPOLOGY_SPREAD_CONSTRAINTS -> models(path, raw, "V1TopologySpreadConstraint");
            case RESOURCE_REQUIREMENTS -> model(path, raw, "V1ResourceRequirements");
            case AFFINITY -> model(path, raw, "V1Affinity");
            case IMAGE_PULL_SECRETS ->
                each(path, raw, "names of Secrets with commas between", value -> name(value, KubernetesName.SUBDOMAIN));
            case SERVICE_ACCOUNT_NAME, PRIORITY_CLASS_NAME, RUNTIME_CLASS_NAME ->
                one(path, raw, value -> name(value, KubernetesName.SUBDOMAIN));
            case LIVENESS_INITIAL_DELAY, STARTUP_INITIAL_DELAY ->
                one(path, raw, value -> value.asInteger(0, Integer.MAX_VALUE));
            case LIVENESS_PERIOD,
                    LIVENESS_TIMEOUT,
                    LIVENESS_FAILURES,
                    STARTUP_PERIOD,
                    STARTUP_TIMEOUT,
                    STARTUP_FAILURES -> one(path, raw, value -> value.asInteger(1, Integer.MAX_VALUE));
        };
    }

    private Optional<Object> one(String path, RawValue raw, Function<RawValue, Object> reader) {
        try {
            return Optional.of(reader.apply(raw));
        } catch (BadValueException e) {
            problems.bad(path, raw.value(), e);
            return Optional.empty();
        }
    }

    /** A list of what its elements are; those that are bad are missing in it. */
    private Optional<Object> each(String path, RawValue raw, String expected, Function<RawValue, Object> reader) {
        return one(path, raw, value -> {
            List<RawValue> elements = value.asList(expected);
            List<Object> read = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                one(path + "[" + i + "]", elements.get(i), reader).ifPresent(read::add);
            }
            return List.copyOf(read);
        });
    }

    private static <E extends Enum<E>> E choice(RawValue raw, E[] values) {
        String text = raw.asChoice(Arrays.stream(values).map(E::toString).toList());
        return Arrays.stream(values)
                .filter(value -> value.toString().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static String name(RawValue raw, KubernetesName form) {
        return form.check(raw.asText(form.description()));
    }

    private static String tenant(RawValue raw) {
        String expected = "the name of a tenant";
        String tenant = raw.asText(expected);
        if (!TENANT.matcher(tenant).matches()) {
            throw new BadValueException("is no name of a tenant", expected);
        }
        return tenant;
    }

    private Optional<Object> overrides(String path, RawValue raw) {
        if ("deny".equals(raw.value())) {
            return Optional.of(new OverrideRule.Deny());
        }
        if ("tighten".equals(raw.value())) {
            return Optional.of(new OverrideRule.Tighten(Set.of()));
        }
        String expected = "deny, tighten or names of settings with commas between";
        return each(path, raw, expected, value -> listed(value.asText(expected), expected))
                .map(listed -> {
                    Set<String> freely = new LinkedHashSet<>();
                    ((List<?>) listed).forEach(name -> freely.add(String.valueOf(name)));
                    return new OverrideRule.Tighten(freely);
                });
    }

    private String listed(String name, String expected) {
        if (name.equals(OverrideRule.RUNTIME_FLAGS)) {
            return name;
        }
        Optional<SettingKey> key = names.byPath(name);
        if (key.isEmpty()) {
            throw new BadValueException("is no setting" + names.didYouMean(name), expected);
        }
        if (key.get() instanceof SettingKey.Own own && own.setting().audience() == OwnSetting.Audience.ADMINISTRATOR) {
            throw new BadValueException("is the administrator's own and cannot be given to submitters", expected);
        }
        return name;
    }

    private Optional<Object> textMap(String path, RawValue raw, Function<String, String> check) {
        String expected = "a map from keys to texts";
        return one(path, raw, value -> {
            Map<String, @Nullable Object> texts = new LinkedHashMap<>();
            value.asObject(expected).forEach((key, text) -> {
                String below = path + "[" + Shown.plain(key) + "]";
                if (!KubernetesName.QUALIFIED.matches(key)) {
                    problems.at(
                            below, "the key is not of that form, expected " + KubernetesName.QUALIFIED.description());
                }
                one(below, new RawValue(text), one -> check.apply(one.asMapText("a text")))
                        .ifPresent(one -> texts.put(key, one));
            });
            return texts;
        });
    }

    private Optional<Object> models(String path, RawValue raw, String model) {
        return one(path, raw, value -> {
            List<RawValue> elements = value.asList("a list of Kubernetes objects, as YAML or as JSON");
            List<Object> read = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                model(path + "[" + i + "]", elements.get(i), model).ifPresent(read::add);
            }
            return List.copyOf(read);
        });
    }

    private Optional<Object> model(String path, RawValue raw, String model) {
        String expected = "a Kubernetes object, as YAML or as JSON";
        return one(path, raw, value -> {
                    Map<String, @Nullable Object> structure = RawStructure.normal(value.asObject(expected), expected);
                    if (structure.isEmpty()) {
                        throw new BadValueException("says nothing", expected);
                    }
                    return structure;
                })
                .flatMap(structure -> canonical(path, Plain.map(structure), model));
    }

    private Optional<Object> canonical(String path, Map<String, @Nullable Object> structure, String model) {
        try {
            return bridge.map(client -> client.canonical(structure, model));
        } catch (ManifestLossException e) {
            if (e.differences().isEmpty()) {
                problems.at(path, String.valueOf(e.getMessage()));
            }
            for (ManifestDifference difference : e.differences()) {
                problems.at(path + "." + difference.path(), difference.loss());
            }
            return Optional.empty();
        }
    }
}
