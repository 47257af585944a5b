package com.custom.pulsar.cli;

import com.custom.pulsar.cluster.harden.HardenedManifests;
import com.custom.pulsar.cluster.harden.HardenedObject;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The report of hardening as one line of JSON. */
final class HardeningReportJson {
    private HardeningReportJson() {}

    static String of(HardenedManifests hardened) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ArrayNode workloads = report.putArray("workloads");
        hardened.objects().forEach(object -> workloads.add(of(object)));
        ArrayNode warnings = report.putArray("warnings");
        hardened.warnings().forEach(warnings::add);
        return report.put("passed", hardened.passed()).toString();
    }

    private static ObjectNode of(HardenedObject object) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("line", object.line())
                .put("kind", object.kind())
                .put("namespace", object.namespace())
                .put("name", object.name())
                .put("profile", object.profile());
        ArrayNode changes = node.putArray("changes");
        object.changes()
                .forEach(change -> changes.addObject()
                        .put("path", change.path())
                        .putPOJO("before", change.before())
                        .putPOJO("after", change.after()));
        ArrayNode exemptions = node.putArray("exemptions");
        object.exemptions()
                .forEach(exemption ->
                        exemptions.addObject().put("field", exemption.field()).put("reason", exemption.reason()));
        ArrayNode warnings = node.putArray("warnings");
        object.warnings().forEach(warnings::add);
        ArrayNode violations = node.putArray("violations");
        object.violations()
                .forEach(violation -> violations
                        .addObject()
                        .put("control", violation.control())
                        .put("path", violation.path())
                        .putPOJO("found", violation.found()));
        ArrayNode obstacles = node.putArray("obstacles");
        object.obstacles().forEach(obstacles::add);
        return node;
    }
}
