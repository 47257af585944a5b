package com.custom.pulsar.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The checks that records of this package share; each returns what it was given or says what would be right. */
final class Require {
    /** Names of Kubernetes' objects come from it, which end with a letter or digit. */
    static final Pattern PIPELINE_NAME = Pattern.compile("[a-z]([a-z0-9_-]{0,38}[a-z0-9])?");

    static final Pattern COMPONENT_NAME = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");
    static final Pattern PULSAR_NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_=:.-]{1,100}");
    static final Pattern TOPIC_PREFIX = Pattern.compile("(?!.*-partition-[0-9]+$)[A-Za-z0-9_-]{1,60}");

    private static final int LONGEST_POSTGRES_NAME_BYTES = 63;

    private Require() {}

    static String pipelineName(String name) {
        return matching(
                PIPELINE_NAME,
                name,
                "a pipeline's name; use up to 40 lower-case letters, digits, - and _, beginning with a letter and ending with"
                        + " a letter or digit, such as customers");
    }

    /** A name that is good in Pulsar and, behind {@code pf-<tenant>-<namespace>-}, as the name of a StatefulSet. */
    static String componentName(String name) {
        return matching(
                COMPONENT_NAME,
                name,
                "a name for a source or function; use up to 40 lower-case letters, digits and -,"
                        + " beginning with a letter, such as cdc-enrichment");
    }

    static String pulsarName(String name) {
        return matching(
                PULSAR_NAME, name, "a name in Pulsar; use letters, digits and any of - _ . = :, such as public");
    }

    static String topicPrefix(String prefix) {
        return matching(
                TOPIC_PREFIX,
                prefix,
                "a topic prefix; use up to 60 letters, digits, - and _, without a dot, such as dbserver1");
    }

    /** A name that PostgreSQL keeps whole. */
    static String postgresName(String name, String what) {
        text(name, what);
        require(
                name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_POSTGRES_NAME_BYTES,
                Shown.quoted(name) + " is longer than the 63 bytes that PostgreSQL keeps of a name");
        return name;
    }

    static String text(String value, String what) {
        require(
                value.chars().noneMatch(Character::isISOControl),
                Shown.quoted(value) + " is not " + what + "; it must not hold a control character");
        require(
                !value.isBlank() && value.equals(value.strip()),
                Shown.quoted(value) + " is not " + what + "; it must not be blank or begin or end with a space");
        return value;
    }

    static String matching(Pattern pattern, String value, String what) {
        require(pattern.matcher(value).matches(), Shown.quoted(value) + " is not " + what);
        return value;
    }

    static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }
}
