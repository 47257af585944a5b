package com.custom.pulsar.cluster.verify;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.KubernetesVersion;
import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import com.custom.pulsar.podsecurity.harden.Change;
import com.custom.pulsar.podsecurity.harden.Hardener;
import com.custom.pulsar.podsecurity.harden.HardeningPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Verifies what runs in a cluster: namespaces, the StatefulSets and pods of functions and connectors, and the broker's settings. */
public final class ClusterVerification {
    /** Below it, Pod Security is not yet what admits pods. */
    private static final int OLDEST_MINOR = 25;

    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
    private static final String ENFORCE_VERSION = ENFORCE + "-version";
    /** What Pulsar's Kubernetes runtime puts on everything that it makes. */
    private static final String MADE_BY_PULSAR = "component,tenant,namespace,name";

    private static final Set<String> COMPONENTS = Set.of("function", "source", "sink");
    private static final String STARTUP_CHECK = "com.custom.pulsar.StartupCheck";

    private final ClusterConnection cluster;
    private final PodSecurityLevel level;
    private final Optional<PodSecurityVersion> version;
    private final Requirements requirements;
    private final List<WorkloadFindings> all = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    /** How a person runs something in the broker's first pod; empty where no broker was found. */
    private String inBroker = "";

    /** @param version to judge by; else each namespace's own, else the cluster's */
    public ClusterVerification(
            ClusterConnection cluster,
            PodSecurityLevel level,
            Optional<PodSecurityVersion> version,
            Requirements requirements) {
        this.cluster = cluster;
        this.level = level;
        this.version = version;
        this.requirements = requirements;
    }

    /**
     * The outcome.
     *
     * @param namespaces where functions and connectors run
     * @param brokerNamespace where the broker or the functions worker runs
     * @throws ClusterException if the cluster cannot be asked, is too old, or lacks a namespace
     */
    public Verification verify(List<String> namespaces, String brokerNamespace) {
        KubernetesVersion server = supported(cluster.version());
        Optional<HardeningPolicy> policy = customizer(brokerNamespace, namespaces);
        for (String namespace : namespaces) {
            verify(namespace, server, policy);
        }
        return new Verification(all);
    }

