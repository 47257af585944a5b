package com.custom.pulsar.podsecurity.harden;

import java.util.List;

/**
 * What hardening did to one object.
 *
 * @param changes every value that was changed, in the order of the object
 * @param obstacles what still keeps a pod from passing Pod Security {@code restricted} of some version, or could not be read, one
 *     sentence each; with none, every pod passes {@code restricted} of every version
 * @param warnings what was changed although the pod had asked for it, and what could not be set, one sentence each
 */
public record HardeningReport(List<Change> changes, List<String> obstacles, List<String> warnings) {
    public HardeningReport {
        changes = List.copyOf(changes);
        obstacles = List.copyOf(obstacles);
        warnings = List.copyOf(warnings);
    }
}
