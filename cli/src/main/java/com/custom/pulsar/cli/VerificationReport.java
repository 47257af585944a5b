package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.verify.Finding;
import com.custom.pulsar.cluster.verify.Verification;
import com.custom.pulsar.cluster.verify.WorkloadFindings;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What was verified, as a table or as JSON. */
final class VerificationReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDEST_COLUMN = 90;
    private static final int LONGEST_VALUE = 1000;

    private final Verification verification;

    VerificationReport(Verification verification) {
        this.verification = verification;
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(json());
        } else {
            verification.workloads().forEach(workload -> table(out, workload));
            out.printf(
                    Locale.ROOT,
                    "%s: %d workloads, %d violations, %d warnings%n",
                    verification.passed() ? "Passed" : "Failed",
                    verification.workloads().size(),
                    verification.violations(),
                    verification.warnings());
        }
        out.flush();
    }

    private static void table(PrintWriter out, WorkloadFindings workload) {
        out.println(Terminal.safe((workload.file() == null ? "" : workload.file() + ": ") + workload.title() + ": "
                + (workload.violations().isEmpty() ? "passed" : "failed")));
        List<Finding> violations = workload.violations();
        int control = width(violations.stream().map(Finding::control).toList());
        int path = width(violations.stream().map(Finding::path).toList());
        int found = width(violations.stream().map(VerificationReport::shown).toList());
        String row = "  violation  %-" + control + "s  %-" + path + "s  %-" + found + "s  %s";
        for (Finding violation : violations) {
            out.println(Terminal.safe(String.format(
                    Locale.ROOT, row, violation.control(), violation.path(), shown(violation), violation.fix())));
        }
        workload.warnings().forEach(warning -> out.println(Terminal.safe("  warning    " + cut(warning))));
    }

    private static int width(List<String> column) {
        return Math.max(
                1,
                column.stream()
                        .mapToInt(String::length)
                        .filter(width -> width <= WIDEST_COLUMN)
                        .max()
                        .orElse(1));
    }

    private static String shown(Finding finding) {
        return cut(finding.shown());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }

    private ObjectNode json() {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode workloads = root.putArray("workloads");
        for (WorkloadFindings workload : verification.workloads()) {
            ObjectNode node = workloads
                    .addObject()
                    .put("file", workload.file())
                    .put("kind", workload.kind())
                    .put("namespace", workload.namespace())
                    .put("name", workload.name());
            ArrayNode violations = node.putArray("violations");
            for (Finding violation : workload.violations()) {
                violations
                        .addObject()
                        .put("control", violation.control())
                        .put("path", violation.path())
                        .set("found", JSON.valueToTree(violation.found()));
            }
            ArrayNode warnings = node.putArray("warnings");
            workload.warnings().forEach(warnings::add);
        }
        root.put("passed", verification.passed());
        return root;
    }
}
