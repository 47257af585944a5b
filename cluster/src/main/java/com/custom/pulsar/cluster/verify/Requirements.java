package com.custom.pulsar.cluster.verify;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which controls make verification fail; the others warn. Pod Security always does.
 *
 * @param required copied
 */
public record Requirements(Set<Control> required) {
    public Requirements {
        required = Set.copyOf(required);
    }

    /** For manifests: what Kubernetes would refuse, and what should not be in a file. */
    public static Requirements ofFiles() {
        return new Requirements(Set.of(Control.SECRETS_IN_CLEAR));
    }

    /** For what runs: everything. */
    public static Requirements ofClusters() {
        return new Requirements(EnumSet.allOf(Control.class));
    }

    public Requirements with(Set<Control> more) {
        Set<Control> all = EnumSet.noneOf(Control.class);
        all.addAll(required);
        all.addAll(more);
        return new Requirements(all);
    }

    public Requirements without(Set<Control> fewer) {
        Set<Control> all = EnumSet.noneOf(Control.class);
        all.addAll(required);
        all.removeAll(fewer);
        return new Requirements(all);
    }

    boolean demand(Control control) {
        return required.contains(control);
    }
}
