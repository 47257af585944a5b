package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.harden.HardeningPolicy;
import com.custom.pulsar.podsecurity.harden.PolicyField;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the customizer's settings say about the pods of every function, for who looks at a broker from outside and has no Kubernetes
 * client of Pulsar's: the hardening policy, without the settings that need one (labels, tolerations, resources and the like).
 */
public final class PolicyOfSettings {
    private static final String ROOT = "runtimeCustomizerConfig";

    private PolicyOfSettings() {}

    /**
     * The policy in force, without the fields that each function may set freely.
     *
     * @param config the map under {@code runtimeCustomizerConfig} of {@code functions_worker.yml}
     * @throws IllegalArgumentException if a field of the policy or {@code overrides} cannot be meant; the message says
     *     everything that is wrong, a line each
     */
    public static HardeningPolicy read(Map<String, ? extends @Nullable Object> config) {
        Problems problems = new Problems(ROOT);
        GivenSettings given = SettingsReader.withoutClient().read(config, problems);
        PodSettings pods = PodSettings.standard().withAdministrators(new GivenSettings(given.policy(), Map.of()));
        pods.policy().contradictions().forEach(problems::general);
        if (!problems.none()) {
            throw new IllegalArgumentException(String.join("\n", problems.lines()));
        }
        Map<PolicyField, Optional<Object>> free = new EnumMap<>(PolicyField.class);
        if (given.own().get(OwnSetting.OVERRIDES) instanceof OverrideRule.Tighten tighten) {
            for (PolicyField field : PolicyField.values()) {
                if (tighten.freely().contains(field.path())) {
                    free.put(field, Optional.empty());
                }
            }
        }
        return pods.with(new GivenSettings(free, Map.of())).policy();
    }
}
