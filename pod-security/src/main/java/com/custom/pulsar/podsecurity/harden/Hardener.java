package com.custom.pulsar.podsecurity.harden;

import com.custom.pulsar.podsecurity.PodTemplates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Applies a policy to Kubernetes objects. What is there already and is as tight or tighter stays, what is absent is set, what
 * is looser is replaced. Immutable and thread-safe.
 */
public final class Hardener {
    private final HardeningPolicy policy;

    /** @throws IllegalArgumentException if the policy contradicts itself; the message has every contradiction */
    public Hardener(HardeningPolicy policy) {
        List<String> contradictions = policy.contradictions();
        if (!contradictions.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", contradictions));
        }
        this.policy = policy;
    }

    /**
     * Hardens every pod and pod template in one object: a Pod, PodTemplate, ReplicationController, ReplicaSet, Deployment,
     * DaemonSet, StatefulSet, Job, CronJob, or a list of such. The given map is changed; maps and lists inside it are replaced
     * by changed copies, never changed themselves, so that unmodifiable and shared ones are welcome. Never throws: what cannot
     * be read stays as it is and becomes an obstacle. An unmodifiable map, and a list of {@link PodTemplates#MOST} or more pods, is
     * left as it is, with one obstacle. A second call changes nothing.
     *
     * @param object the object as a JSON or YAML parser gives it: maps, lists, Strings, Booleans, Numbers, null
     */
    public HardeningReport harden(Map<String, Object> object) {
        List<List<Object>> ways = PodTemplates.waysIn(object);
        if (ways.size() == PodTemplates.MOST) {
            return refusal("it has more pods than can be hardened at once");
        }
        Branch root = Branch.root(object);
        Journal journal = new Journal();
        for (List<Object> way : ways) {
            find(root, way).ifPresent(pod -> new PodHardener(policy, pod, journal).harden());
        }
        if (!journal.changes().isEmpty() && !root.writeTo(object)) {
            return refusal("its map is unmodifiable");
        }
        return new HardeningReport(journal.changes(), Obstacles.of(object, journal.unreadable()), journal.warnings());
    }

    private static HardeningReport refusal(String reason) {
        return new HardeningReport(List.of(), List.of("The object cannot be hardened: " + reason), List.of());
    }

    private static Optional<PodBranch> find(Branch root, List<Object> way) {
        Branch parent = root;
        Branch branch = root;
        for (int step = 0; step < way.size(); step++) {
            String key = (String) way.get(step);
            boolean isElement = step + 1 < way.size() && way.get(step + 1) instanceof Integer;
            Optional<Branch> next = isElement ? branch.element(key, (Integer) way.get(step + 1)) : branch.child(key);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            parent = branch;
            branch = next.get();
            step += isElement ? 1 : 0;
        }
        Branch owner = branch;
        Set<String> claims = parent.elements("volumeClaimTemplates").stream()
                .flatMap(claim -> claim.child("metadata").stream())
                .map(metadata -> metadata.get("name"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
        return owner.child("spec").map(spec -> new PodBranch(owner, spec, claims));
    }
}
