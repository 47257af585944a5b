package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code docs/cli.md} is what {@code --help} says. With {@code -Dcli.reference.write} it is written anew. */
class CliReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "cli.md");
    private static final int WIDTH = 110;

    @Test
    void theReferenceIsWhatTheCodeSays() throws IOException {
        String reference = reference();
        if (System.getProperty("cli.reference.write") != null) {
            Files.writeString(FILE, reference);
        }

        assertThat(FILE)
                .as("write it anew: mvn -pl cli -am test -Dtest=CliReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dcli.reference.write")
                .hasContent(reference);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpOfEachVerbHasAnExampleAndFitsATerminal(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();

        String help = command.getUsageMessage(Ansi.OFF);

        assertThat(help).contains("Example").containsPattern("(?m)^  " + name);
        assertThat(help).contains("--help");
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
    }

    static Stream<CommandLine> commands() {
        List<CommandLine> commands = new ArrayList<>();
        add(PulsarCdc.commandLine(), commands);
        return commands.stream();
    }

    private static void add(CommandLine command, List<CommandLine> commands) {
        commands.add(command);
        command.getSubcommands().values().forEach(verb -> add(verb, commands));
    }

    private static String reference() {
        return """
                # Command line

                What `--help` says of each verb. This file is written by a test: see [CONTRIBUTING.md](../CONTRIBUTING.md).

                %s
                """.formatted(commands().map(CliReferenceTest::section).collect(Collectors.joining("\n")));
    }

    private static String section(CommandLine command) {
        command.setUsageHelpWidth(WIDTH);
        String help = command.getUsageMessage(Ansi.OFF)
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
        return "## " + command.getCommandSpec().qualifiedName() + "\n```text\n" + help.strip() + "\n```\n";
    }
}
