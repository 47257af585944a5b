package com.custom.pulsar.cluster.verify;

import java.util.List;

/** The outcome: everything that was looked at, in the order of the files or of the cluster's names. */
public record Verification(List<WorkloadFindings> workloads) {
    public Verification {
        workloads = List.copyOf(workloads);
    }

    public boolean passed() {
        return workloads.stream().allMatch(workload -> workload.violations().isEmpty());
    }

    public long violations() {
        return workloads.stream()
                .mapToLong(workload -> workload.violations().size())
                .sum();
    }

    public long warnings() {
        return workloads.stream()
                .mapToLong(workload -> workload.warnings().size())
                .sum();
    }
}
