package com.custom.pulsar.cluster.verify;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a name says that its value is a secret: by its last words, so that {@code PASSWORD_FILE} and {@code secretName} do not. */
final class SecretName {
    private static final int LONGEST = 200;
    /** Most names are done with at this. */
    private static final Pattern HINT = Pattern.compile("(?i)pass|pwd|secret|token|key|credential");

    private static final Set<String> WORDS =
            Set.of("password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "credential", "credentials");
    private static final Set<String> KEYS = Set.of(
            "api", "access", "account", "auth", "encryption", "master", "private", "secret", "shared", "signing");

    private SecretName() {}

    static boolean matches(String name) {
        // The shell's working directory.
        if (name.length() > LONGEST
                || name.equals("PWD")
                || name.equals("OLDPWD")
                || !HINT.matcher(name).find()) {
            return false;
        }
        List<String> words = words(name);
        if (words.isEmpty()) {
            return false;
        }
        String last = words.get(words.size() - 1);
        if (last.equals("key") && words.size() > 1) {
            return KEYS.contains(words.get(words.size() - 2));
        }
        // A "secret" alone names a Secret in most formats.
        return (WORDS.contains(last) && !(last.equals("secret") && words.size() == 1))
                || last.endsWith("password")
                || last.endsWith("passwd")
                || last.endsWith("passphrase");
    }

    private static List<String> words(String name) {
        String divided = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_");
        return List.of(divided.split("[^A-Za-z0-9]+")).stream()
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }
}
