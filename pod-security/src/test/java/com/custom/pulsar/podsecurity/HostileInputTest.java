package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Input made to hang, to overflow or to deceive the check. */
final class HostileInputTest {

    private static PodSecurityVerdict check(Map<String, ?> object) {
        return new PodSecurityCheck(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST).check(object);
    }

    @Test
    void aMapThatContainsItselfIsReadNoDeeperThanItsTypes() {
        Map<String, Object> pod = new HashMap<>();
        pod.put("kind", "Pod");
        pod.put("spec", pod);
        pod.put("containers", List.of(pod));
        pod.put("metadata", pod);
        pod.put("hostPID", true);

        PodSecurityVerdict verdict = check(pod);

        assertThat(verdict.violations()).extracting(PodSecurityViolation::path).contains("spec.hostPID");
        assertThat(verdict.warnings()).isNotEmpty();
    }

    @Test
    void aListThatContainsItselfIsRefused() {
        List<Object> items = new ArrayList<>();
        Map<String, Object> list = new HashMap<>(Map.of("kind", "List", "items", items));
        items.add(list);

        assertThat(check(list).violations())
                .singleElement()
                .matches(violation -> violation.control().equals("malformed"));
    }

    @Test
    void depthWhereTheApiKnowsNoFieldDoesNotMatter() {
        Map<String, Object> deep = new HashMap<>();
        for (int depth = 0; depth < 100_000; depth++) {
            deep = new HashMap<>(Map.of("deeper", deep));
        }

        assertThat(check(Map.of("kind", "Pod", "spec", deep)).allowed()).isTrue();
        assertThat(check(Map.of("kind", "Pod", "spec", Map.of("hostPID", deep))).violations())
                .extracting(PodSecurityViolation::found)
                .containsExactly("{deeper}");
    }

    @Test
    void aFewLinesThatStandForBillionsOfValuesAreTooLarge() {
        Map<String, Object> container = Map.of("env", Collections.nCopies(10_000, Map.of("name", "a", "value", "b")));

        assertThat(check(Map.of("kind", "Pod", "spec", Map.of("containers", Collections.nCopies(10_000, container))))
                        .violations())
                .filteredOn(violation -> violation.control().equals("malformed"))
                .containsExactly(new PodSecurityViolation(
                        "malformed", "", "too many values", "at most 1000000 values in an object"));
    }

    @Test
    void listsThatStandForBillionsOfObjectsAreTooLarge() {
        Map<String, Object> list = Map.of("kind", "Service");
        for (int depth = 0; depth < 10; depth++) {
            list = Map.of("kind", "List", "items", Collections.nCopies(1000, list));
        }

        assertThat(check(list).violations())
                .containsExactly(new PodSecurityViolation(
                        "malformed", "", "too many values", "at most 5000000 values in all objects"));
    }

    @Test
    void anObjectThatIsTooLargeDoesNotHideTheNext() {
        Map<String, Object> large =
                Map.of("kind", "Pod", "spec", Map.of("hostAliases", Collections.nCopies(1_000_000, Map.of())));
        Map<String, Object> small = Map.of("kind", "Pod", "spec", Map.of("hostPID", true));

        assertThat(check(Map.of("kind", "List", "items", List.of(large, small))).violations())
                .containsExactly(
                        new PodSecurityViolation(
                                "malformed", "items[0]", "too many values", "at most 1000000 values in an object"),
                        new PodSecurityViolation("hostNamespaces", "items[1].spec.hostPID", true, "false or unset"));
    }

    @Test
    void manyObjectsOfOrdinarySizeAreNot() {
        Map<String, Object> pod = Map.of(
                "kind",
                "Pod",
                "spec",
                Map.of("containers", List.of(Map.of("args", Collections.nCopies(300_000, "a")))));

        assertThat(new PodSecurityCheck(PodSecurityLevel.BASELINE, PodSecurityVersion.LATEST)
                        .check(Map.of("kind", "List", "items", Collections.nCopies(5, pod)))
                        .allowed())
                .isTrue();
    }

    @Test
    void noMoreIsReportedOfOneSortThanAnybodyReads() {
        Map<String, Object> volumes = Map.of("volumes", Collections.nCopies(5000, Map.of("nvme", Map.of())));
        Map<String, Object> spec = new HashMap<>(volumes);
        spec.put("containers", Collections.nCopies(3, Map.of()));

        PodSecurityVerdict verdict = check(Map.of("kind", "Pod", "spec", spec));

        assertThat(verdict.violations().stream()
                        .filter(violation -> violation.control().equals("restrictedVolumes")))
                .hasSize(1000);
        assertThat(verdict.violations())
                .extracting(PodSecurityViolation::control)
                .contains("runAsNonRoot");
        assertThat(verdict.warnings()).hasSize(1000);
    }

    @Test
    void aMapThatFindsKeysInAnyCaseDoesNotDeceive() {
        Map<String, Object> spec = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        spec.put("HOSTPID", true);
        Map<String, Object> pod = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        pod.put("kind", "Pod");
        pod.put("spec", spec);

        PodSecurityVerdict verdict = check(pod);

        assertThat(verdict.allowed()).isTrue();
        assertThat(verdict.warnings()).hasSize(1);
    }

    @Test
    void aMapThatRefusesToBeAskedForStringsIsReadAllTheSame() {
        Map<Object, Object> spec = new TreeMap<>(Map.of(1, "one"));

        assertThat(check(Map.of("kind", "Pod", "spec", spec)).violations())
                .containsExactly(new PodSecurityViolation("malformed", "spec", 1, "keys that are strings"));
        assertThat(check(Map.of("spec", spec)).violations()).hasSize(1);
    }

    @Test
    void longNamesAreShortened() {
        String name = "n".repeat(100_000);

        assertThat(check(Map.of("kind", "Pod", name, true)).warnings())
                .containsExactly("n".repeat(300) + "...: unknown field, which the API server ignores");
        assertThat(check(Map.of("kind", "Pod", "n".repeat(300), true)).warnings())
                .containsExactly("n".repeat(300) + ": unknown field, which the API server ignores");
    }

    @Test
    void theObjectIsNeverChanged() {
        Map<String, Object> pod = new LinkedHashMap<>(Map.of("kind", "Pod", "spec", Map.of("hostPID", true)));
        Map<String, Object> copy = Map.copyOf(pod);

        check(pod);

        assertThat(pod).isEqualTo(copy);
    }
}
