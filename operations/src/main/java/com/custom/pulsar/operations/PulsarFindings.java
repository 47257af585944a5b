package com.custom.pulsar.operations;

import com.custom.pulsar.operations.PulsarFacts.Policies;
import com.custom.pulsar.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pulsar.common.policies.data.RetentionPolicies;

/** Judges what a Pulsar says of itself for one pipeline. No I/O. */
final class PulsarFindings {
    private static final String TESTED = "4.0.";
    private static final String DEDUPLICATION = "pulsar-admin namespaces set-deduplication --enable ";
    private static final Policies NONE = new Policies(Optional.empty(), Optional.empty(), Optional.empty());

    private final Pipeline pipeline;
    private final PulsarFacts facts;
    private final SourceLimits source;
    private final String namespace;
    private final Policies policies;
    private final List<Finding> findings = new ArrayList<>();

    PulsarFindings(Pipeline pipeline, PulsarFacts facts) {
        this.pipeline = pipeline;
        this.facts = facts;
        this.source = SourceLimits.of(pipeline);
        this.namespace = pipeline.names().namespace();
        this.policies = facts.namespace().orElse(NONE);
        version();
        messageSize();
        if (facts.namespace().isEmpty()) {
            hiddenPolicies();
            return;
        }
        deduplication();
        retention();
        schemas();
    }

    List<Finding> all() {
        return findings;
    }

    private void version() {
        facts.version().ifPresent(version -> {
            String what = "Pulsar " + version + " at " + facts.address();
            findings.add(
                    version.startsWith(TESTED)
                            ? Finding.ok(what)
                            : Finding.warning(
                                    what + " is not of the release that Pulsar CDC is tested with", "use 4.0"));
        });
    }

    private void messageSize() {
        if (source.messageBytes().isEmpty()) {
            findings.add(Finding.error(
                    SourceLimits.MESSAGE_BYTES + " in source.properties is no number of bytes above "
                            + (SourceLimits.LEAST_MESSAGE_BYTES - 1),
                    "give the brokers' maxMessageSize, or leave it out"));
            return;
        }
        int ours = source.messageBytes().get();
        if (facts.maxMessageBytes().isEmpty()) {
            findings.add(Finding.warning(
                    "this role may not see the brokers' maxMessageSize",
                    "ask an administrator whether maxMessageSize in broker.conf is " + ours + " or more"));
            return;
        }
        int theirs = facts.maxMessageBytes().get();
        findings.add(
                ours <= theirs
                        ? Finding.ok(String.format(Locale.ROOT, "maxMessageSize is %,d bytes", theirs))
                        : Finding.error(
                                String.format(
                                        Locale.ROOT,
                                        "the brokers take messages of %,d bytes and the source sends them up to %,d",
                                        theirs,
                                        ours),
                                "maxMessageSize=" + ours + " in broker.conf, nettyMaxFrameSizeBytes="
                                        + (ours + 10 * 1024) + " in bookkeeper.conf" + orLess(theirs)));
    }

    private static String orLess(int bytes) {
        return bytes < SourceLimits.LEAST_MESSAGE_BYTES
                ? ""
                : ", or " + SourceLimits.MESSAGE_BYTES + ": " + bytes + " in source.properties";
    }

    private void hiddenPolicies() {
        findings.add(Finding.warning(
                "this role may not see the policies of " + namespace
                        + "; the source sets what it needs for its topics where the functions worker lets it",
                "exposeAdminClientEnabled: true in functions_worker.yml, or, as an administrator of the tenant: "
                        + DEDUPLICATION + namespace + " && " + retentionCommand() + namespace
                        + source.schemas()
                                .map(wanted -> " && " + schemaCommand(wanted) + namespace)
                                .orElse("")));
    }

    private static String schemaCommand(String wanted) {
        return "pulsar-admin namespaces set-schema-compatibility-strategy --compatibility " + wanted + " ";
    }

    private String retentionCommand() {
        int wanted = pipeline.topics().retention().minutes();
        return "pulsar-admin namespaces set-retention --time " + (wanted < 0 ? "-1" : wanted + "m") + " --size -1 ";
    }

