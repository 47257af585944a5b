package com.custom.pulsar.cluster.verify;

import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVerdict;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import com.custom.pulsar.podsecurity.PodSecurityViolation;
import com.custom.pulsar.podsecurity.PodTemplates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges manifests: by Pod Security with Kubernetes' own verdict, and by the controls beyond it. Immutable; never throws, whatever
 * the objects are.
 */
public final class WorkloadCheck {
    private static final int DEEPEST_LIST = 16;
    /** In one document: YAML aliases can make a few lines stand for billions. */
    private static final int MOST_OBJECTS = 10_000;
    /** What the check finds where it stops reading. */
    private static final String TOO_MANY_VALUES = "too many values";

    private final PodSecurityCheck podSecurity;
    private final Requirements requirements;

    public WorkloadCheck(PodSecurityLevel level, PodSecurityVersion version, Requirements requirements) {
        this.podSecurity = new PodSecurityCheck(level, version);
        this.requirements = requirements;
    }

    /**
     * What there is to say about one object; of a list, about each of its objects. Objects without pods about which there is
     * nothing to say are left out.
     *
     * @param object as {@link PodSecurityCheck#check} takes it
     */
    public List<WorkloadFindings> check(String file, Map<String, ?> object) {
        PodSecurityVerdict whole = podSecurity.check(object);
        if (isTooLarge(whole)) {
            return List.of(findings(file, object, whole, List.of()));
        }
        List<Map<String, ?>> objects = new ArrayList<>();
        boolean complete = flatten(object, 0, objects);
        ReadingLimit limit = new ReadingLimit();
        List<WorkloadFindings> all = new ArrayList<>();
        for (Map<String, ?> each : objects) {
            WorkloadFindings found = judge(file, each, limit);
            if (isWorkload(each)
                    || !found.violations().isEmpty()
                    || !found.warnings().isEmpty()) {
                all.add(found);
            }
        }
        if (!complete) {
            Finding tooMany = new Finding(
                    PodSecurityViolation.MALFORMED,
                    "items",
                    "(more than " + MOST_OBJECTS + " objects)",
                    "split it into several documents");
            all.add(named(file, object, List.of(tooMany), List.of()));
        }
        if (!whole.allowed() && all.stream().allMatch(one -> one.violations().isEmpty())) {
            // About the list as such: the verdict is Kubernetes', whatever was found in the list's objects.
            all.add(findings(file, object, whole, List.of()));
        }
        return all;
    }

    /** Whether it stands for more values than are looked at. */
    private static boolean isTooLarge(PodSecurityVerdict verdict) {
        return verdict.violations().stream()
                .anyMatch(violation -> violation.control().equals(PodSecurityViolation.MALFORMED)
                        && TOO_MANY_VALUES.equals(violation.found()));
    }

    /** The object, or those of a list and of the lists in it; false if there are more than are looked at. */
    private static boolean flatten(Map<String, ?> object, int depth, List<Map<String, ?>> objects) {
        if (objects.size() == MOST_OBJECTS) {
            return false;
        }
        if (depth < DEEPEST_LIST
                && object.get("kind") instanceof String kind
                && kind.endsWith("List")
                && object.get("items") instanceof List<?> items) {
            String implied = kind.substring(0, kind.length() - "List".length());
            for (Object item : items) {
                if (item instanceof Map<?, ?> map
                        && !flatten(element(map, implied, object.get("apiVersion")), depth + 1, objects)) {
                    return false;
                }
            }
            return true;
        }
        objects.add(object);
        return true;
    }

    /** An object of a cluster, or one that is no list. */
    WorkloadFindings judge(@Nullable String file, Map<String, ?> object, ReadingLimit limit) {
        List<PodInspector.Found> beyond = new ArrayList<>();
        for (List<Object> way : PodTemplates.waysIn(object)) {
            Node pod = Node.root(object);
            for (Object step : way) {
                pod = pod.at(step.toString());
            }
            beyond.addAll(PodInspector.inspect(pod, limit));
        }
        return findings(file, object, podSecurity.check(object), beyond);
    }

    static boolean isWorkload(Map<String, ?> object) {
        return !PodTemplates.waysIn(object).isEmpty();
    }

    private WorkloadFindings findings(
            @Nullable String file, Map<String, ?> object, PodSecurityVerdict verdict, List<PodInspector.Found> beyond) {
        List<Finding> violations = new ArrayList<>();
        verdict.violations().forEach(violation -> violations.add(Finding.of(violation)));
        List<String> warnings = new ArrayList<>(verdict.warnings());
        for (PodInspector.Found found : beyond) {
            if (requirements.demand(found.control())) {
                violations.add(found.finding());
            } else {
                warnings.add(found.finding().text());
            }
        }
        return named(file, object, violations, warnings);
    }

    static WorkloadFindings named(
            @Nullable String file, Map<String, ?> object, List<Finding> violations, List<String> warnings) {
        Node root = Node.root(object);
        return new WorkloadFindings(
                file,
                root.at("kind").text(),
                root.at("metadata", "namespace").text(),
                root.at("metadata", "name").text(),
                violations,
                warnings);
    }

    /** The element of a typed list, which need not say what it is. */
    private static Map<String, @Nullable Object> element(Map<?, ?> item, String kind, @Nullable Object apiVersion) {
        Map<String, @Nullable Object> element = new LinkedHashMap<>();
        item.forEach((key, value) -> element.put(String.valueOf(key), value));
        if (!kind.isEmpty()) {
            element.putIfAbsent("apiVersion", apiVersion);
            element.putIfAbsent("kind", kind);
        }
        return element;
    }
}
