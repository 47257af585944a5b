package com.custom.pulsar.cluster.harden;

import com.custom.pulsar.podsecurity.PodSecurityViolation;
import com.custom.pulsar.podsecurity.harden.Change;
import java.util.List;

/**
 * One object with pods, or one that cannot be read, after hardening.
 *
 * @param line the line in which its document begins, from 1
 * @param kind such as {@code StatefulSet}
 * @param namespace empty where the manifest says none
 * @param name empty where the manifest says none
 * @param profile the component of Pulsar's chart, {@code other} or {@code standard}
 * @param changes every value that was changed
 * @param exemptions what of the standard the object was not given, and why
 * @param warnings what was changed although it had been asked for, and what could not be set, one sentence each
 * @param violations what does not pass Pod Security {@code restricted} of some version
 * @param obstacles the same and what could not be read, one sentence each; empty if all its pods pass every version
 */
public record HardenedObject(
        int line,
        String kind,
        String namespace,
        String name,
        String profile,
        List<Change> changes,
        List<Exemption> exemptions,
        List<String> warnings,
        List<PodSecurityViolation> violations,
        List<String> obstacles) {
    public HardenedObject {
        changes = List.copyOf(changes);
        exemptions = List.copyOf(exemptions);
        warnings = List.copyOf(warnings);
        violations = List.copyOf(violations);
        obstacles = List.copyOf(obstacles);
    }

    /** Whether every pod of it passes {@code restricted} of every version. */
    public boolean passed() {
        return obstacles.isEmpty();
    }

    /** Kind, namespace and name, such as {@code StatefulSet pulsar/pulsar-broker}. */
    public String title() {
        return (kind.isEmpty() ? "(without a kind)" : kind) + " " + (namespace.isEmpty() ? "" : namespace + "/")
                + (name.isEmpty() ? "(without a name)" : name);
    }
}
