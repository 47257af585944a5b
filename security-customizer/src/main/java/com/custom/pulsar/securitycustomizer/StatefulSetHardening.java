package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityVerdict;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import com.custom.pulsar.podsecurity.harden.Hardener;
import com.custom.pulsar.podsecurity.harden.HardeningReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the StatefulSet that Pulsar wants to post into the one that is posted. Immutable and thread-safe. */
final class StatefulSetHardening {
    private final Settings settings;
    private final SecretCheck secrets;
    private final PodSecurityCheck check;

    StatefulSetHardening(Settings settings) {
        this.settings = settings;
        this.secrets = new SecretCheck(settings.allowedSecrets());
        this.check = new PodSecurityCheck(settings.level(), PodSecurityVersion.LATEST);
    }

    /**
     * @param pulsars the StatefulSet as Pulsar made it; not changed
     * @param pods what its pods get
     */
    HardenedManifest harden(FunctionName function, Map<String, ? extends @Nullable Object> pulsars, PodSettings pods) {
        Map<String, @Nullable Object> manifest = Plain.copyOf(pulsars);
        List<String> refusals = new ArrayList<>(secrets.refusals(function, podSpec(manifest)));
        refusals.addAll(new PodPartsWriter(pods.parts()).writeStatefulSet(manifest));
        refusals.addAll(new ContainerPartsWriter(function, pods.parts(), settings.secretEnvironment())
                .write(podSpec(manifest)));

        // Pulsar leaves out what the check and the hardener tell a StatefulSet by.
        Map<String, @Nullable Object> typed = new LinkedHashMap<>();
        typed.put("apiVersion", "apps/v1");
        typed.put("kind", "StatefulSet");
        typed.putAll(manifest);
        HardeningReport report = new Hardener(pods.policy()).harden(typed);
        PodSecurityVerdict verdict = check.check(typed);
        verdict.violations()
                .forEach(violation -> refusals.add("the pods would not pass Pod Security " + settings.level() + ": "
                        + Shown.sentence(violation.toString())));

        List<String> notes = new ArrayList<>();
        report.obstacles().forEach(sentence -> notes.add(Shown.sentence(sentence)));
        report.warnings().forEach(sentence -> notes.add(Shown.sentence(sentence)));
        verdict.warnings().forEach(sentence -> notes.add(Shown.sentence(sentence)));
        typed.keySet().retainAll(manifest.keySet());
        return new HardenedManifest(typed, refusals, notes);
    }

    private static Map<String, @Nullable Object> podSpec(Map<String, @Nullable Object> statefulSet) {
        return Plain.child(Plain.child(Plain.child(statefulSet, "spec"), "template"), "spec");
    }
}
