package com.custom.pulsar.securitycustomizer;

/** Which functions a rule is for: a {@link Wildcard} for each part of their names. */
record FunctionPattern(Wildcard tenant, Wildcard namespace, Wildcard name) {
    /** @throws BadValueException if the text is not {@code TENANT/NAMESPACE/NAME}; it completes "… , expected" with the whole rule's form */
    static FunctionPattern parse(String text, String expected) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3 || text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new BadValueException("does not name tenant, namespace and name of functions", expected);
        }
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new BadValueException("has an empty part", expected);
            }
        }
        return new FunctionPattern(new Wildcard(parts[0]), new Wildcard(parts[1]), new Wildcard(parts[2]));
    }

    boolean matches(FunctionName function) {
        return tenant.matches(function.tenant())
                && namespace.matches(function.namespace())
                && name.matches(function.name());
    }

    @Override
    public String toString() {
        return tenant + "/" + namespace + "/" + name;
    }
}
