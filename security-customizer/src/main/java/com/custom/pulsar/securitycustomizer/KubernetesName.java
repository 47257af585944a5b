package com.custom.pulsar.securitycustomizer;

import java.util.regex.Pattern;

/** The forms of names in Kubernetes (apimachinery, {@code util/validation}). */
enum KubernetesName {
    /** RFC 1123 label: namespaces. */
    LABEL("[a-z0-9]([-a-z0-9]*[a-z0-9])?", 63, "a Kubernetes name of at most 63 lower-case letters, digits and '-'"),
    /** RFC 1123 subdomain: Secrets, service accounts and classes. */
    SUBDOMAIN(
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            253,
            "a Kubernetes name of at most 253 lower-case letters, digits, '-' and '.'"),
    /** What Pulsar makes a name of at most 53 characters of, by appending '-' and eight of a digest. */
    JOB_NAME(
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            44,
            "a Kubernetes name of at most 44 lower-case letters, digits, '-' and '.'"),
    /** The key of a label or annotation. */
    QUALIFIED(
            "([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
            317,
            "a key of Kubernetes labels such as team or example.com/team"),
    LABEL_VALUE(
            "([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?",
            63,
            "at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends"),
    VARIABLE("[A-Za-z_][A-Za-z0-9_]*", 253, "a variable of letters, digits and '_'"),
    SECRET_KEY("[-._a-zA-Z0-9]+", 253, "a Secret's key of letters, digits, '-', '_' and '.'");

    private final Pattern form;
    private final int longest;
    private final String description;

    KubernetesName(String form, int longest, String description) {
        this.form = Pattern.compile(form);
        this.longest = longest;
        this.description = description;
    }

    boolean matches(String text) {
        return text.length() <= longest && form.matcher(text).matches();
    }

    /** The form, as it completes "expected …". */
    String description() {
        return description;
    }

    /** @throws BadValueException if the text does not have the form */
    String check(String text) {
        if (!matches(text)) {
            throw new BadValueException("is not of that form", description);
        }
        return text;
    }
}
