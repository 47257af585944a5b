package com.custom.pulsar.source;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves references in the values of settings: <code>${secret:name}</code> from Pulsar's secrets provider,
 * <code>${env:NAME}</code> from the environment of the instance's process, <code>${file:/path}</code> from a file, without white
 * space at its ends. What a reference gives is taken as it is, even if it looks like a reference.
 */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z]+):([^}]*)\\}");

    private final Function<String, @Nullable String> secrets;
    private final Function<String, @Nullable String> environment;

    References(Function<String, @Nullable String> secrets, Function<String, @Nullable String> environment) {
        this.secrets = secrets;
        this.environment = environment;
    }

    /** Whether the value holds a reference, and so what comes out must never be shown. */
    static boolean isIn(String value) {
        return REFERENCE.matcher(value).find();
    }

    /** Resolves all references of a value; what does not resolve is added to the problems. */
    String resolve(String setting, String value, List<String> problems) {
        Matcher matcher = REFERENCE.matcher(value);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(resolve(setting, found, problems)));
    }

    private String resolve(String setting, MatchResult reference, List<String> problems) {
        String name = reference.group(2);
        String place = setting + ": " + reference.group();
        return switch (reference.group(1)) {
            case "secret" -> orProblem(secrets.apply(name), place + " names no secret of this source", problems);
            case "env" ->
                orProblem(environment.apply(name), place + " is not set in the instance's environment", problems);
            case "file" -> file(name, place, problems);
            default -> orProblem(null, place + " is no reference; known are secret:, env: and file:", problems);
        };
    }

    private static String file(String name, String place, List<String> problems) {
        try {
            return Files.readString(Path.of(name)).strip();
        } catch (MalformedInputException e) {
            return orProblem(null, place + " is not a file of UTF-8 text", problems);
        } catch (IOException | InvalidPathException | SecurityException e) {
            String reason = e.getClass().getSimpleName();
            return orProblem(null, place + " cannot be read (" + reason + ")", problems);
        }
    }

    private static String orProblem(@Nullable String value, String problem, List<String> problems) {
        if (value == null) {
            problems.add(problem);
            return "";
        }
        return value;
    }
}