    /** The {@code kubectl} lines by which a person sees the same, once {@link #verify} has returned. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    private static KubernetesVersion supported(KubernetesVersion server) {
        if (!server.isAtLeast(1, OLDEST_MINOR)) {
            throw new ClusterException("the cluster is Kubernetes " + server.text() + ", and only from 1."
                    + OLDEST_MINOR + " on does Kubernetes admit pods by Pod Security; upgrade the cluster");
        }
        return server;
    }

    private Optional<HardeningPolicy> customizer(String namespace, List<String> verified) {
        Optional<HardeningPolicy> policy = Optional.empty();
        boolean found = false;
        for (FunctionsWorker worker : FunctionsWorker.in(cluster, namespace)) {
            Node root = Node.root(worker.workload());
            found = true;
            inBroker = kubectl() + " exec -n " + namespace + " "
                    + root.at("metadata", "name").text() + "-0 -- ";
            WorkerSettings settings = worker.settings();
            policy = policy.or(settings::policy);
            Judged judged = new Judged(worker.workload());
            settings.findings().forEach(finding -> judged.add(Control.CUSTOMIZER, finding));
            settings.namespaceOfFunctions()
                    .filter(place -> !verified.contains(place))
                    .ifPresent(place -> judged.warnings.add("functions and connectors run in the namespace " + place
                            + ", which was not looked at; name it with --namespace"));
            if (!root.at("spec", "template", "spec", "containers").elements().stream()
                    .anyMatch(ClusterVerification::checksItsStart)) {
                judged.warnings.add(
                        "spec.template.spec.containers: " + STARTUP_CHECK + " is not in the command; when the"
                                + " image's script fails, the broker starts all the same and runs functions unhardened; see the"
                                + " security customizer's README");
            }
            all.add(judged.findings());
        }
        if (!found) {
            Map<String, Object> space = Map.of("kind", "Namespace", "metadata", Map.of("name", namespace));
            Judged judged = new Judged(space);
            judged.add(
                    Control.CUSTOMIZER,
                    new Finding(
                            Control.CUSTOMIZER.id(),
                            "",
                            "no StatefulSet of a broker or functions worker with functions",
                            "name the namespace where it runs with --broker-namespace"));
            all.add(judged.findings());
        }
        return policy;
    }

    private static boolean checksItsStart(Node container) {
        return List.of("command", "args").stream()
                .flatMap(key -> container.at(key).elements().stream())
                .anyMatch(element -> element.text().contains(STARTUP_CHECK));
    }

    private void verify(String namespace, KubernetesVersion server, Optional<HardeningPolicy> policy) {
        Map<String, Object> space = cluster.get(ResourceType.NAMESPACES, namespace, namespace);
        Node labels = Node.root(space).at("metadata", "labels");
        PodSecurityVersion judgedBy = version.or(() -> enforced(labels.at(ENFORCE_VERSION)))
                .orElseGet(() -> new PodSecurityVersion(Math.min(server.minor(), PodSecurityVersion.LATEST.minor())));
        List<Map<String, Object>> statefulSets = made(ResourceType.STATEFUL_SETS, namespace);
        all.add(namespace(space, labels, statefulSets.isEmpty()));
        Members members = new Members(
                new WorkloadCheck(level, judgedBy, requirements),
                new NetworkPolicies(cluster.list(ResourceType.NETWORK_POLICIES, namespace, "", "")),
                policy.map(Hardener::new));
        List<Map<String, Object>> pods = made(ResourceType.PODS, namespace);
        List<Map<String, Object>> events = cluster.list(ResourceType.EVENTS, namespace, "", "reason=FailedCreate");
        for (Map<String, Object> statefulSet : statefulSets) {
            Judged judged = members.judge(statefulSet, "spec", "template", "metadata");
            admitted(statefulSet, pods, events).ifPresent(finding -> judged.add(Control.ADMITTED, finding));
            all.add(judged.findings());
            commands(namespace, Node.root(statefulSet));
        }
        for (Map<String, Object> pod : pods) {
            all.add(members.judge(pod, "metadata").findings());
        }
    }

    private static Optional<PodSecurityVersion> enforced(Node label) {
        try {
            // "latest" is the server's own.
            return label.text().isEmpty() || label.is("latest")
                    ? Optional.empty()
                    : Optional.of(PodSecurityVersion.parse(label.text()));
        } catch (IllegalArgumentException e) {
            // Kubernetes takes a label that it cannot read for the latest version too.
            return Optional.empty();
        }
    }

    private WorkloadFindings namespace(Map<String, Object> space, Node labels, boolean empty) {
        Judged judged = new Judged(space);
        if (empty) {
            judged.warnings.add("no function or connector runs in it; name another with --namespace");
        }
        Node label = labels.at(ENFORCE);
        boolean enforces;
        try {
            enforces = label.exists() && PodSecurityLevel.parse(label.text()).compareTo(level) >= 0;
        } catch (IllegalArgumentException e) {
            enforces = false;
        }
        if (!enforces) {
            judged.add(
                    Control.NAMESPACE_ENFORCES,
                    new Finding(
                            Control.NAMESPACE_ENFORCES.id(),
                            label.path(),
                            label.shown(),
                            Control.NAMESPACE_ENFORCES
                                    .fix()
                                    .replace(
                                            "NAMESPACE",
                                            Node.root(space)
                                                    .at("metadata", "name")
                                                    .text())
                                    .replace("LEVEL", level.toString())));
        }
        return judged.findings();
    }

    private List<Map<String, Object>> made(ResourceType type, String namespace) {
        return cluster.list(type, namespace, MADE_BY_PULSAR, "").stream()
                .filter(object -> COMPONENTS.contains(
                        Node.root(object).at("metadata", "labels", "component").text()))
                .toList();
    }

    private static Optional<Finding> admitted(
            Map<String, Object> statefulSet, List<Map<String, Object>> pods, List<Map<String, Object>> events) {
        Node root = Node.root(statefulSet);
        long wanted = root.at("spec", "replicas").value() instanceof Number number ? number.longValue() : 1;
        String uid = root.at("metadata", "uid").text();
        long there = pods.stream()
                .filter(pod -> Node.root(pod).at("metadata", "ownerReferences").elements().stream()
                        .anyMatch(owner -> owner.at("uid").is(uid)))
                .count();
        if (there >= wanted) {
            return Optional.empty();
        }
        String reason = events.stream()
                .map(Node::root)
                .filter(event -> event.at("involvedObject", "kind").is("StatefulSet")
                        && event.at("involvedObject", "name")
                                .is(root.at("metadata", "name").text()))
                .max(Comparator.comparing(event -> event.at("lastTimestamp").text()))
                .map(event -> event.at("message").text())
                .orElse("and no event of it says why");
        return Optional.of(Finding.of(Control.ADMITTED, "spec.replicas", there + " of " + wanted + " pods: " + reason));
    }

    private void commands(String namespace, Node statefulSet) {
        String name = statefulSet.at("metadata", "name").text();
        Node labels = statefulSet.at("metadata", "labels");
        commands.add(
                kubectl() + " get statefulset " + name + " -n " + namespace + " -o yaml | grep -A 10 securityContext");
        if (!inBroker.isEmpty()) {
            commands.add(inBroker + "bin/pulsar-admin " + labels.at("component").text() + "s status --tenant "
                    + labels.at("tenant").text() + " --namespace "
                    + labels.at("namespace").text() + " --name "
                    + labels.at("name").text());
        }
        commands.add(kubectl() + " logs " + name + "-0 -n " + namespace);
    }

    private String kubectl() {
        return "kubectl" + (cluster.context().isEmpty() ? "" : " --context " + cluster.context());
    }

    /** What is the same for all StatefulSets and pods of one namespace. */
    private final class Members {
        private final WorkloadCheck check;
        private final NetworkPolicies policies;
        private final Optional<Hardener> hardener;

