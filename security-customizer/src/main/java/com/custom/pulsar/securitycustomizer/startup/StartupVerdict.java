package com.custom.pulsar.securitycustomizer.startup;

import java.util.List;

/** What the check has found. */
public sealed interface StartupVerdict {
    /**
     * Every pod will be hardened.
     *
     * @param policy the policy in force, one line
     * @param advice what could be better, one sentence each
     */
    record Hardened(String policy, List<String> advice) implements StartupVerdict {
        public Hardened {
            advice = List.copyOf(advice);
        }
    }

    /**
     * The broker must not start.
     *
     * @param problems all reasons, at least one
     */
    record Refused(List<StartupProblem> problems) implements StartupVerdict {
        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a refusal has a reason");
            }
        }
    }
}
