package com.custom.pulsar.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL refuses to run as root. In a user namespace of its own root's processes keep their files but are not root to
 * themselves, which satisfies it.
 */
final class RootPrefix {
    private static final int PROBE_SECONDS = 10;

    private RootPrefix() {}

    /**
     * The words to put before PostgreSQL's command line; none for ordinary users.
     *
     * @throws LocalRunException if this is root and user namespaces are not allowed
     */
    static List<String> words() throws InterruptedException {
        if (!outputOf("id", "-u").equals("0")) {
            return List.of();
        }
        String inside = outputOf("unshare", "-U", "id", "-u");
        if (inside.isEmpty() || inside.equals("0")) {
            throw new LocalRunException(
                    "PostgreSQL refuses to run as root, and user namespaces (unshare -U) are not allowed here:"
                            + " run the command as an ordinary user, or name your own PostgreSQL in the pipeline file.");
        }
        return List.of("unshare", "-U");
    }

    private static String outputOf(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean good = process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            return good ? output.strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
