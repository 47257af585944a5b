package com.custom.pulsar.cluster.deploy;

import com.custom.pulsar.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name that Pulsar gives the StatefulSet of a source or function. */
public final class StatefulSetName {
    /**
     * Pulsar lets a character more through, but the controller of StatefulSets makes a label of the name, a hyphen and up to ten characters,
     * which may have 63: then no pod is ever made.
     */
    private static final int LONGEST = 52;

    private static final Pattern VALID =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int DIGEST_LENGTH = 8;

    private StatefulSetName() {}

    /** As Pulsar 4.0.8 makes it. */
    static String of(String tenant, String namespace, String name) {
        String plain = "pf-" + tenant + "-" + namespace + "-" + name;
        String made = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
        return made.equals(plain) ? plain : made + "-" + digest(plain);
    }

    /**
     * Refuses a pipeline whose sources or function Kubernetes could not have.
     *
     * @throws IllegalStateException with the field, what it gives, and what would do
     */
    public static void require(Pipeline pipeline) {
        String tenant = pipeline.topics().tenant();
        String namespace = pipeline.topics().namespace();
        pipeline.perSource()
                .forEach(source -> require(
                        "source.name", tenant, namespace, source.source().name()));
        require("enrichment.name", tenant, namespace, pipeline.enrichment().name());
    }

    private static void require(String field, String tenant, String namespace, String name) {
        String made = of(tenant, namespace, name);
        if (!VALID.matcher(made).matches()) {
            throw new IllegalStateException("topics.tenant " + tenant + " and topics.namespace " + namespace
                    + " give the StatefulSet of " + field + " " + name + " the name " + made
                    + ", which Kubernetes does not allow; let both begin and end with a letter or digit");
        }
        if (made.length() > LONGEST) {
            throw new IllegalStateException(
                    field + " " + name + " gives the StatefulSet that Pulsar makes the name " + made
                            + ", of " + made.length() + " characters, and Kubernetes makes pods for up to " + LONGEST
                            + "; shorten " + field + ", topics.tenant or topics.namespace");
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
