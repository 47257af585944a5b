package com.custom.pulsar.securitycustomizer;

import java.util.Set;
import java.util.TreeSet;

/** What submitters may set for their own functions. */
sealed interface OverrideRule {
    /** What a list of settings may hold beside settings: the function's own flags, which Pulsar passes raw to a shell. */
    String RUNTIME_FLAGS = "runtimeFlags";

    /** Nothing at all. */
    record Deny() implements OverrideRule {
        @Override
        public String toString() {
            return "deny";
        }
    }

    /**
     * What is as tight as the administrator's value or tighter.
     *
     * @param freely settings by name that may be set to anything that still passes the level
     */
    record Tighten(Set<String> freely) implements OverrideRule {
        public Tighten {
            freely = Set.copyOf(freely);
        }

        @Override
        public String toString() {
            return freely.isEmpty() ? "tighten" : "tighten and freely " + String.join(",", new TreeSet<>(freely));
        }
    }
}
