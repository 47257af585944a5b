package com.custom.pulsar.podsecurity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is found, and no more of one sort than anybody reads. Not thread-safe. */
final class Findings {

    static final int MOST_OF_A_SORT = 1000;

    private final List<PodSecurityViolation> violations = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Integer> violationsByControl = new HashMap<>();

    void violation(String control, Path path, @Nullable Object found, String allowed) {
        if (violationsByControl.merge(control, 1, Integer::sum) <= MOST_OF_A_SORT) {
            violations.add(new PodSecurityViolation(control, path.toString(), found, allowed));
        }
    }

    /** A value that the API server would refuse to decode. */
    void malformed(Path path, @Nullable Object found, String allowed) {
        violation(PodSecurityViolation.MALFORMED, path, FoundValue.of(found), allowed);
    }

    /** How many values were malformed so far. */
    int malformed() {
        return violationsByControl.getOrDefault(PodSecurityViolation.MALFORMED, 0);
    }

    void warning(Path path, String text) {
        if (warnings.size() < MOST_OF_A_SORT) {
            warnings.add(path + ": " + text);
        }
    }

    PodSecurityVerdict verdict() {
        return new PodSecurityVerdict(violations, warnings);
    }
}
