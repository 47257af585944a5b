package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pods by which Kubernetes tests its own admission code, which Go has fetched with the module:
 * {@code LEVEL/VERSION/pass/CONTROL0.yaml} and {@code .../fail/CONTROL0.yaml}.
 */
final class KubernetesFixturesIT {

    private static final Map<String, String> IN_ITS_PLACE = Map.of(
            "capabilities_baseline", "capabilities_restricted",
            "hostpathvolumes", "restrictedvolumes",
            "procmount", "procmount_restricted",
            "seccompprofile_baseline", "seccompprofile_restricted");

    @Test
    void everyPodOfKubernetesOwnTestsGetsTheVerdictThatItsNameSays() throws IOException, InterruptedException {
        Path testdata = GoOracle.directoryOf("k8s.io/pod-security-admission").resolve(Path.of("test", "testdata"));
        List<Path> pods;
        try (Stream<Path> files = Files.walk(testdata)) {
            pods = files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
        assertThat(pods).hasSizeGreaterThan(4000);
        for (Path pod : pods) {
            Path named = testdata.relativize(pod);
            PodSecurityVerdict verdict = new PodSecurityCheck(
                            PodSecurityLevel.parse(named.getName(0).toString()),
                            PodSecurityVersion.parse(named.getName(1).toString()))
                    .check(Manifest.of(withDefault(Files.readString(pod, StandardCharsets.UTF_8))));
            assertThat(verdict.warnings()).as("warnings about %s", named).isEmpty();
            if (named.getName(2).toString().equals("pass")) {
                assertThat(verdict.violations()).as("%s", named).isEmpty();
            } else {
                assertThat(verdict.violations())
                        .as("%s", named)
                        .extracting(violation -> violation.control().toLowerCase(Locale.ROOT))
                        .containsAnyElementsOf(controlsOf(named));
            }
        }
    }

    /** One pod has a volume without a source, which the API server makes an emptyDir before admission sees it. */
    private static String withDefault(String yaml) {
        return yaml.replace("  - name: volume0\n  - ", "  - {name: volume0, emptyDir: {}}\n  - ");
    }

    /** The control that the name says, and the one that has its place in restricted. */
    private static List<String> controlsOf(Path fixture) {
        String named = fixture.getFileName().toString().replaceFirst("[0-9]+\\.yaml$", "");
        return List.of(named, IN_ITS_PLACE.getOrDefault(named, named));
    }
}
