package com.custom.pulsar.securitycustomizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pulsar.functions.proto.Function.FunctionDetails;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Customizes the manifests of functions by one administrator's settings. Immutable: called by many threads at once, and nothing
 * that one function asks for can reach another.
 */
public final class FunctionCustomization {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionCustomization.class);
    private static final String ROOT = "runtimeCustomizerConfig";
    private static final FunctionName SAMPLE = new FunctionName("sample", "sample", "sample");

    private final ManifestBridge bridge;
    private final Settings settings;
    private final OverrideCheck overrides;
    private final StatefulSetHardening hardening;

    private FunctionCustomization(ManifestBridge bridge, Settings settings, SettingsReader reader) {
        this.bridge = bridge;
        this.settings = settings;
        this.overrides = new OverrideCheck(settings, reader);
        this.hardening = new StatefulSetHardening(settings);
    }

    /**
     * Reads the settings and tries them on a pod as Pulsar makes them.
     *
     * @param config the map under {@code runtimeCustomizerConfig} of {@code functions_worker.yml}
     * @throws IllegalArgumentException if anything in it cannot be meant, contradicts itself or gives pods that would not pass
     *     their level; the message says everything that is wrong, a line each
     */
    public static FunctionCustomization of(Map<String, ? extends @Nullable Object> config) {
        ManifestBridge bridge = new ManifestBridge();
        SettingsReader reader = new SettingsReader(bridge);
        Problems problems = new Problems(ROOT);
        Settings settings = Settings.of(reader.read(config, problems), problems);
        FunctionCustomization customization = new FunctionCustomization(bridge, settings, reader);
        if (settings.pods().policy().contradictions().isEmpty()) {
            customization
                    .tryOut(new FunctionRequest(SAMPLE, "", "", ""), settings.pods())
                    .forEach(problems::general);
        }
        if (!problems.none()) {
            throw new IllegalArgumentException("The settings of the security customizer cannot be used:\n  "
                    + String.join("\n  ", problems.lines()));
        }
        return customization;
    }

    /** Mode, rules and policy in one line, for the log. */
    public String summary() {
        return Shown.line("mode " + settings.mode()
                + (settings.enforcedTenants().isEmpty()
                        ? ""
                        : " (enforced: " + String.join(",", settings.enforcedTenants()) + ")")
                + ", podSecurityLevel " + settings.level()
                + ", overrides " + settings.overrides()
                + ", allowedSecrets " + settings.allowedSecrets()
                + ", secretEnvironment " + settings.secretEnvironment()
                + ", policy " + settings.pods().policy()
                + ", parts " + settings.pods().parts());
    }

    /** Whether there are functions that are left as they are. */
    public boolean leavesFunctionsUnhardened() {
        return settings.mode() == Mode.AUDIT;
    }

    /**
     * The Kubernetes namespace for the function.
     *
     * @throws IllegalArgumentException if the function is refused and Pulsar asks before it stores it
     */
    public @Nullable String namespace(FunctionDetails details, @Nullable String current) {
        return place(details, OwnSetting.JOB_NAMESPACE, current);
    }

    /**
     * What the names in Kubernetes begin with; null leaves the choice to Pulsar.
     *
     * @throws IllegalArgumentException if the function is refused and Pulsar asks before it stores it
     */
    public @Nullable String name(FunctionDetails details, @Nullable String current) {
        return place(details, OwnSetting.JOB_NAME, current);
    }

    private @Nullable String place(FunctionDetails details, OwnSetting setting, @Nullable String current) {
        FunctionRequest request = FunctionRequest.of(details);
        if (!settings.enforces(request.function())) {
            return current;
        }
        OverrideVerdict verdict = judge(request);
        if (verdict instanceof OverrideVerdict.Accepted accepted) {
            return accepted.pods().parts().text(setting).orElse(current);
        }
        if (verdict instanceof OverrideVerdict.Refused refused && Admission.isAsked()) {
            throw new FunctionRefusedException(request.function(), refused.reasons());
        }
        // Stored before there were these settings. It is not started, because its manifests are refused, but what
        // runs of it has to be found and stopped: where it asked to be, since Pulsar's own customizer grants that.
        return overrides
                .read(request, new Problems(""))
                .text(setting)
                .or(() -> settings.pods().parts().text(setting))
                .orElse(current);
    }

    /**
     * Hardens the StatefulSet in place: Pulsar posts the object that it gave, whatever it gets back.
     *
     * @throws IllegalArgumentException if the function is refused; the StatefulSet is as it was then
     */
    public void statefulSet(FunctionDetails details, Object statefulSet) {
        FunctionRequest request = FunctionRequest.of(details);
        if (!settings.enforces(request.function())) {
            audit(request, statefulSet);
            return;
        }
        PodSettings pods = accepted(request);
        Map<String, @Nullable Object> before = bridge.read(statefulSet);
        HardenedManifest hardened = hardening.harden(request.function(), before, pods);
        if (!hardened.refusals().isEmpty()) {
            throw new FunctionRefusedException(request.function(), hardened.refusals());
        }
        try {
            bridge.write(hardened.manifest(), statefulSet);
        } catch (ManifestLossException e) {
            throw new FunctionRefusedException(request.function(), List.of(String.valueOf(e.getMessage())));
        }
        hardened.notes().forEach(note -> LOG.warn("{}: {}", request.function(), note));
        LOG.info(
                "Hardened {}: {} changes",
                request.function(),
                ManifestDifference.between(before, hardened.manifest()).size());
    }

    /**
     * Labels and annotates the Service in place.
     *
     * @throws IllegalArgumentException if the function is refused: the Service is posted before the StatefulSet, and must not be
     */
    public void service(FunctionDetails details, Object service) {
        FunctionRequest request = FunctionRequest.of(details);
        if (!settings.enforces(request.function())) {
            return;
        }
        PodSettings pods = accepted(request);
        Map<String, @Nullable Object> manifest = bridge.read(service);
        List<String> refusals = new PodPartsWriter(pods.parts()).writeService(manifest);
        if (!refusals.isEmpty()) {
            throw new FunctionRefusedException(request.function(), refusals);
        }
        bridge.write(manifest, service);
    }

    private PodSettings accepted(FunctionRequest request) {
        OverrideVerdict verdict = judge(request);
        if (verdict instanceof OverrideVerdict.Refused refused) {
            throw new FunctionRefusedException(request.function(), refused.reasons());
        }
        return verdict.pods();
    }

    /** By the rules for submitters, and by trying the outcome on a pod as Pulsar makes them. */
    private OverrideVerdict judge(FunctionRequest request) {
        OverrideVerdict verdict = overrides.check(request);
        if (verdict instanceof OverrideVerdict.Accepted accepted) {
            List<String> reasons = tryOut(request, accepted.pods());
            return reasons.isEmpty() ? verdict : new OverrideVerdict.Refused(settings.pods(), reasons);
        }
        return verdict;
    }

    private List<String> tryOut(FunctionRequest request, PodSettings pods) {
        HardenedManifest sample = hardening.harden(request.function(), SampleStatefulSet.of(request), pods);
        List<String> reasons = new ArrayList<>(sample.refusals());
        try {
            bridge.canonical(sample.manifest(), "V1StatefulSet");
        } catch (ManifestLossException e) {
            reasons.add(String.valueOf(e.getMessage()));
        }
        return reasons;
    }

    private void audit(FunctionRequest request, Object statefulSet) {
        try {
            OverrideVerdict verdict = judge(request);
            List<String> refusals =
                    new ArrayList<>(verdict instanceof OverrideVerdict.Refused refused ? refused.reasons() : List.of());
            Map<String, @Nullable Object> before = bridge.read(statefulSet);
            HardenedManifest hardened = hardening.harden(request.function(), before, verdict.pods());
            refusals.addAll(hardened.refusals());
            String changes = ManifestDifference.between(before, hardened.manifest()).stream()
                    .map(ManifestDifference::toString)
                    .collect(Collectors.joining("; "));
            LOG.info(
                    "Audit of {}: it runs as Pulsar made it. Enforcing would {}, and change {}. Notes: {}",
                    request.function(),
                    refusals.isEmpty()
                            ? "not refuse it"
                            : "refuse it because "
                                    + refusals.stream().distinct().collect(Collectors.joining("; ")),
                    changes.isEmpty() ? "nothing" : changes,
                    hardened.notes().isEmpty() ? "none" : String.join("; ", hardened.notes()));
        } catch (RuntimeException e) {
            // Auditing must not stop a function that runs today.
            LOG.warn("Audit of {} failed", request.function(), e);
        }
    }
}
