package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.PodSecurityLevel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The administrator's settings, complete. Immutable.
 *
 * @param enforcedTenants tenants that are enforced in spite of {@link Mode#AUDIT}
 * @param level what finished manifests have to pass
 * @param pods what the pods of functions get that ask for nothing
 */
record Settings(
        Mode mode,
        Set<String> enforcedTenants,
        PodSecurityLevel level,
        OverrideRule overrides,
        List<SecretRule> allowedSecrets,
        List<SecretVariable> secretEnvironment,
        PodSettings pods) {
    Settings {
        enforcedTenants = Set.copyOf(enforcedTenants);
        allowedSecrets = List.copyOf(allowedSecrets);
        secretEnvironment = List.copyOf(secretEnvironment);
    }

    /** The default with what is given; what contradicts itself goes to the problems. */
    static Settings of(GivenSettings given, Problems problems) {
        Map<OwnSetting, Object> own = given.own();
        Mode mode = own.get(OwnSetting.MODE) instanceof Mode value ? value : Mode.ENFORCE;
        if (own.containsKey(OwnSetting.ENFORCED_TENANTS) && mode != Mode.AUDIT) {
            problems.at(
                    OwnSetting.ENFORCED_TENANTS.path(),
                    "goes with mode audit alone: without it every tenant is enforced");
        }
        Settings settings = new Settings(
                mode,
                new LinkedHashSet<>(list(own, OwnSetting.ENFORCED_TENANTS, String.class::cast)),
                own.get(OwnSetting.POD_SECURITY_LEVEL) instanceof PodSecurityLevel level
                        ? level
                        : PodSecurityLevel.RESTRICTED,
                own.get(OwnSetting.OVERRIDES) instanceof OverrideRule rule ? rule : new OverrideRule.Tighten(Set.of()),
                list(own, OwnSetting.ALLOWED_SECRETS, SecretRule.class::cast),
                list(own, OwnSetting.SECRET_ENVIRONMENT, SecretVariable.class::cast),
                PodSettings.standard().withAdministrators(given));
        settings.pods().policy().contradictions().forEach(problems::general);
        return settings;
    }

    boolean enforces(FunctionName function) {
        return mode == Mode.ENFORCE || enforcedTenants.contains(function.tenant());
    }

    private static <T> List<T> list(Map<OwnSetting, Object> own, OwnSetting setting, Function<Object, T> type) {
        return own.get(setting) instanceof List<?> list
                ? list.stream().map(value -> type.apply(value)).toList()
                : List.of();
    }
}
