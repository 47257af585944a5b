package com.custom.pulsar.securitycustomizer;

import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_CAPABILITIES_DROP;
import static com.custom.pulsar.podsecurity.harden.PolicyField.CONTAINER_READ_ONLY_ROOT_FILESYSTEM;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_RUN_AS_USER;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_SUPPLEMENTAL_GROUPS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.POD_SYSCTLS;
import static com.custom.pulsar.podsecurity.harden.PolicyField.WRITABLE_PATHS;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.harden.WritablePath;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsReaderTest {
    private final SettingsReader reader = new SettingsReader(new ManifestBridge());
    private final Problems problems = new Problems("runtimeCustomizerConfig");

    // --- numbers

    static Stream<Object> tenThousands() {
        return Stream.of("10000", 10_000, 10_000L, 1e4, 10_000.0f, BigInteger.valueOf(10_000), (short) 10_000);
    }

    @ParameterizedTest
    @MethodSource("tenThousands")
    void takesAWholeNumberInEveryTypeThatTheScriptMakes(Object value) {
        assertThat(podContext("runAsUser", value).policy()).isEqualTo(Map.of(POD_RUN_AS_USER, Optional.of(10_000L)));
        assertThat(problems.lines()).isEmpty();
    }

    static Stream<Object> noNumbers() {
        return Stream.of(
                "0644",
                "00",
                "+1",
                "-1",
                "-0",
                "0x10",
                "1e3",
                "1.0",
                " 1",
                "1 ",
                "1\n",
                "1_000",
                "1,000",
                "１０",
                "٣",
                "2147483648",
                "9999999999999999999999999",
                "root",
                1.5,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                2147483648L,
                -1,
                true,
                List.of(1),
                Map.of("0", 1),
                BigInteger.TEN.pow(30));
    }

    @ParameterizedTest
    @MethodSource("noNumbers")
    void refusesWhatCouldBeAnotherNumber(Object value) {
        assertThat(podContext("runAsUser", value).policy()).isEmpty();
        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("runtimeCustomizerConfig.podSecurityContext.runAsUser: value ")
                .endsWith(", expected a whole number from 0 to 2147483647");
    }

    @Test
    void namesTheValueAndWhatWouldBeRight() {
        podContext("runAsUser", "0644");

        assertThat(problems.lines())
                .containsExactly(
                        "runtimeCustomizerConfig.podSecurityContext.runAsUser: value \"0644\" is no whole number in plain"
                                + " decimal digits, expected a whole number from 0 to 2147483647");
    }

    // --- booleans

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "True", "tRuE"})
    void takesTrueInAnyCase(String value) {
        assertThat(containerContext("readOnlyRootFilesystem", value).policy())
                .isEqualTo(Map.of(CONTAINER_READ_ONLY_ROOT_FILESYSTEM, Optional.of(true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", "False"})
    void takesFalseInAnyCase(String value) {
        assertThat(containerContext("readOnlyRootFilesystem", value).policy())
                .isEqualTo(Map.of(CONTAINER_READ_ONLY_ROOT_FILESYSTEM, Optional.of(false)));
    }

    static Stream<Object> noBooleans() {
        return Stream.of(
                "yes",
                "no",
                "on",
                "off",
                "1",
                "0",
                1,
                0,
                "t",
                " true",
                "true ",
                "trüe",
                "truе",
                List.of(true),
                Map.of());
    }

    @ParameterizedTest
    @MethodSource("noBooleans")
    void refusesEveryOtherBoolean(Object value) {
        assertThat(containerContext("readOnlyRootFilesystem", value).policy()).isEmpty();
        assertThat(problems.lines()).singleElement().asString().endsWith("expected true or false");
    }

    // --- nothing

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "~"})
    void refusesAValueThatSaysNothingInsteadOfTakingItForTheDefault(String value) {
        containerContext("readOnlyRootFilesystem", value);
        podContext("runAsUser", value);
        read(Map.of("serviceAccountName", value));
        read(Map.of("extraLabels", value));
        read(Map.of("podSecurityContext", value));
        read(Map.of("writablePaths", value));

        assertThat(problems.lines())
                .hasSize(6)
                .allSatisfy(line -> assertThat(line).contains("says nothing"));
    }

    @Test
    void refusesNull() {
        read(Collections.singletonMap("mode", null));
        read(Collections.singletonMap("podSecurityContext", null));

        assertThat(problems.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("value null says nothing"));
    }

    @Test
    void takesAFieldOutOfThePolicyWhenToldSo() {
        assertThat(podContext("runAsUser", "unset").policy()).isEqualTo(Map.of(POD_RUN_AS_USER, Optional.empty()));
        assertThat(problems.lines()).isEmpty();
    }

    // --- lists

    static Stream<Object> dropAllAndRaw() {
        return Stream.of(
                "ALL,NET_RAW",
                "ALL, NET_RAW",
                "[\"ALL\",\"NET_RAW\"]",
                List.of("ALL", "NET_RAW"),
                map("0", "ALL", "1", "NET_RAW"),
                map("1", "NET_RAW", "0", "ALL"));
    }

    @ParameterizedTest
    @MethodSource("dropAllAndRaw")
    void takesAListInEveryFormThatTheScriptMakes(Object value) {
        assertThat(containerContext("capabilities", Map.of("drop", value)).policy())
                .isEqualTo(Map.of(CONTAINER_CAPABILITIES_DROP, Optional.of(List.of("ALL", "NET_RAW"))));
        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void ordersANumberedListByNumberAndNotByText() {
        Map<String, Object> numbered = new LinkedHashMap<>();
        for (String index : List.of("0", "1", "10", "11", "2", "3", "4", "5", "6", "7", "8", "9")) {
            numbered.put(index, Integer.parseInt(index) + 100);
        }

        assertThat(podContext("supplementalGroups", numbered).policy().get(POD_SUPPLEMENTAL_GROUPS))
                .isEqualTo(
                        Optional.of(List.of(100L, 101L, 102L, 103L, 104L, 105L, 106L, 107L, 108L, 109L, 110L, 111L)));
    }

    static Stream<Object> noLists() {
        return Stream.of(
                map("0", "ALL", "2", "NET_RAW"),
                map("1", "ALL"),
                map("00", "ALL"),
                map("-1", "ALL"),
                map("a", "ALL"),
                Map.of(),
                "ALL,",
                ",ALL",
                "ALL,,NET_RAW",
                "[\"ALL\"",
                "[\"ALL\"] x",
                List.of(List.of("ALL")),
                Arrays.asList("ALL", null),
                List.of("ALL", ""),
                "ALL NET_RAW",
                "{\"0\":\"ALL\"}",
                "- ALL");
    }

    @ParameterizedTest
    @MethodSource("noLists")
    void refusesAListWithGapsOrNothingInIt(Object value) {
        assertThat(containerContext("capabilities", Map.of("drop", value)).policy())
                .isEmpty();
        assertThat(problems.lines()).hasSize(1);
    }

    @Test
    void takesAnEmptyListThatIsWrittenAsOne() {
        assertThat(containerContext("capabilities", Map.of("drop", List.of())).policy())
                .isEqualTo(Map.of(CONTAINER_CAPABILITIES_DROP, Optional.of(List.of())));
    }

    // --- nested settings

    @Test
    void takesNestedSettingsAsJsonUnderTheirOwnKey() {
        GivenSettings given = read(Map.of(
                "podSecurityContext",
                "{\"runAsUser\":10000,\"supplementalGroups\":[1,2]}",
                "containerSecurityContext",
                Map.of("capabilities", "{\"drop\":[\"ALL\"]}")));

        assertThat(given.policy())
                .isEqualTo(Map.of(
                        POD_RUN_AS_USER, Optional.of(10_000L),
                        POD_SUPPLEMENTAL_GROUPS, Optional.of(List.of(1L, 2L)),
                        CONTAINER_CAPABILITIES_DROP, Optional.of(List.of("ALL"))));
        assertThat(problems.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"runAsUser\":1,\"runAsUser\":2}",
                "{runAsUser:1}",
                "{\"runAsUser\":1} x",
                "{\"runAsUser\":01}",
                "[1]",
                "10000",
                "runAsUser=1",
                "{}"
            })
    void refusesJsonThatIsNotOneObject(String json) {
        read(Map.of("podSecurityContext", json));

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("runtimeCustomizerConfig.podSecurityContext: value ")
                .contains("expected settings ");
    }

    @Test
    void refusesADottedKeyBecauseItWouldBeASecondWayToWriteASetting() {
        read(Map.of("podSecurityContext.runAsUser", "1"));

        assertThat(problems.lines()).singleElement().asString().contains("write nested settings as nested maps");
    }

    // --- unknown settings

    static Stream<List<Object>> unknown() {
        return Stream.of(
                List.of(Map.of("extractLabels", Map.of("a", "b")), "extractLabels", "did you mean extraLabels?"),
                List.of(Map.of("Mode", "audit"), "Mode", "did you mean mode?"),
                List.of(Map.of("runAsUser", 1), "runAsUser", "did you mean podSecurityContext.runAsUser or"),
                List.of(
                        Map.of("podSecurityContext", Map.of("readOnlyRootFilesystem", "true")),
                        "podSecurityContext.readOnlyRootFilesystem",
                        "did you mean containerSecurityContext.readOnlyRootFilesystem?"),
                List.of(
                        Map.of("podSecurityContext", Map.of("capabilities", Map.of("drop", "ALL"))),
                        "podSecurityContext.capabilities",
                        "did you mean containerSecurityContext.capabilities?"),
                List.of(
                        Map.of("containerSecurityContext", Map.of("fsGroup", "1")),
                        "containerSecurityContext.fsGroup",
                        "did you mean podSecurityContext.fsGroup?"),
                List.of(
                        Map.of("containerSecurityContext", Map.of("readOnlyRootFileSystem", "true")),
                        "containerSecurityContext.readOnlyRootFileSystem",
                        "did you mean containerSecurityContext.readOnlyRootFilesystem?"),
                List.of(
                        Map.of("containerSecurityContext", Map.of("capabilities", Map.of("dropp", "ALL"))),
                        "containerSecurityContext.capabilities.dropp",
                        "did you mean containerSecurityContext.capabilities.drop?"),
                List.of(
                        Map.of("podSecurityContexts", Map.of()),
                        "podSecurityContexts",
                        "did you mean podSecurityContext?"),
                List.of(Map.of("livenesProbe", Map.of()), "livenesProbe", "did you mean livenessProbe?"));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void refusesAnUnknownKeyAndSaysWhatMayHaveBeenMeant(List<Object> example) {
        read(Plain.map(example.get(0)));

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("runtimeCustomizerConfig." + example.get(1) + ": unknown setting")
                .contains(String.valueOf(example.get(2)));
    }

    @Test
    void makesNoSuggestionWhenNothingIsNear() {
        read(Map.of("statefulSetName", "x", "clusterName", "y"));

        assertThat(problems.lines())
                .containsExactlyInAnyOrder(
                        "runtimeCustomizerConfig.statefulSetName: unknown setting",
                        "runtimeCustomizerConfig.clusterName: unknown setting");
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        read(map(
                "mode",
                "enforced",
                "nonsense",
                1,
                "podSecurityContext",
                map("runAsUser", "root", "runAsGrp", 1),
                "writablePaths",
                "tmp=1Gi",
                "allowedSecrets",
                List.of("a/b/c=d", "a/b", "a/b/c=D")));

        assertThat(problems.lines()).hasSize(7);
        assertThat(problems.lines().get(5)).startsWith("runtimeCustomizerConfig.allowedSecrets[1]: value \"a/b\"");
        assertThat(problems.lines().get(6)).startsWith("runtimeCustomizerConfig.allowedSecrets[2]: value \"a/b/c=D\"");
    }

    @Test
    void cutsAndEscapesWhatItQuotes() {
        read(Map.of("mode", "x\u001b[2J\n" + "y".repeat(10_000), "z".repeat(100_000), "1"));

        assertThat(problems.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(600).doesNotContain("\n", "\u001b"));
    }

    // --- the customizer's own settings

    @Test
    void readsTheAdministratorsSettings() {
        GivenSettings given = read(map(
                "mode", "audit",
                "enforcedTenants", "public,finance",
                "podSecurityLevel", "baseline",
                "overrides", "podSecurityContext.runAsUser,runtimeFlags",
                "allowedSecrets", "public/default/*=orders-db/password,*/*/*=shared",
                "secretEnvironment", "public/default/orders:DB=orders-db/password"));

        assertThat(problems.lines()).isEmpty();
        assertThat(given.own().get(OwnSetting.MODE)).isEqualTo(Mode.AUDIT);
        assertThat(given.own().get(OwnSetting.ENFORCED_TENANTS)).isEqualTo(List.of("public", "finance"));
        assertThat(given.own().get(OwnSetting.POD_SECURITY_LEVEL)).isEqualTo(PodSecurityLevel.BASELINE);
        assertThat(given.own().get(OwnSetting.OVERRIDES))
                .isEqualTo(new OverrideRule.Tighten(Set.of("podSecurityContext.runAsUser", "runtimeFlags")));
        assertThat(given.own().get(OwnSetting.ALLOWED_SECRETS))
                .hasToString("[public/default/*=orders-db/password, */*/*=shared]");
        assertThat(given.own().get(OwnSetting.SECRET_ENVIRONMENT))
                .hasToString("[public/default/orders:DB=orders-db/password]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deny", "allow", "tighten,jobName", "mode", "allowedSecrets", "podSecurityContext", "*"})
    void refusesOverridesThatAreNoRule(String value) {
        read(Map.of("overrides", value));

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("runtimeCustomizerConfig.overrides[0]: value ");
    }

    @Test
    void suggestsASettingForAMisspeltOverride() {
        read(Map.of("overrides", List.of("extractLabels")));

        assertThat(problems.lines()).singleElement().asString().contains("did you mean extraLabels?");
    }

    @Test
    void readsWritablePaths() {
        assertThat(read(Map.of("writablePaths", "/tmp=1Gi,/pulsar/data=64Mi"))
                        .policy()
                        .get(WRITABLE_PATHS))
                .isEqualTo(Optional.of(
                        List.of(new WritablePath("/tmp", "1Gi"), new WritablePath("/pulsar/data", "64Mi"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tmp", "tmp=1Gi", "/=1Gi", "/a/../b=1Gi", "/tmp=big", "/tmp=0"})
    void refusesAPathThatCannotBeMeant(String value) {
        assertThat(read(Map.of("writablePaths", value)).policy()).isEmpty();
        assertThat(problems.lines()).singleElement().asString().contains("expected PATH=SIZE");
    }

    static Stream<Object> sysctls() {
        return Stream.of(
                "net.ipv4.tcp_syncookies=1,kernel.shm_rmid_forced=0",
                "{\"net.ipv4.tcp_syncookies\":\"1\",\"kernel.shm_rmid_forced\":0}",
                map("net.ipv4.tcp_syncookies", 1, "kernel.shm_rmid_forced", "0"),
                List.of(
                        Map.of("name", "net.ipv4.tcp_syncookies", "value", "1"),
                        Map.of("name", "kernel.shm_rmid_forced", "value", 0)),
                map("0", "net.ipv4.tcp_syncookies=1", "1", "kernel.shm_rmid_forced=0"));
    }

    @ParameterizedTest
    @MethodSource("sysctls")
    void readsKernelParametersInEveryForm(Object value) {
        assertThat(podContext("sysctls", value).policy().get(POD_SYSCTLS))
                .isEqualTo(Optional.of(Map.of("net.ipv4.tcp_syncookies", "1", "kernel.shm_rmid_forced", "0")));
    }

    static Stream<Object> noSysctls() {
        return Stream.of(
                "a",
                "a=1,a=2",
                "=1",
                List.of(Map.of("name", "a")),
                map("a", null),
                List.of(map("name", "a", "v", "1")));
    }

    @ParameterizedTest
    @MethodSource("noSysctls")
    void refusesKernelParametersThatCannotBeMeant(Object value) {
        assertThat(podContext("sysctls", value).policy()).isEmpty();
        assertThat(problems.lines()).hasSize(1);
    }

    // --- texts and maps

    @Test
    void takesBackTheTextThatYamlMadeANumberOrBooleanOf() {
        GivenSettings given = read(Map.of("extraLabels", map("a", true, "b", 7, "c", "", "d", "null")));

        assertThat(problems.lines()).isEmpty();
        assertThat(given.own().get(OwnSetting.EXTRA_LABELS))
                .isEqualTo(Map.of("a", "true", "b", "7", "c", "", "d", "null"));
    }

    @Test
    void refusesATextWhoseDigitsYamlHasLost() {
        read(Map.of("extraLabels", Map.of("version", 1.10)));

        assertThat(problems.lines())
                .containsExactly(
                        "runtimeCustomizerConfig.extraLabels[version]: value \"1.1\" is a number whose digits are lost"
                                + " already, expected a text, in quotes");
    }

    @Test
    void takesKeysThatNoVariableCanCarryAsJson() {
        assertThat(read(Map.of("extraLabels", "{\"app.kubernetes.io/name\":\"cdc\"}"))
                        .own()
                        .get(OwnSetting.EXTRA_LABELS))
                .isEqualTo(Map.of("app.kubernetes.io/name", "cdc"));
    }

    static Stream<Map<String, Object>> badLabels() {
        return Stream.of(
                map("-a", "b"),
                map("a b", "c"),
                map("a/b/c", "d"),
                map("A.com/x", "y"),
                map("", "b"),
                map("a", "b c"),
                map("a", "-b"),
                map("a", "x".repeat(64)),
                map("x".repeat(64), "a"),
                map("a", "b\n"),
                map("a", List.of("b")),
                map("a", Map.of("b", "c")),
                map("é", "b"),
                map("a", null));
    }

    @ParameterizedTest
    @MethodSource("badLabels")
    void refusesLabelsThatKubernetesWouldNotTake(Map<String, Object> labels) {
        read(map("extraLabels", labels));
        read(map("nodeSelectorLabels", labels));

        assertThat(problems.lines()).hasSize(2);
    }

    @Test
    void takesAnyTextForAnAnnotation() {
        read(Map.of("extraAnnotations", Map.of("example.com/note", "{\"a\": 1}\n")));

        assertThat(problems.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pulsar", "a_b", "-a", "a-", "a..b", "a b", "ä"})
    void refusesNamesThatKubernetesWouldNotTake(String name) {
        for (String setting : List.of(
                "jobNamespace",
                "jobName",
                "serviceAccountName",
                "priorityClassName",
                "runtimeClassName",
                "imagePullSecrets")) {
            read(Map.of(setting, name));
        }

        assertThat(problems.lines()).hasSize(6);
    }

    @Test
    void refusesAJobNameThatPulsarWouldMakeTooLong() {
        read(Map.of("jobName", "x".repeat(45)));

        assertThat(problems.lines()).singleElement().asString().contains("at most 44");
    }

    // --- pieces of manifests

    @Test
    void takesPiecesOfManifestsWithTheTextsThatVariablesGive() {
        GivenSettings given = read(map(
                "tolerations",
                map("0", map("key", "dedicated", "operator", "Equal", "value", "cdc", "tolerationSeconds", "60")),
                "affinity",
                map(
                        "podAntiAffinity",
                        map(
                                "preferredDuringSchedulingIgnoredDuringExecution",
                                map("0", map("weight", "100", "podAffinityTerm", map("topologyKey", "zone"))))),
                "resourceRequirements",
                map("limits", map("cpu", "0.5", "memory", "2048Mi")),
                "topologySpreadConstraints",
                "[{\"maxSkew\":1,\"topologyKey\":\"zone\",\"whenUnsatisfiable\":\"DoNotSchedule\"}]"));

        assertThat(problems.lines()).isEmpty();
        assertThat(given.own().get(OwnSetting.TOLERATIONS))
                .isEqualTo(List.of(
                        Map.of("key", "dedicated", "operator", "Equal", "value", "cdc", "tolerationSeconds", 60L)));
        assertThat(given.own().get(OwnSetting.AFFINITY))
                .hasToString("{podAntiAffinity={preferredDuringSchedulingIgnoredDuringExecution="
                        + "[{podAffinityTerm={topologyKey=zone}, weight=100}]}}");
        assertThat(given.own().get(OwnSetting.RESOURCE_REQUIREMENTS))
                .isEqualTo(Map.of("limits", Map.of("cpu", "500m", "memory", "2Gi")));
    }

    static Stream<List<Object>> badPieces() {
        return Stream.of(
                List.of("tolerations", List.of(Map.of("kee", "a")), "tolerations[0].kee"),
                List.of("tolerations", "Exists", "tolerations[0]"),
                List.of("affinity", Map.of("podAffinty", Map.of()), "affinity.podAffinty"),
                List.of("affinity", "near", "affinity"),
                List.of("affinity", Map.of(), "affinity"),
                List.of("resourceRequirements", Map.of("limits", Map.of("cpu", "fast")), "resourceRequirements"),
                List.of("resourceRequirements", Map.of("limit", Map.of("cpu", "1")), "resourceRequirements.limit"),
                List.of("resourceRequirements", Map.of("limits", "1"), "resourceRequirements"),
                List.of("tolerations", List.of(Map.of("tolerationSeconds", "soon")), "tolerations[0]"),
                List.of("tolerations", List.of(Map.of("tolerationSeconds", Double.NaN)), "tolerations[0]"),
                List.of("topologySpreadConstraints", List.of(Map.of("maxSkew", 1.5)), "topologySpreadConstraints[0]"));
    }

    @ParameterizedTest
    @MethodSource("badPieces")
    void refusesPiecesThatTheClientWouldDropOrChange(List<Object> example) {
        read(Map.of(String.valueOf(example.get(0)), example.get(1)));

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("runtimeCustomizerConfig." + example.get(2) + ":");
    }

    @Test
    void refusesAPieceThatIsNestedWithoutEnd() {
        read(Map.of("affinity", Map.of("podAffinity", nested(200))));

        assertThat(problems.lines()).singleElement().asString().contains("nested deeper");
    }

    @Test
    void readsProbes() {
        GivenSettings given = read(Map.of(
                "livenessProbe",
                map("initialDelaySeconds", "0", "periodSeconds", 30),
                "startupProbe",
                "{\"failureThreshold\":60}"));

        assertThat(problems.lines()).isEmpty();
        assertThat(given.own())
                .isEqualTo(Map.of(
                        OwnSetting.LIVENESS_INITIAL_DELAY, 0L,
                        OwnSetting.LIVENESS_PERIOD, 30L,
                        OwnSetting.STARTUP_FAILURES, 60L));
    }

    @Test
    void refusesAProbeThatCouldNotRun() {
        read(Map.of("livenessProbe", map("periodSeconds", "0", "initialDelaySeconds", "-1", "httpGet", Map.of())));

        assertThat(problems.lines()).hasSize(3);
    }

    private static Map<String, Object> nested(int depth) {
        Map<String, Object> map = Map.of("x", "y");
        for (int i = 0; i < depth; i++) {
            map = Map.of("x", map);
        }
        return map;
    }

    private GivenSettings read(Map<String, ? extends @Nullable Object> config) {
        return reader.read(config, problems);
    }

    private GivenSettings podContext(String field, Object value) {
        return read(map("podSecurityContext", map(field, value)));
    }

    private GivenSettings containerContext(String field, Object value) {
        return read(map("containerSecurityContext", map(field, value)));
    }

    @SuppressWarnings("NullAway") // Values may be null, which the tests of nothing need.
    private static Map<String, Object> map(@Nullable Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
