package com.custom.pulsar.securitycustomizer;

import java.util.Optional;

/**
 * That something of a function reads a Secret.
 *
 * @param where such as {@code spec.containers[0].env[1]}
 * @param secret the Secret's name, as written
 * @param key the one key that is read; empty for all of them
 */
record SecretReference(String where, String secret, Optional<String> key) {
    /** The rule that would allow it to the function. */
    String rule(FunctionName function) {
        return Shown.quoted(function.tenant() + "/" + function.namespace() + "/" + function.name() + "=" + secret
                + key.map(name -> "/" + name).orElse(""));
    }
}
