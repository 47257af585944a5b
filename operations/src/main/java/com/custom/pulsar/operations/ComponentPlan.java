package com.custom.pulsar.operations;

import java.util.List;

/**
 * What would become of a source or function.
 *
 * @param label such as {@code source debezium-postgres-source}
 * @param differences the paths of the settings that would change, without values
 */
public record ComponentPlan(Action action, String label, List<String> differences) {
    /** What would be done. */
    public enum Action {
        CREATE,
        UPDATE,
        /** Nothing. */
        KEEP
    }

    public ComponentPlan {
        differences = List.copyOf(differences);
    }

    static ComponentPlan of(String label, List<String> differences) {
        return new ComponentPlan(differences.isEmpty() ? Action.KEEP : Action.UPDATE, label, differences);
    }
}
