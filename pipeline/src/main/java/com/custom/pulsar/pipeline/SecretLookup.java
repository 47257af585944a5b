package com.custom.pulsar.pipeline;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds secrets on this machine, in the environment and in small files. Nothing is kept, so a changed secret is found.
 * {@code {secret: NAME, key: KEY}} is the variable {@code PULSAR_CDC_SECRET_<NAME>_<KEY>} or else the file
 * {@code NAME/KEY} in the secrets' directory, which is how Kubernetes mounts Secrets. Thread-safe.
 */
public final class SecretLookup {
    private static final int LARGEST_SECRET_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final Optional<Path> directory;

    /**
     * @param environment usually {@link System#getenv()}
     * @param directory what {@code --secrets} names; empty if it was not given
     */
    public SecretLookup(Map<String, String> environment, Optional<Path> directory) {
        this.environment = Map.copyOf(environment);
        this.directory = directory;
    }

    /**
     * The secret's value.
     *
     * @throws MissingSecretException if it is not there or empty
     */
    public String value(SecretReference reference) {
        if (reference instanceof SecretReference.EnvironmentVariable variable) {
            return given(variable.name())
                    .orElseThrow(() -> missing(reference, "the variable " + variable.name() + " is not set; set it"));
        }
        if (reference instanceof SecretReference.SecretFile file) {
            return content(reference, file.location());
        }
        SecretReference.ClusterSecret secret = (SecretReference.ClusterSecret) reference;
        Optional<String> given = given(secret.variable());
        if (given.isPresent()) {
            return given.get();
        }
        Path file = directory
                .map(parent -> parent.resolve(secret.name()).resolve(secret.key()))
                .orElseThrow(() -> missing(
                        reference,
                        "on this machine it is the variable " + secret.variable()
                                + ", which is not set; set it, or name with --secrets a directory that holds "
                                + secret.name() + "/" + secret.key()));
        if (!Files.exists(file)) {
            throw missing(
                    reference,
                    "neither the variable " + secret.variable() + " is set nor is there a file " + file
                            + "; set the one or write the other");
        }
        return content(reference, file);
    }

    private Optional<String> given(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
    }

    private static String content(SecretReference reference, Path file) {
        try {
            if (Files.size(file) > LARGEST_SECRET_BYTES) {
                throw missing(
                        reference, "the file " + file + " is larger than 64 KiB; a secret's file holds nothing else");
            }
            String content = Files.readString(file).replaceFirst("\\r?\\n\\z", "");
            if (content.isEmpty()) {
                throw missing(reference, "the file " + file + " is empty; write the secret into it");
            }
            return content;
        } catch (CharacterCodingException e) {
            throw missing(reference, "the file " + file + " is not UTF-8 text; write the secret as text");
        } catch (IOException e) {
            throw missing(
                    reference,
                    "the file " + file
                            + (Files.exists(file)
                                    ? " cannot be read; let this user read it"
                                    : " does not exist; write it"));
        }
    }

    private static MissingSecretException missing(SecretReference reference, String reason) {
        return new MissingSecretException(reference.describe() + " cannot be found: " + reason);
    }
}
