package com.custom.pulsar.cluster.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The network policies of one namespace. */
final class NetworkPolicies {
    private static final List<String> DIRECTIONS = List.of("Ingress", "Egress");

    private final List<Map<String, Object>> policies;

    NetworkPolicies(List<Map<String, Object>> policies) {
        this.policies = policies;
    }

    /** What a pod lacks, or nothing if policies select it in both directions. */
    Optional<Finding> judge(Node metadata) {
        List<String> open = new ArrayList<>(DIRECTIONS);
        Node labels = metadata.at("labels");
        for (Map<String, Object> policy : policies) {
            Node spec = Node.root(policy).at("spec");
            if (selects(spec.at("podSelector"), labels)) {
                open.removeIf(direction -> isFor(spec, direction));
            }
        }
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.of(
                        Control.NETWORK_POLICY,
                        labels.path(),
                        "selected by no NetworkPolicy for " + String.join(" and ", open)));
    }

    /** As Kubernetes defaults it: always ingress, and egress where there are rules for it. */
    private static boolean isFor(Node spec, String direction) {
        List<Node> types = spec.at("policyTypes").elements();
        return types.isEmpty()
                ? direction.equals("Ingress") || spec.at("egress").exists()
                : types.stream().anyMatch(type -> type.is(direction));
    }

    private static boolean selects(Node selector, Node labels) {
        return selector.at("matchLabels")
                        .members()
                        .allMatch(label -> label.getValue().value() instanceof String wanted
                                && wanted.equals(label(labels, label.getKey())))
                && selector.at("matchExpressions").elements().stream().allMatch(one -> matches(one, labels));
    }

    private static boolean matches(Node expression, Node labels) {
        Node label = labels.at(expression.at("key").text());
        boolean listed = label.exists()
                && expression.at("values").elements().stream()
                        .anyMatch(value -> value.text().equals(label.text()));
        return switch (expression.at("operator").text()) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> label.exists();
            case "DoesNotExist" -> !label.exists();
            default -> false;
        };
    }

    private static String label(Node labels, String key) {
        return labels.at(key).text();
    }
}
