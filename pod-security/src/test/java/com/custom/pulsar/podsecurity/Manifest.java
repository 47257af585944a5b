package com.custom.pulsar.podsecurity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;

/** Objects as people write them, and what the check says of them, as lines. */
final class Manifest {

    private static final YAMLMapper YAML = new YAMLMapper();

    private Manifest() {}

    static Map<String, Object> of(String yaml) {
        try {
            return YAML.readValue(yaml, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** The violations of the newest baseline. */
    static List<String> baseline(String yaml) {
        return baseline(PodSecurityVersion.LATEST.toString(), yaml);
    }

    static List<String> baseline(String version, String yaml) {
        return lines(PodSecurityLevel.BASELINE, version, of(yaml));
    }

    /** The violations of the newest restricted. */
    static List<String> restricted(String yaml) {
        return restricted(PodSecurityVersion.LATEST.toString(), yaml);
    }

    static List<String> restricted(String version, String yaml) {
        return lines(PodSecurityLevel.RESTRICTED, version, of(yaml));
    }

    /** The violations that no level allows: values that cannot be decoded. */
    static List<String> malformed(Map<String, ?> object) {
        return lines(PodSecurityLevel.PRIVILEGED, "latest", object);
    }

    static List<String> malformed(String yaml) {
        return malformed(of(yaml));
    }

    static List<String> warnings(String yaml) {
        return new PodSecurityCheck(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST)
                .check(of(yaml))
                .warnings();
    }

    private static List<String> lines(PodSecurityLevel level, String version, Map<String, ?> object) {
        return new PodSecurityCheck(level, PodSecurityVersion.parse(version))
                .check(object).violations().stream()
                        .map(PodSecurityViolation::toString)
                        .toList();
    }
}
