package com.custom.pulsar.securitycustomizer;

import java.util.List;

/** Whether a function may have what its submitter asks for. */
sealed interface OverrideVerdict {
    /** What its pods get; without what it asked for when that is refused. */
    PodSettings pods();

    /** It may. */
    record Accepted(PodSettings pods) implements OverrideVerdict {}

    /**
     * It may not.
     *
     * @param reasons at least one, a sentence each
     */
    record Refused(PodSettings pods, List<String> reasons) implements OverrideVerdict {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