        Members(WorkloadCheck check, NetworkPolicies policies, Optional<Hardener> hardener) {
            this.check = check;
            this.policies = policies;
            this.hardener = hardener;
        }

        Judged judge(Map<String, Object> object, String... metadata) {
            WorkloadFindings found = check.judge(null, object, new ReadingLimit());
            Judged judged = new Judged(object);
            judged.violations.addAll(found.violations());
            judged.warnings.addAll(found.warnings());
            policies.judge(Node.root(object).at(metadata))
                    .ifPresent(finding -> judged.add(Control.NETWORK_POLICY, finding));
            hardener.ifPresent(now -> drift(now, object).forEach(finding -> judged.add(Control.DRIFT, finding)));
            return judged;
        }

        /** What hardening it again by the settings of now would change. */
        private List<Finding> drift(Hardener now, Map<String, Object> object) {
            return now.harden(new LinkedHashMap<>(object)).changes().stream()
                    .map(ClusterVerification::drift)
                    .toList();
        }
    }

    private static Finding drift(Change change) {
        Object before = new Node(change.path(), change.before()).shown();
        Object after = new Node(change.path(), change.after()).shown();
        return new Finding(
                Control.DRIFT.id(),
                change.path(),
                before,
                "by the settings of now: " + (after == null ? "not set" : after) + "; " + Control.DRIFT.fix());
    }

    /** Findings about one object while they are collected. */
    private final class Judged {
        private final Map<String, Object> object;
        private final List<Finding> violations = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        Judged(Map<String, Object> object) {
            this.object = object;
        }

        void add(Control control, Finding finding) {
            if (requirements.demand(control)) {
                violations.add(finding);
            } else {
                warnings.add(finding.text());
            }
        }

        WorkloadFindings findings() {
            return WorkloadCheck.named(null, object, violations, warnings);
        }
    }
}
