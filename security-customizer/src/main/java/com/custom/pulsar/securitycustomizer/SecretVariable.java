package com.custom.pulsar.securitycustomizer;

/** An environment variable that the administrator gives to functions, with its value from a Secret. */
record SecretVariable(FunctionPattern functions, String variable, String secret, String key) {
    private static final String EXPECTED =
            "TENANT/NAMESPACE/NAME:VARIABLE=SECRET/KEY, such as public/default/*:DB_PASSWORD=orders-db/password";

    /** @throws BadValueException if the text is not that */
    static SecretVariable parse(String text) {
        int divide = text.lastIndexOf('=');
        int colon = text.lastIndexOf(':', Math.max(divide, 0));
        if (divide < 0 || colon < 0) {
            throw new BadValueException("lacks ':' or '='", EXPECTED);
        }
        String variable = text.substring(colon + 1, divide);
        String[] target = text.substring(divide + 1).split("/", -1);
        if (!KubernetesName.VARIABLE.matches(variable)) {
            throw new BadValueException("does not name a variable", EXPECTED);
        }
        if (target.length != 2
                || !KubernetesName.SUBDOMAIN.matches(target[0])
                || !KubernetesName.SECRET_KEY.matches(target[1])) {
            throw new BadValueException("does not name a Secret and a key", EXPECTED);
        }
        return new SecretVariable(
                FunctionPattern.parse(text.substring(0, colon), EXPECTED), variable, target[0], target[1]);
    }

    @Override
    public String toString() {
        return functions + ":" + variable + "=" + secret + "/" + key;
    }
}
