package com.custom.pulsar.securitycustomizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts that concern the whole of a manifest: metadata, scheduling, identity. What it must not write it says instead.
 * For one manifest.
 */
final class PodPartsWriter {
    private final PodParts parts;
    private final List<String> refusals = new ArrayList<>();

    PodPartsWriter(PodParts parts) {
        this.parts = parts;
    }

    /** Changes the Service, which is plain maps; what it refuses, a sentence each. */
    List<String> writeService(Map<String, @Nullable Object> service) {
        metadata(service, Plain.child(Plain.child(service, "spec"), "selector"));
        return List.copyOf(refusals);
    }

    /** Changes the StatefulSet, which is plain maps; what it refuses, a sentence each. */
    List<String> writeStatefulSet(Map<String, @Nullable Object> statefulSet) {
        Map<String, @Nullable Object> spec = Plain.need(statefulSet, "spec");
        Map<String, @Nullable Object> template = Plain.need(spec, "template");
        Map<String, @Nullable Object> selector = Plain.child(Plain.child(spec, "selector"), "matchLabels");
        metadata(statefulSet, selector);
        metadata(template, selector);
        Map<String, @Nullable Object> pod = Plain.need(template, "spec");
        scheduling(pod, selector);
        identity(pod);
        return refusals.stream().distinct().toList();
    }

    private void metadata(Map<String, @Nullable Object> object, Map<String, @Nullable Object> selector) {
        Map<String, @Nullable Object> labels = parts.map(OwnSetting.EXTRA_LABELS);
        Map<String, @Nullable Object> annotations = parts.map(OwnSetting.EXTRA_ANNOTATIONS);
        labels.entrySet().removeIf(label -> {
            Object selected = selector.get(label.getKey());
            if (selected != null && !selected.equals(label.getValue())) {
                refusals.add("extraLabels: the label " + Shown.quoted(label.getKey())
                        + " selects the function's pods and cannot be changed to " + Shown.quoted(label.getValue()));
            }
            return selected != null;
        });
        if (!labels.isEmpty()) {
            Plain.need(Plain.need(object, "metadata"), "labels").putAll(labels);
        }
        if (!annotations.isEmpty()) {
            Plain.need(Plain.need(object, "metadata"), "annotations").putAll(annotations);
        }
    }

    private void scheduling(Map<String, @Nullable Object> pod, Map<String, @Nullable Object> selector) {
        Map<String, @Nullable Object> nodes = parts.map(OwnSetting.NODE_SELECTOR_LABELS);
        if (!nodes.isEmpty()) {
            Plain.need(pod, "nodeSelector").putAll(nodes);
        }
        append(pod, "tolerations", parts.list(OwnSetting.TOLERATIONS));
        Map<String, @Nullable Object> affinity = parts.map(OwnSetting.AFFINITY);
        if (!affinity.isEmpty()) {
            pod.put("affinity", affinity);
        }
        List<@Nullable Object> spread = parts.list(OwnSetting.TOPOLOGY_SPREAD_CONSTRAINTS);
        for (Object constraint : spread) {
            if (constraint instanceof Map<?, ?> map) {
                Plain.map(map).computeIfAbsent("labelSelector", key -> selected(selector));
            }
        }
        append(pod, "topologySpreadConstraints", spread);
        parts.text(OwnSetting.PRIORITY_CLASS_NAME).ifPresent(name -> pod.put("priorityClassName", name));
        parts.text(OwnSetting.RUNTIME_CLASS_NAME).ifPresent(name -> pod.put("runtimeClassName", name));
    }

    private static Map<String, @Nullable Object> selected(Map<String, @Nullable Object> selector) {
        Map<String, @Nullable Object> labels = new LinkedHashMap<>();
        labels.put("matchLabels", Plain.copyOf(selector));
        return labels;
    }

    private void identity(Map<String, @Nullable Object> pod) {
        parts.text(OwnSetting.SERVICE_ACCOUNT_NAME).ifPresent(name -> pod.put("serviceAccountName", name));
        List<@Nullable Object> secrets = new ArrayList<>();
        parts.list(OwnSetting.IMAGE_PULL_SECRETS).forEach(name -> secrets.add(named(String.valueOf(name))));
        append(pod, "imagePullSecrets", secrets);
    }

    private static Map<String, @Nullable Object> named(String name) {
        Map<String, @Nullable Object> reference = new LinkedHashMap<>();
        reference.put("name", name);
        return reference;
    }

    private static void append(Map<String, @Nullable Object> pod, String name, List<@Nullable Object> elements) {
        if (!elements.isEmpty()) {
            List<@Nullable Object> present = Plain.needList(pod, name);
            elements.stream().filter(element -> !present.contains(element)).forEach(present::add);
        }
    }
}
