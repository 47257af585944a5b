package com.custom.pulsar.securitycustomizer.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StartupArgumentsTest {
    @Test
    void theFileIsEnough() {
        assertThat(StartupArguments.parse(List.of("conf/functions_worker.yml")))
                .isEqualTo(new StartupArguments(Path.of("conf/functions_worker.yml"), Optional.empty(), 0));
    }

    @Test
    void optionsAreTaken() {
        assertThat(StartupArguments.parse(
                        List.of("--script-exit-code", "1", "a.yml", "--broker-conf", "conf/standalone.conf")))
                .isEqualTo(new StartupArguments(Path.of("a.yml"), Optional.of(Path.of("conf/standalone.conf")), 1));
    }

    @ParameterizedTest
    @CsvSource({
        "'', file is missing",
        "a.yml b.yml, not also b.yml",
        "--quiet a.yml, unknown option --quiet",
        "a.yml --broker-conf, --broker-conf needs a value",
        "a.yml --script-exit-code one, 'is a number, not one'"
    })
    void anythingElseIsWrongUsage(String line, String message) {
        List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));

        assertThatThrownBy(() -> StartupArguments.parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
