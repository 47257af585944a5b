package com.custom.pulsar.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Pulsar's runtime of Python functions imports: the packages that {@code requirements.txt} names, fetched by pip. They are the user's
 * packages for whoever has {@link #environment}, since Pulsar puts a search path of its own in place of {@code PYTHONPATH}.
 *
 * @param sources the folder with {@code requirements.txt}, and {@code usercustomize.py}, which Python runs at each start
 * @param base where they are put
 */
record PythonPackages(Path sources, Path base) {
    private static final String BASE_VARIABLE = "PYTHONUSERBASE";
    private static final String REQUIREMENTS = "requirements.txt";
    private static final String AT_START = "usercustomize.py";

    /** For the process that starts functions. */
    Map<String, String> environment() {
        return Map.of(BASE_VARIABLE, base.toString());
    }

    /**
     * Fetches what is not there.
     *
     * @throws BenchmarkException if there is no Python 3 with pip, or they cannot be fetched
     */
    void fetch() throws InterruptedException {
        try {
            Path wanted = sources.resolve(REQUIREMENTS);
            Path fetched = base.resolve(REQUIREMENTS);
            Files.createDirectories(base);
            Path packages = Path.of(run("-m", "site", "--user-site").strip());
            if (!Files.exists(fetched) || Files.mismatch(wanted, fetched) >= 0) {
                run(
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                        "--upgrade",
                        "--target",
                        packages.toString(),
                        "--requirement",
                        wanted.toString());
                Files.copy(wanted, fetched, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.copy(sources.resolve(AT_START), packages.resolve(AT_START), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new BenchmarkException("Python's packages cannot be had: " + e.getMessage(), e);
        }
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        ProcessBuilder python = new ProcessBuilder(command).redirectErrorStream(true);
        python.environment().putAll(environment());
        Process process = python.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // "site" tells by a 2 that the folder is not there yet.
        if (process.waitFor() != 0 && !output.strip().startsWith(base.toString())) {
            throw new BenchmarkException("python3 " + arguments[1] + " failed: " + output.strip());
        }
        return output;
    }
}
