package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.cluster.kubernetes.ClusterConnection;
import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.ResourceType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the objects of one pipeline into a cluster and takes them out. Doing it twice does nothing the second time. Every method
 * throws a {@link ClusterException} where the cluster refuses. Not thread-safe.
 */
public final class TenantDeployment {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<ResourceType> TYPES =
            List.of(ResourceType.NETWORK_POLICIES, ResourceType.DISRUPTION_BUDGETS);

    private final ClusterConnection cluster;
    private final String namespace;
    private final TenantObjects objects;
    private final Deque<TenantObject> created = new ArrayDeque<>();

    public TenantDeployment(ClusterConnection cluster, String namespace, TenantObjects objects) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.objects = objects;
    }

    /** What would become of an object. */
    public enum Action {
        CREATE,
        UPDATE,
        /** Nothing: it is as it should be. */
        KEEP,
        /** It is one of the pipeline, and the file asks for it no more. */
        REMOVE
    }

    /** One object, and what would become of it. */
    public record Step(Action action, TenantObject object) {}

    /**
     * What {@link #apply} would do, in its order.
     *
     * @throws ClusterException also if an object of that name is another pipeline's, or nobody's
     */
    public List<Step> plan() {
        List<Step> steps = new ArrayList<>();
        for (TenantObject object : objects.all()) {
            Optional<JsonNode> there = own(object.type());
            steps.add(new Step(
                    there.map(kept -> holds(kept, JSON.valueToTree(object.manifest())) ? Action.KEEP : Action.UPDATE)
                            .orElse(Action.CREATE),
                    object));
        }
        for (ResourceType type : TYPES) {
            if (steps.stream().noneMatch(step -> step.object().type().equals(type))
                    && own(type).isPresent()) {
                steps.add(new Step(Action.REMOVE, new TenantObject(type, objects.name(), Map.of())));
            }
        }
        return steps;
    }

    /** Does it; remembers what was created. */
    public void apply(Step step) {
        TenantObject object = step.object();
        switch (step.action()) {
            case KEEP -> {}
            case REMOVE -> cluster.delete(object.type(), namespace, object.name());
            case CREATE -> {
                cluster.apply(object.type(), namespace, object.manifest());
                created.push(object);
            }
            case UPDATE -> cluster.apply(object.type(), namespace, object.manifest());
        }
    }

    /** Removes what {@link #apply} has created, the last first, and says what that was. */
    public List<TenantObject> removeCreated() {
        List<TenantObject> removed = new ArrayList<>();
        while (!created.isEmpty()) {
            TenantObject object = created.pop();
            cluster.delete(object.type(), namespace, object.name());
            removed.add(object);
        }
        return removed;
    }

    /** Those objects of the pipeline that are there. */
    public List<TenantObject> present() {
        List<TenantObject> present = new ArrayList<>();
        for (ResourceType type : TYPES) {
            if (own(type).isPresent()) {
                present.add(new TenantObject(type, objects.name(), Map.of()));
            }
        }
        return present;
    }

    public void remove(TenantObject object) {
        cluster.delete(object.type(), namespace, object.name());
    }

    /** Whether a slot that the pipeline's file names is one that was written down when the pipeline was deployed. */
    public boolean hasRecorded(String slot) {
        return own(ResourceType.DISRUPTION_BUDGETS)
                .map(budget -> budget.path("metadata").path("annotations").path(TenantObjects.SLOT))
                .filter(written -> objects.names(written.asText(), slot))
                .isPresent();
    }

    private Optional<JsonNode> own(ResourceType type) {
        Optional<JsonNode> there = cluster.find(type, namespace, objects.name()).map(JSON::<JsonNode>valueToTree);
        String owner = there.map(object -> object.path("metadata")
                        .path("annotations")
                        .path(TenantObjects.PIPELINE)
                        .asText())
                .orElse(objects.owner());
        if (!owner.equals(objects.owner())) {
            throw new ClusterException("there is a " + type.kind() + " " + objects.name() + " in the namespace "
                    + namespace + " that is "
                    + (owner.isEmpty() ? "nobody's by its annotations" : "of the pipeline " + owner)
                    + "; change the pipeline's name, or remove that object if it is not needed any more");
        }
        return there;
    }

    /** Whether everything that is wanted is there; the server adds defaults. */
    static boolean holds(JsonNode there, JsonNode wanted) {
        if (wanted.isObject()) {
            return there.isObject()
                    && wanted.properties().stream()
                            .allMatch(field -> holds(there.path(field.getKey()), field.getValue()));
        }
        if (wanted.isArray()) {
            if (!there.isArray() || there.size() != wanted.size()) {
                return false;
            }
            for (int i = 0; i < wanted.size(); i++) {
                if (!holds(there.get(i), wanted.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return (wanted.isIntegralNumber() && there.isIntegralNumber())
                ? wanted.longValue() == there.longValue()
                : wanted.equals(there);
    }
}
