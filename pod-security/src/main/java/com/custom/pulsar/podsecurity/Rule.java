package com.custom.pulsar.podsecurity;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one revision of a control demands of a pod. */
@FunctionalInterface
interface Rule {

    void judge(Pod pod, Report report);

    /** The same rule for all pods but some. */
    default Rule exceptFor(Predicate<Pod> exempt) {
        return (pod, report) -> {
            if (!exempt.test(pod)) {
                judge(pod, report);
            }
        };
    }

    /** Takes what a rule forbids. */
    @FunctionalInterface
    interface Report {

        /**
         * Reports one value.
         *
         * @param found the value that is there, or null where one is missing
         */
        void forbid(Path path, @Nullable Object found, String allowed);
    }
}
