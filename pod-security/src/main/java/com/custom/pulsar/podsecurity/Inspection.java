package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of the check over an object and, if it is a list, over everything in it. Used once. */
final class Inspection {

    static final int DEEPEST_LIST = 16;
    private static final ValueType.Fields LIST = new ValueType.Fields("List");

    private final List<Control> controls;
    private final Findings findings = new Findings();
    private final Budget budget = new Budget();
    private final Decoder decoder = new Decoder(KubernetesTypes.NEWEST, budget, findings);

    Inspection(List<Control> controls) {
        this.controls = controls;
    }

    PodSecurityVerdict verdictOn(Map<String, ?> object) {
        inspect(object, Path.ROOT, TypeMeta.UNSAID, 0);
        if (budget.isExhaustedForAll()) {
            tooLarge(Path.ROOT, Budget.VALUES_OF_ALL_OBJECTS + " values in all objects");
        }
        return findings.verdict();
    }

    private void inspect(@Nullable Object raw, Path path, TypeMeta implied, int depth) {
        if (!(raw instanceof Map<?, ?> object)) {
            findings.malformed(path, raw, "a Kubernetes object");
            return;
        }
        Header header = Header.of(object, budget);
        if (!budget.isExhausted()) {
            header.type(implied, budget)
                    .ifPresentOrElse(
                            type -> inspect(object, type, header, path, depth), () -> reportMissingType(header, path));
        }
        if (budget.isExhaustedForObject()) {
            tooLarge(path, Budget.VALUES_OF_AN_OBJECT + " values in an object");
        }
        budget.nextObject();
    }

    private void tooLarge(Path path, String allowed) {
        findings.malformed(path, "too many values", "at most " + allowed);
    }

    private void inspect(Map<?, ?> object, TypeMeta type, Header header, Path path, int depth) {
        Optional<Workload> workload = type.workload();
        if (workload.isPresent()) {
            judge(workload.get(), type, object, path);
        } else if (type.isList(header)) {
            decoder.decode(LIST, object, path);
            inspectElements(type, header, path.field(Header.ITEMS), depth + 1);
        } else {
            judgeUnknown(type, path);
        }
    }

    private void reportMissingType(Header header, Path path) {
        Object kind = header.field(Header.KIND).orElse("");
        Object apiVersion = header.field(Header.API_VERSION).orElse("");
        if (!(kind instanceof String)) {
            findings.malformed(path.field(Header.KIND), kind, "a string");
        } else if (!TypeMeta.isApiVersion(apiVersion)) {
            findings.malformed(path.field(Header.API_VERSION), apiVersion, "a group and a version such as apps/v1");
        } else {
            findings.malformed(path.field(Header.KIND), null, "the kind of the object, such as Pod");
        }
    }

    private void inspectElements(TypeMeta list, Header header, Path path, int depth) {
        if (depth > DEEPEST_LIST) {
            findings.malformed(path, "a list in lists", "lists in lists down to a depth of " + DEEPEST_LIST);
            return;
        }
        if (header.field(Header.ITEMS).orElse(List.of()) instanceof List<?> items) {
            int index = 0;
            for (Object item : items) {
                if (!budget.spend()) {
                    return;
                }
                inspect(item, path.element(index), list.ofElements(), depth);
                index++;
            }
        }
    }

    private void judge(Workload workload, TypeMeta type, Map<?, ?> object, Path path) {
        if (!type.apiVersion().isEmpty() && !type.apiVersion().equals(workload.apiVersion())) {
            findings.warning(
                    path.field(Header.API_VERSION),
                    "Kubernetes 1.37 does not serve " + type + "; judged as one of " + workload.apiVersion());
        }
        int malformedBefore = findings.malformed();
        Pod pod = workload.podOf(decoder.decode(new ValueType.Fields(workload.kind()), object, path));
        // Where something could not be decoded, what is missing may be just that.
        boolean missingCounts = findings.malformed() == malformedBefore;
        for (Control control : controls) {
            control.rule().judge(pod, (where, found, allowed) -> {
                if (found != null || missingCounts) {
                    findings.violation(control.id(), where, found, allowed);
                }
            });
        }
    }

    private void judgeUnknown(TypeMeta type, Path path) {
        if (type.isKnownWithoutPods()) {
            return;
        }
        type.misspeltKind()
                .ifPresentOrElse(
                        meant -> findings.malformed(path.field(Header.KIND), type.kind(), meant),
                        () -> findings.warning(
                                path.field(Header.KIND),
                                type + " is not known: pods that it may make are not checked"));
    }
}
