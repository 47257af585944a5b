package com.custom.pulsar.podsecurity;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything that is said of one object, in the form of the Go program in {@code src/oracle}.
 *
 * @param malformed whether the object cannot be decoded; then the rest is empty
 * @param baseline the failing controls by ranges of minor versions, such as {@code 0-18=privileged;19-37=privileged,sysctls}
 * @param restricted likewise
 * @param unknown the paths of unknown fields
 */
record Judgement(boolean malformed, String baseline, String restricted, Set<String> unknown) {

    static final Judgement MALFORMED = new Judgement(true, "", "", Set.of());

    private static final String UNKNOWN_FIELD = ": unknown field,";

    /** What the check in Java says. */
    static Judgement byTheCheck(Map<String, ?> object) {
        PodSecurityVerdict privileged =
                new PodSecurityCheck(PodSecurityLevel.PRIVILEGED, PodSecurityVersion.LATEST).check(object);
        if (!privileged.allowed()) {
            return MALFORMED;
        }
        return new Judgement(
                false,
                byVersion(PodSecurityLevel.BASELINE, object),
                byVersion(PodSecurityLevel.RESTRICTED, object),
                privileged.warnings().stream()
                        .filter(warning -> warning.contains(UNKNOWN_FIELD))
                        .map(warning -> warning.substring(0, warning.indexOf(UNKNOWN_FIELD)))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String byVersion(PodSecurityLevel level, Map<String, ?> object) {
        Map<List<Control>, String> byControls = new HashMap<>();
        StringJoiner ranges = new StringJoiner(";");
        int from = 0;
        String failing = "";
        for (PodSecurityVersion version : PodSecurityVersion.all()) {
            // Versions with the same controls are judged once: most are.
            String current = byControls.computeIfAbsent(
                    Controls.of(level, version), same -> failing(new PodSecurityCheck(level, version).check(object)));
            if (version.minor() > 0 && !current.equals(failing)) {
                ranges.add(from + "-" + (version.minor() - 1) + "=" + failing);
                from = version.minor();
            }
            failing = current;
        }
        return ranges.add(from + "-" + PodSecurityVersion.LATEST.minor() + "=" + failing)
                .toString();
    }

    private static String failing(PodSecurityVerdict verdict) {
        Set<String> controls = new LinkedHashSet<>();
        verdict.violations().forEach(violation -> controls.add(violation.control()));
        return String.join(",", controls);
    }
}
