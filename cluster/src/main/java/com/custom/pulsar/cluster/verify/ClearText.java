package com.custom.pulsar.cluster.verify;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets in a text such as a command line: by the names before them ({@code database.password}, {@code --token}, also in
 * JSON within JSON, which is how Pulsar writes a connector's settings), and by their form. It is a guess, made so that what is a
 * reference does not count. Says what a secret is called, never what it is. Takes time in proportion to the text.
 */
public final class ClearText {
    private static final int MOST = 20;

    // Possessive and bounded, and a name begins where no other character of a name stands before it: no text makes this
    // slow.
    private static final String NAME = "(?<![A-Za-z0-9_.-])(?<name>[A-Za-z0-9_.-]{1,200}+)";
    private static final Pattern ASSIGNED = Pattern.compile(NAME + "\\\\*+[\"']?+\\s*+[:=]\\s*+\\\\*+[\"']?+");
    private static final Pattern VALUE = Pattern.compile("[^\"'\\\\\\s,;&|}\\]{\\[][^\"'\\\\\\s,;&|}]{0,100}+");
    private static final Pattern OPTION =
            Pattern.compile("(?<![A-Za-z0-9_.-])-(?<name>[A-Za-z0-9_.-]{1,200}+)\\s++[\"']?+");
    private static final Pattern ARGUMENT = Pattern.compile("[^-\"'\\s,;&|<>][^\"'\\s;&|]{0,100}+");
    private static final Pattern URL = Pattern.compile(
            "(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}+://[^\\s/@:\"'?#]{0,100}+:(?<value>[^\\s/@\"']{1,200}+)@");
    private static final Pattern WEB_TOKEN = Pattern.compile(
            "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,8000}+\\.eyJ[A-Za-z0-9_-]{8,8000}+\\.[A-Za-z0-9_-]*+");
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]{0,20}PRIVATE KEY-----");

    private static final Pattern FILE = Pattern.compile("file:.*|(/[A-Za-z0-9._-]+){2,}/?");
    private static final Set<String> NOTHING = Set.of("true", "false", "null", "none", "nil", "undefined");
    private static final Pattern MASKED = Pattern.compile("\\*+|<.*>?");

    private ClearText() {}

    /** What the secrets in a command line are called; empty without any. */
    public static Set<String> inCommand(String text) {
        Set<String> found = new LinkedHashSet<>();
        named(ASSIGNED, VALUE, text, found);
        named(OPTION, ARGUMENT, text, found);
        formed(text, found);
        return found;
    }

    /** What the secrets in an environment variable are called; empty without any. */
    static Set<String> inVariable(String name, String value) {
        Set<String> found = new LinkedHashSet<>();
        if (SecretName.matches(name)
                && isLiteral(value.strip())
                && !value.startsWith("$(")
                && !value.startsWith("${")) {
            found.add(name);
        } else {
            found.addAll(inCommand(value));
        }
        return found;
    }

    /** What the secret is called that an element of a command is, by the option before it; empty if it is none. */
    static Set<String> inArgument(String option, String value) {
        return option.startsWith("-") && !value.startsWith("-") && SecretName.matches(option) && isSecret(value)
                ? Set.of(option)
                : Set.of();
    }

    private static void named(Pattern names, Pattern values, String text, Set<String> found) {
        Matcher name = names.matcher(text);
        Matcher value = values.matcher(text);
        int from = 0;
        while (found.size() < MOST && name.find(from)) {
            if (SecretName.matches(name.group("name"))
                    && value.region(name.end(), text.length()).lookingAt()
                    && isSecret(value.group())) {
                found.add(name.group("name").replaceFirst("^-+", ""));
            }
            // The value may begin with a name itself: -Doptions=password=…
            from = name.end("name");
        }
    }

    private static void formed(String text, Set<String> found) {
        if (PRIVATE_KEY.matcher(text).find()) {
            found.add("a private key");
        }
        if (WEB_TOKEN.matcher(text).find()) {
            found.add("a JSON Web Token");
        }
        Matcher url = URL.matcher(text);
        while (url.find()) {
            if (isSecret(url.group("value"))) {
                found.add("a password in a URL");
                return;
            }
        }
    }

    private static boolean isSecret(String value) {
        return isLiteral(value) && !(value.startsWith("$") && value.length() > 1);
    }

    /** Whether it is a value at all, and no file that holds one. */
    private static boolean isLiteral(String value) {
        return !value.isEmpty()
                && !NOTHING.contains(value)
                && !MASKED.matcher(value).matches()
                && !FILE.matcher(value).matches();
    }

    /** The names in one line, for a report. */
    public static String shown(Set<String> names) {
        return String.join(", ", List.copyOf(names)) + " in clear (not shown)";
    }
}
