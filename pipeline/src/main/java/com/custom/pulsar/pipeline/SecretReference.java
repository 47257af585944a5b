package com.custom.pulsar.pipeline;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where a secret is kept. Never the secret itself, so it may be printed. */
public sealed interface SecretReference {
    /** How a pipeline file may give a secret, for messages. */
    String FORMS = "{secret: NAME, key: KEY}, {env: VARIABLE} or {file: PATH}";

    /** The reference as the pipeline file writes it. */
    String describe();

    /**
     * A Kubernetes Secret on a cluster; on one machine the variable {@link #variable()} or a file.
     *
     * @param name the Secret's name
     * @param key the key in it
     */
    record ClusterSecret(String name, String key) implements SecretReference {
        private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
        private static final Pattern KEY = Pattern.compile("(?!\\.\\.)(?!\\.$)[A-Za-z0-9._-]{1,253}");

        public ClusterSecret {
            name(name);
            key(key);
        }

        static String name(String name) {
            return Require.matching(
                    NAME,
                    name,
                    "the name of a Kubernetes Secret; use lower-case letters, digits, - and ., such as postgres-credentials");
        }

        static String key(String key) {
            return Require.matching(
                    KEY, key, "a key of a Kubernetes Secret; use letters, digits, -, _ and ., such as password");
        }

        /** The environment variable that holds it on one machine: {@code PULSAR_CDC_SECRET_<NAME>_<KEY>}. */
        public String variable() {
            return "PULSAR_CDC_SECRET_" + spelled(name) + "_" + spelled(key);
        }

        private static String spelled(String text) {
            return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        }

        @Override
        public String describe() {
            return "{secret: " + name + ", key: " + key + "}";
        }
    }

    /** A variable in the environment of the process that needs the secret. */
    record EnvironmentVariable(String name) implements SecretReference {
        private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

        public EnvironmentVariable {
            name(name);
        }

        static String name(String name) {
            return Require.matching(
                    NAME, name, "the name of an environment variable; use letters, digits and _, such as PGPASSWORD");
        }

        @Override
        public String describe() {
            return "{env: " + name + "}";
        }
    }

    /**
     * A file that holds the secret and nothing else; one line break at its end does not count.
     *
     * @param path as the pipeline file writes it
     * @param location the same, absolute; a relative path is relative to the pipeline file
     */
    record SecretFile(String path, Path location) implements SecretReference {
        public SecretFile {
            path(path);
            Require.require(location.isAbsolute(), "the location of a secret's file must be absolute");
        }

        static String path(String path) {
            // The source is told the path as ${file:PATH}.
            Require.require(
                    path.indexOf('}') < 0, Shown.quoted(path) + " holds a }, which the path of a secret's file cannot");
            return Require.text(path, "the path of a file");
        }

        @Override
        public String describe() {
            return "{file: " + path + "}";
        }
    }
}
