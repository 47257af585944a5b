package com.custom.pulsar.testsupport.kubernetes;

import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import com.custom.pulsar.podsecurity.PodSecurityViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the API server requires of an object before it takes it, as far as this project's objects can go wrong. */
final class ObjectValidation {
    private static final int NAME_LENGTH = 253;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    // At this level the only violations are values that cannot be decoded.
    private static final PodSecurityCheck DECODING =
            new PodSecurityCheck(PodSecurityLevel.PRIVILEGED, PodSecurityVersion.LATEST);

    private ObjectValidation() {}

    /** @throws ApiFailure 400 for values of the wrong type, else 422 */
    static void check(ApiResource resource, Map<String, Object> object) {
        List<PodSecurityViolation> malformed = DECODING.check(object).violations();
        if (!malformed.isEmpty()) {
            throw ApiFailure.badRequest(resource.kind() + " in version \"" + resource.version()
                    + "\" cannot be handled as a "
                    + resource.kind() + ": "
                    + malformed.stream().map(PodSecurityViolation::toString).collect(Collectors.joining("; ")));
        }
        String name = JsonObject.text(object, "metadata", "name");
        List<String> causes = new ArrayList<>();
        if (name.isEmpty()) {
            causes.add("metadata.name: Required value: name or generateName is required");
        } else if (name.length() > NAME_LENGTH || !NAME.matcher(name).matches()) {
            causes.add(
                    "metadata.name: Invalid value: \"" + name + "\": a lowercase RFC 1123 subdomain name is required");
        }
        causes.addAll(labels(JsonObject.map(object, "metadata", "labels"), "metadata.labels"));
        if (resource.equals(ApiResource.PODS)) {
            causes.addAll(PodSpecValidation.causes(JsonObject.map(object, "spec"), "spec"));
        } else if (resource.equals(ApiResource.STATEFUL_SETS)) {
            causes.addAll(statefulSet(object));
        }
        if (!causes.isEmpty()) {
            throw ApiFailure.invalid(resource, name, causes);
        }
    }

    private static List<String> statefulSet(Map<String, Object> object) {
        Map<String, Object> template = JsonObject.map(object, "spec", "template");
        Map<String, Object> labels = JsonObject.map(template, "metadata", "labels");
        Map<String, Object> selected = JsonObject.map(object, "spec", "selector", "matchLabels");
        List<String> causes = new ArrayList<>(labels(labels, "spec.template.metadata.labels"));
        if (selected.isEmpty()) {
            causes.add("spec.selector: Required value");
        } else if (!labels.entrySet().containsAll(selected.entrySet())) {
            causes.add("spec.template.metadata.labels: Invalid value: " + labels
                    + ": `selector` does not match template `labels`");
        }
        causes.addAll(PodSpecValidation.causes(JsonObject.map(template, "spec"), "spec.template.spec"));
        return causes;
    }

    private static List<String> labels(Map<String, Object> labels, String path) {
        return labels.entrySet().stream()
                .filter(label -> !LABEL.matcher(label.getValue().toString()).matches())
                .map(label -> path + ": Invalid value: \"" + label.getValue() + "\" of " + label.getKey())
                .toList();
    }
}
