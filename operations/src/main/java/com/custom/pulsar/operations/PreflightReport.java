package com.custom.pulsar.operations;

import com.custom.pulsar.operations.Finding.Severity;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a look at a PostgreSQL found.
 *
 * @param findings all that was looked at; without an error among them the pipeline can run
 * @param done what was changed, in SQL
 */
public record PreflightReport(List<Finding> findings, List<String> done) {
    public PreflightReport {
        findings = List.copyOf(findings);
        done = List.copyOf(done);
    }

    /** What does not keep the pipeline from running, and yet is not as it should be. */
    public List<Finding> warnings() {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.warning)
                .toList();
    }

    /**
     * Does nothing if the pipeline can run.
     *
     * @throws OperationException with all errors, one a line
     */
    public void requireReady() {
        String errors =
                findings.stream().filter(Finding::isError).map(Finding::text).collect(Collectors.joining("\n"));
        if (!errors.isEmpty()) {
            throw new OperationException(errors);
        }
    }
}
