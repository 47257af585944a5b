package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.harden.Comparison;
import com.custom.pulsar.podsecurity.harden.PolicyField;
import com.custom.pulsar.podsecurity.harden.Tightening;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges what submitters ask for by the administrator's rule: tightening is free, everything else needs to be listed. Immutable
 * and thread-safe.
 */
final class OverrideCheck {
    private static final String ROOT = "customRuntimeOptions";
    private static final int LONGEST = 65_536;

    private final Settings settings;
    private final SettingsReader reader;
    private final SecretCheck secrets;

    OverrideCheck(Settings settings, SettingsReader reader) {
        this.settings = settings;
        this.reader = reader;
        this.secrets = new SecretCheck(settings.allowedSecrets());
    }

    OverrideVerdict check(FunctionRequest request) {
        Problems problems = new Problems(ROOT);
        GivenSettings given = read(request, problems);
        List<String> reasons = new ArrayList<>(problems.lines());
        GivenSettings allowed = allowed(given, reasons);
        flags(request).ifPresent(reasons::add);
        reasons.addAll(secrets.refusals(request));
        if (given.own().get(OwnSetting.IMAGE_PULL_SECRETS) instanceof List<?> pull) {
            reasons.addAll(secrets.refusalsOfPullSecrets(request.function(), pull));
        }
        PodSettings pods = settings.pods().with(allowed);
        pods.policy().contradictions().forEach(sentence -> reasons.add(ROOT + ": " + Shown.sentence(sentence)));
        return reasons.isEmpty()
                ? new OverrideVerdict.Accepted(pods)
                : new OverrideVerdict.Refused(settings.pods(), reasons);
    }

    /** What the function's options say; what is wrong with them goes to the problems. */
    GivenSettings read(FunctionRequest request, Problems problems) {
        String options = request.options();
        if (options.isBlank()) {
            return GivenSettings.none();
        }
        if (options.length() > LONGEST) {
            problems.general("longer than " + LONGEST + " characters");
            return GivenSettings.none();
        }
        try {
            return reader.read(StrictJson.parseObject(options), problems);
        } catch (IllegalArgumentException e) {
            problems.general("cannot be read: " + e.getMessage());
            return GivenSettings.none();
        }
    }

    private GivenSettings allowed(GivenSettings given, List<String> reasons) {
        Map<PolicyField, Optional<Object>> policy = new EnumMap<>(PolicyField.class);
        given.policy()
                .forEach((field, value) -> refusal(field, value)
                        .ifPresentOrElse(
                                reason -> reasons.add(refused(field.path(), value.orElse("unset"), reason)),
                                () -> policy.put(field, value)));
        Map<OwnSetting, Object> own = new EnumMap<>(OwnSetting.class);
        given.own()
                .forEach((setting, value) -> refusal(setting)
                        .ifPresentOrElse(
                                reason -> reasons.add(refused(setting.path(), value, reason)),
                                () -> own.put(setting, value)));
        return new GivenSettings(policy, own);
    }

    private Optional<String> refusal(PolicyField field, Optional<Object> value) {
        if (settings.overrides() instanceof OverrideRule.Deny) {
            return Optional.of(denied());
        }
        if (isListed(field.path())) {
            return Optional.empty();
        }
        Optional<Object> current = settings.pods().policy().value(field);
        if (value.isEmpty()) {
            return current.isEmpty()
                    ? Optional.empty()
                    : Optional.of("that would take away the administrator's " + Shown.quoted(current.get())
                            + unlessListed(field.path()));
        }
        Comparison comparison = settings.pods().policy().compare(field, value.get());
        if (comparison.keepsOrTightens()) {
            return Optional.empty();
        }
        String than =
                current.map(held -> "the administrator's " + Shown.quoted(held)).orElse("what holds without it");
        if (field.tightening() == Tightening.NO_DIRECTION) {
            return Optional.of("no value of it is tighter than another" + unlessListed(field.path()));
        }
        String how = comparison == Comparison.LOOSER ? "that is looser than " : "that is not tighter than ";
        return Optional.of(how + than + " (" + field.tightening().description() + ")" + unlessListed(field.path()));
    }

    private Optional<String> refusal(OwnSetting setting) {
        if (setting.audience() == OwnSetting.Audience.ADMINISTRATOR) {
            return Optional.of("it is the administrator's own and cannot be listed");
        }
        if (settings.overrides() instanceof OverrideRule.Deny) {
            return Optional.of(denied());
        }
        return isListed(setting.path())
                ? Optional.empty()
                : Optional.of("no value of it is tighter than another" + unlessListed(setting.path()));
    }

    private Optional<String> flags(FunctionRequest request) {
        return request.runtimeFlags().isBlank() || isListed(OverrideRule.RUNTIME_FLAGS)
                ? Optional.empty()
                : Optional.of(OverrideRule.RUNTIME_FLAGS + ": value " + Shown.quoted(request.runtimeFlags())
                        + " is refused: Pulsar passes it raw to a shell" + unlessListed(OverrideRule.RUNTIME_FLAGS));
    }

    private boolean isListed(String path) {
        return settings.overrides() instanceof OverrideRule.Tighten rule
                && rule.freely().contains(path);
    }

    private static String refused(String path, Object value, String reason) {
        return ROOT + "." + path + ": value " + Shown.quoted(value) + " is refused: " + reason;
    }

    private static String denied() {
        return "the administrator's overrides are deny";
    }

    private static String unlessListed(String path) {
        return " (the administrator would have to list " + path + " in overrides)";
    }
}
