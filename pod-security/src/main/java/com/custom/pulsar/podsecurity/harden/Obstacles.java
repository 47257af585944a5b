package com.custom.pulsar.podsecurity.harden;

import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import com.custom.pulsar.podsecurity.PodSecurityViolation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a hardened object still has against it. */
final class Obstacles {
    private static final PodSecurityCheck NEWEST =
            new PodSecurityCheck(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST);
    private static final PodSecurityCheck EVERY = PodSecurityCheck.ofEveryVersion(PodSecurityLevel.RESTRICTED);

    private Obstacles() {}

    /** @param unreadable a sentence for each path whose value could not be understood */
    static List<String> of(Map<String, ?> object, Map<String, String> unreadable) {
        List<PodSecurityViolation> newest = NEWEST.check(object).violations();
        // By path, since versions differ in what they allow there: the newest version's words.
        Map<String, PodSecurityViolation> older = new LinkedHashMap<>();
        EVERY.check(object).violations().forEach(violation -> older.put(violation.path(), violation));
        newest.forEach(violation -> older.remove(violation.path()));
        Set<String> paths = newest.stream().map(PodSecurityViolation::path).collect(Collectors.toSet());
        return Stream.of(
                        newest.stream().map(PodSecurityViolation::toString),
                        older.values().stream().map(violation -> violation + " (in older versions of Pod Security)"),
                        unreadable.entrySet().stream()
                                .filter(entry -> !paths.contains(entry.getKey()) && !older.containsKey(entry.getKey()))
                                .map(Map.Entry::getValue))
                .flatMap(sentences -> sentences)
                .toList();
    }
}
