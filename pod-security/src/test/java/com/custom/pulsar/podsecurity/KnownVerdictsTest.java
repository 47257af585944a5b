package com.custom.pulsar.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What Kubernetes said of a few thousand pods, without Go; {@link KnownVerdictsIT} makes and checks the file. */
final class KnownVerdictsTest {

    private static final Set<String> ALL_CONTROLS = Set.of(
            "allowPrivilegeEscalation",
            "appArmorProfile",
            "capabilities_baseline",
            "capabilities_restricted",
            "hostNamespaces",
            "hostPathVolumes",
            "hostPorts",
            "hostProbesAndHostLifecycle",
            "privileged",
            "procMount",
            "procMount_restricted",
            "restrictedVolumes",
            "runAsNonRoot",
            "runAsUser",
            "seLinuxOptions",
            "seccompProfile_baseline",
            "seccompProfile_restricted",
            "sysctls",
            "windowsHostProcess");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void everyPodGetsTheVerdictThatKubernetesGave() throws IOException {
        for (KnownVerdicts.Known known : KnownVerdicts.read()) {
            Map<String, Object> object = json.readValue(known.json(), new TypeReference<>() {});
            assertThat(Judgement.byTheCheck(object)).as(known.json()).isEqualTo(known.judgement());
        }
    }

    @Test
    void everyControlIsTheOnlyOneThatFailsInSomePod() throws IOException {
        Set<String> alone = new TreeSet<>();
        for (KnownVerdicts.Known known : KnownVerdicts.read()) {
            for (String ranges :
                    List.of(known.judgement().baseline(), known.judgement().restricted())) {
                for (String range : ranges.split(";", -1)) {
                    alone.add(range.substring(range.indexOf('=') + 1));
                }
            }
        }
        assertThat(alone).containsAll(ALL_CONTROLS).contains("");
    }
}
