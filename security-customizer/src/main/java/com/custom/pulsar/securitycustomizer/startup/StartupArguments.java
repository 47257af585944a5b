package com.custom.pulsar.securitycustomizer.startup;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the check is told on its command line.
 *
 * @param workerFile the functions worker's file
 * @param brokerFile the broker's file, if one was named
 * @param scriptExitCode with what the script has ended that writes the worker's file
 */
public record StartupArguments(Path workerFile, Optional<Path> brokerFile, int scriptExitCode) {
    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it is not one, with a message for who typed it
     */
    public static StartupArguments parse(List<String> arguments) {
        @Nullable Path workerFile = null;
        @Nullable Path brokerFile = null;
        int scriptExitCode = 0;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "--broker-conf" -> brokerFile = Path.of(valueOf(argument, rest));
                case "--script-exit-code" -> scriptExitCode = exitCode(argument, valueOf(argument, rest));
                default -> {
                    if (argument.startsWith("-")) {
                        throw new IllegalArgumentException("unknown option " + argument);
                    }
                    if (workerFile != null) {
                        throw new IllegalArgumentException("one file is checked, not also " + argument);
                    }
                    workerFile = Path.of(argument);
                }
            }
        }
        if (workerFile == null) {
            throw new IllegalArgumentException("the functions worker's file is missing: conf/functions_worker.yml");
        }
        return new StartupArguments(workerFile, Optional.ofNullable(brokerFile), scriptExitCode);
    }

    private static String valueOf(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static int exitCode(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " is a number, not " + value, e);
        }
    }
}