    private void deduplication() {
        List<String> without = topics(policies -> !policies.deduplication().orElse(true));
        if (!without.isEmpty()) {
            for (String topic : without) {
                findings.add(Finding.warning(
                        "deduplication is off on " + topic + ", so after a crash changes may come twice",
                        "pulsar-admin topicPolicies set-deduplication-status --enable " + topic));
            }
        } else if (!facts.topics().isEmpty() || policies.deduplication().orElse(false)) {
            findings.add(Finding.ok("deduplication is on for " + where()));
        } else {
            findings.add(Finding.warning(
                    "deduplication is off in " + namespace + "; the source turns it on for its topics where the"
                            + " functions worker lets it",
                    "exposeAdminClientEnabled: true in functions_worker.yml, or " + DEDUPLICATION + namespace));
        }
    }

    private void retention() {
        int wanted = pipeline.topics().retention().minutes();
        List<String> shorter = topics(policies -> !policies.retention()
                .map(retention -> covers(retention, wanted))
                .orElse(true));
        String time = wanted < 0 ? "-1" : wanted + "m";
        if (!shorter.isEmpty()) {
            for (String topic : shorter) {
                findings.add(Finding.warning(
                        topic + " is not kept for " + pipeline.topics().retention() + ", as topics.retention says",
                        "pulsar-admin topicPolicies set-retention --time " + time + " --size -1 " + topic));
            }
        } else if (!facts.topics().isEmpty()
                || policies.retention()
                        .map(retention -> covers(retention, wanted))
                        .orElse(false)) {
            findings.add(Finding.ok("retention is " + pipeline.topics().retention() + " or longer on " + where()));
        } else {
            findings.add(Finding.warning(
                    "retention in " + namespace + " is shorter than topics.retention; the source sets it for its topics"
                            + " where the functions worker lets it",
                    "exposeAdminClientEnabled: true in functions_worker.yml, or " + retentionCommand() + namespace));
        }
    }

    private static boolean covers(RetentionPolicies policy, int minutes) {
        boolean longEnough = policy.getRetentionTimeInMinutes() == -1
                || (minutes != -1 && policy.getRetentionTimeInMinutes() >= minutes);
        return longEnough && policy.getRetentionSizeInMB() == -1;
    }

    private void schemas() {
        if (!facts.schemasAllowed().orElse(true)) {
            findings.add(Finding.error(
                    "producers may not register schemas in " + namespace,
                    "pulsar-admin namespaces set-is-allow-auto-update-schema --enable " + namespace));
        }
        source.schemas().ifPresentOrElse(this::compatibility, this::compatibilityOfNamespace);
    }

    private void compatibility(String wanted) {
        List<String> other =
                topics(policies -> !policies.schemas().map(wanted::equals).orElse(true));
        for (String topic : other) {
            findings.add(Finding.warning(
                    "the schema compatibility of " + topic + " is not " + wanted
                            + ", so a changed table may halt the source",
                    "pulsar-admin topicPolicies set-schema-compatibility-strategy " + topic + " " + wanted));
        }
        boolean isOfNamespace = policies.schemas().map(wanted::equals).orElse(false);
        if (other.isEmpty() && (!facts.topics().isEmpty() || isOfNamespace)) {
            findings.add(Finding.ok("the schema compatibility is " + wanted + " on " + where()));
        } else if (other.isEmpty()) {
            findings.add(Finding.warning(
                    "the schema compatibility of " + namespace + " is not " + wanted + "; the source sets it for its"
                            + " topics where the functions worker lets it",
                    "exposeAdminClientEnabled: true in functions_worker.yml, or " + schemaCommand(wanted) + namespace));
        }
    }

    private void compatibilityOfNamespace() {
        findings.add(Finding.ok("the schema compatibility is left to " + namespace
                + policies.schemas().map(theirs -> ": " + theirs).orElse("")));
    }

    private String where() {
        return facts.topics().isEmpty() ? namespace : "the pipeline's topics";
    }

    private List<String> topics(Predicate<Policies> wrong) {
        return facts.topics().entrySet().stream()
                .filter(topic -> wrong.test(topic.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
