package com.custom.pulsar.securitycustomizer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses references to Secrets that no rule allows: Pulsar lets everybody who may create a function read every Secret of the
 * functions' Kubernetes namespace. Immutable and thread-safe.
 */
final class SecretCheck {
    private final List<SecretRule> rules;

    SecretCheck(List<SecretRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** What is refused of the function's own secrets, a sentence each. */
    List<String> refusals(FunctionRequest request) {
        if (request.secrets().isBlank()) {
            return List.of();
        }
        try {
            return refusals(request.function(), SecretReferences.inSecretsMap(request.secrets()));
        } catch (IllegalArgumentException e) {
            return List.of("secrets: cannot be read: " + e.getMessage());
        }
    }

    /** What is refused of the manifest that Pulsar made, a sentence each. */
    List<String> refusals(FunctionName function, Map<String, ? extends @Nullable Object> podSpec) {
        return refusals(function, SecretReferences.inPodSpec(podSpec));
    }

    /** What is refused of pull secrets that the function's options name, a sentence each. */
    List<String> refusalsOfPullSecrets(FunctionName function, List<?> secrets) {
        return refusals(
                function,
                secrets.stream()
                        .map(secret -> new SecretReference(
                                "customRuntimeOptions.imagePullSecrets", String.valueOf(secret), Optional.empty()))
                        .toList());
    }

    private List<String> refusals(FunctionName function, List<SecretReference> references) {
        return references.stream()
                .flatMap(reference -> refusal(function, reference).stream())
                .toList();
    }

    private Optional<String> refusal(FunctionName function, SecretReference reference) {
        String secret = reference.where() + ": Secret " + Shown.quoted(reference.secret())
                + reference.key().map(key -> " key " + Shown.quoted(key)).orElse("");
        // A name that Kubernetes does not take must not be matched: a "/" in it would reach over the parts of a rule.
        if (!KubernetesName.SUBDOMAIN.matches(reference.secret())
                || reference
                        .key()
                        .filter(key -> !KubernetesName.SECRET_KEY.matches(key))
                        .isPresent()) {
            return Optional.of(secret + " is no name that a Secret or its key can have");
        }
        return rules.stream().anyMatch(rule -> rule.allows(function, reference))
                ? Optional.empty()
                : Optional.of(secret + " is not allowed to this function (the administrator would have to add "
                        + reference.rule(function) + " to allowedSecrets)");
    }
}
