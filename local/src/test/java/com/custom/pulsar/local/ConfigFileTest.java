package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigFileTest {
    @Test
    void replacesSettingsInPlaceAndLeavesCommentsAndOthersAlone() {
        String text = "# port=1\nport=6650\nportTls=\nports=a\n";
        assertThat(ConfigFile.withProperties(text, Map.of("port", "20001")))
                .isEqualTo("# port=1\nport=20001\nportTls=\nports=a\n");
    }

    @Test
    void appendsWhatIsMissingOnALineOfItsOwn() {
        // Pulsar's standalone.conf ends without a line break.
        assertThat(ConfigFile.withProperties("last=1", Map.of("new", "2"))).isEqualTo("last=1\nnew=2\n");
        assertThat(ConfigFile.withProperties("", Map.of("new", "2"))).isEqualTo("new=2\n");
    }

    @Test
    void replacesTopLevelYamlOnly() {
        String text = "a: 1\nnested:\n    a: 1\n# a: 2\n";
        assertThat(ConfigFile.withYaml(text, Map.of("a", "[\"x\"]")))
                .isEqualTo("a: [\"x\"]\nnested:\n    a: 1\n# a: 2\n");
    }

    @Test
    void takesValuesLiterally() {
        assertThat(ConfigFile.withProperties("a=1\n", Map.of("a", "$1\\x"))).isEqualTo("a=$1\\x\n");
        assertThat(ConfigFile.quoted("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }
}
