package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import com.custom.pulsar.podsecurity.harden.HardeningPolicy;
import com.custom.pulsar.podsecurity.harden.PolicyField;
import com.custom.pulsar.podsecurity.harden.WritablePath;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has to hold for settings and options whatever they are. */
final class HonestyCheck {
    private final ManifestBridge bridge = new ManifestBridge();
    private final SettingsReader reader = new SettingsReader(bridge);
    private final FunctionCustomization standard = FunctionCustomization.of(Map.of());

    /** Settings are refused with the one documented exception, or taken; and what was taken, written down, is taken for the same. */
    void checkConfig(Map<String, Object> config) {
        try {
            FunctionCustomization taken = FunctionCustomization.of(config);
            assertThat(taken.summary()).doesNotContain("\n", "\u0000", "\u202E");
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage())
                    .startsWith("The settings of the security customizer cannot be used:\n  runtimeCustomizerConfig");
            assertThat(String.valueOf(e.getMessage()).lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(2_000).doesNotContain("\u0000", "\u202E"));
        }
        Problems problems = new Problems("test");
        GivenSettings given = reader.read(config, problems);
        if (problems.none()) {
            Problems none = new Problems("again");
            assertThat(reader.read(written(given), none)).isEqualTo(given);
            assertThat(none.lines()).isEmpty();
        }
    }

    /** A function is refused with the one documented exception and left as it was, or its pods are as tight as the default. */
    void checkOptions(String options) {
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        try {
            standard.statefulSet(Functions.withOptions(options), statefulSet);
        } catch (FunctionRefusedException e) {
            assertThat(e.getMessage()).doesNotContain("\n", "\u0000", "\u202E");
            assertThat(statefulSet).isEqualTo(RuntimeManifests.statefulSet());
            return;
        }
        if (!options.isBlank()) {
            loosensNothing(reader.read(StrictJson.parseObject(options), new Problems("test")));
        }
        Map<String, @Nullable Object> manifest = bridge.read(statefulSet);
        manifest.put("apiVersion", "apps/v1");
        manifest.put("kind", "StatefulSet");
        assertThat(new PodSecurityCheck(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST)
                        .check(manifest)
                        .violations())
                .isEmpty();
        var context = RuntimeManifests.container(statefulSet).getSecurityContext();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getPrivileged()).isNotEqualTo(true);
        assertThat(RuntimeManifests.pod(statefulSet).getSecurityContext().getRunAsUser())
                .isEqualTo(10_000L);
        assertThat(RuntimeManifests.pod(statefulSet).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(RuntimeManifests.pod(statefulSet).getServiceAccountName()).isNull();
    }

    private static void loosensNothing(GivenSettings accepted) {
        HardeningPolicy policy = PodSettings.standard().policy();
        assertThat(accepted.own()).isEmpty();
        accepted.policy()
                .forEach((field, value) -> assertThat(value.map(
                                        wanted -> policy.compare(field, wanted).keepsOrTightens())
                                .orElse(policy.value(field).isEmpty()))
                        .as(field.path())
                        .isTrue());
    }

    private static Map<String, Object> written(GivenSettings given) {
        Map<String, Object> config = new LinkedHashMap<>();
        for (Map.Entry<PolicyField, Optional<Object>> entry : given.policy().entrySet()) {
            put(
                    config,
                    entry.getKey().path(),
                    entry.getValue().map(HonestyCheck::written).orElse("unset"));
        }
        given.own().forEach((setting, value) -> put(config, setting.path(), written(value)));
        return config;
    }

    private static Object written(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(HonestyCheck::written).toList();
        }
        if (value instanceof OverrideRule.Tighten rule) {
            return List.copyOf(rule.freely());
        }
        return value instanceof WritablePath
                        || value instanceof SecretRule
                        || value instanceof SecretVariable
                        || value instanceof OverrideRule
                        || value instanceof Enum
                ? value.toString()
                : value;
    }

    private static void put(Map<String, Object> config, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            config.put(path, value);
        } else {
            Object group = config.computeIfAbsent(path.substring(0, dot), key -> new LinkedHashMap<String, Object>());
            put(Plain.map(group), path.substring(dot + 1), value);
        }
    }
}
