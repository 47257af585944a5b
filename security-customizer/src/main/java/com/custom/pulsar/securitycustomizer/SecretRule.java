package com.custom.pulsar.securitycustomizer;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Functions that may refer to Secrets.
 *
 * @param key the keys that may be read one by one; empty allows every key and the Secret as a whole
 */
record SecretRule(FunctionPattern functions, Wildcard secret, Optional<Wildcard> key) {
    private static final String EXPECTED = "TENANT/NAMESPACE/NAME=SECRET or TENANT/NAMESPACE/NAME=SECRET/KEY, such as"
            + " public/default/orders-*=orders-db/password";
    private static final Pattern SECRET = Pattern.compile("[-.a-z0-9*]{1,253}");
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9*]{1,253}");
    private static final String TOKENS_OF_FUNCTIONS = "pf-secret-";

    /**
     * The last {@code =} divides, because the name of a function may contain one and neither Secret nor key may.
     *
     * @throws BadValueException if the text is no rule
     */
    static SecretRule parse(String text) {
        int divide = text.lastIndexOf('=');
        if (divide < 0) {
            throw new BadValueException("has no '='", EXPECTED);
        }
        FunctionPattern functions = FunctionPattern.parse(text.substring(0, divide), EXPECTED);
        String[] target = text.substring(divide + 1).split("/", -1);
        if (target.length > 2 || !SECRET.matcher(target[0]).matches()) {
            throw new BadValueException("does not name a Secret", EXPECTED);
        }
        if (target.length == 2 && !KEY.matcher(target[1]).matches()) {
            throw new BadValueException("does not name a Secret's key", EXPECTED);
        }
        return new SecretRule(
                functions,
                new Wildcard(target[0]),
                target.length == 2 ? Optional.of(new Wildcard(target[1])) : Optional.empty());
    }

    boolean allows(FunctionName function, SecretReference reference) {
        return functions.matches(function)
                && secret.matches(reference.secret())
                // "*" alone would hand out the tokens of all other functions, which nobody means who writes it.
                && (!reference.secret().startsWith(TOKENS_OF_FUNCTIONS)
                        || secret.pattern().startsWith(TOKENS_OF_FUNCTIONS))
                && (key.isEmpty() || reference.key().map(key.get()::matches).orElse(false));
    }

    @Override
    public String toString() {
        return functions + "=" + secret + key.map(name -> "/" + name).orElse("");
    }
}
