package com.custom.pulsar.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A page of the documentation whose commands are run as they stand there. Commands are what is indented by four spaces outside of a fenced block; a section is what stands
 * below a heading of the second level, up to the first heading below that. Used by one thread.
 */
public final class ShellPage {
    private static final String COMMAND = "    ";
    private static final String HEADING = "##+ ";
    private static final String FENCE = "```";

    private final List<String> lines;
    private final Path folder;

    private ShellPage(List<String> lines, Path folder) {
        this.lines = lines;
        this.folder = folder;
    }

    /** How a shell ended, and what was printed. */
    public record Outcome(int exitCode, String out, String err) {
        /** All of it, for a message. */
        public String told() {
            return "exit code " + exitCode + "\n" + out + "\n--- standard error\n" + err;
        }
    }

    /**
     * Reads a page.
     *
     * @param folder where the commands are run, and their output is kept
     */
    public static ShellPage read(Path page, Path folder) throws IOException {
        return new ShellPage(Files.readAllLines(page), folder);
    }

    public Path folder() {
        return folder;
    }

    /**
     * The commands of sections, in the order in which the sections are given.
     *
     * @throws IllegalArgumentException if a section is not there or has none
     */
    public String commands(List<String> sections) {
        StringBuilder commands = new StringBuilder();
        for (String section : sections) {
            int before = commands.length();
            boolean isFenced = false;
            for (String line : section(section)) {
                isFenced ^= line.startsWith(FENCE);
                if (!isFenced && line.startsWith(COMMAND)) {
                    commands.append(line.substring(COMMAND.length())).append('\n');
                }
            }
            if (commands.length() == before) {
                throw new IllegalArgumentException("the section '" + section + "' has no commands");
            }
        }
        return commands.toString();
    }

    /**
     * The first block of a section in a language, such as yaml.
     *
     * @throws IllegalArgumentException if there is none
     */
    public String block(String section, String language) {
        List<String> inSection = section(section);
        int begin = inSection.indexOf(FENCE + language);
        if (begin < 0) {
            throw new IllegalArgumentException("the section '" + section + "' has no block of " + language);
        }
        List<String> rest = inSection.subList(begin + 1, inSection.size());
        return String.join("\n", rest.subList(0, rest.indexOf(FENCE))) + "\n";
    }

    /** Runs a script with bash, which ends at the first command that fails. */
    public Outcome run(String script, Duration limit) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out-", ".txt");
        Path err = Files.createTempFile(folder, "err-", ".txt");
        Process bash = new ProcessBuilder("bash", "-euxc", script)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = bash.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            bash.descendants().forEach(ProcessHandle::destroy);
            bash.destroyForcibly().waitFor();
        }
        return new Outcome(bash.exitValue(), Files.readString(out), Files.readString(err));
    }

    private List<String> section(String name) {
        int begin = 0;
        while (begin < lines.size() && !lines.get(begin).matches(HEADING + Pattern.quote(name))) {
            begin++;
        }
        if (begin == lines.size()) {
            throw new IllegalArgumentException("the page has no section '" + name + "'");
        }
        List<String> rest = lines.subList(begin + 1, lines.size());
        int end = 0;
        while (end < rest.size() && !rest.get(end).matches(HEADING + ".*")) {
            end++;
        }
        return rest.subList(0, end);
    }
}
