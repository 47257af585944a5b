package com.custom.pulsar.podsecurity.harden;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.podsecurity.PodSecurityCheck;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import com.custom.pulsar.podsecurity.PodTemplates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every pod and every policy, tried on made-up ones; a failure names its seed. */
class HardenerPropertyTest {
    private static final List<PolicyField> FIELDS = List.of(PolicyField.values());
    private static final int RUNS = 1_500;
    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[([^\\]]+)]");
    private static final PodSecurityCheck EVERY_VERSION = PodSecurityCheck.ofEveryVersion(PodSecurityLevel.RESTRICTED);

    @Test
    void whatTheStandardCanMendPassesRestrictedOfEveryVersion() {
        List<PodSecurityCheck> checks = PodSecurityVersion.all().stream()
                .map(version -> new PodSecurityCheck(PodSecurityLevel.RESTRICTED, version))
                .toList();
        for (long seed = 0; seed < RUNS; seed++) {
            Hardened hardened = Hardened.of(HardeningPolicy.standard(), new NastyPods(seed).mendable());

            assertThat(hardened.report().obstacles()).as("seed %d", seed).isEmpty();
            PodSecurityCheck check = checks.get((int) (seed % checks.size()));
            assertThat(check.check(hardened.object()).violations())
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(EVERY_VERSION.check(hardened.object()).violations())
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void withoutObstaclesEveryVersionAllowsIt() {
        int withObstacles = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            Hardened hardened = Hardened.of(HardeningPolicy.standard(), new NastyPods(seed).any());

            boolean allowed = EVERY_VERSION.check(hardened.object()).allowed();
            withObstacles += allowed ? 0 : 1;
            assertThat(allowed || !hardened.report().obstacles().isEmpty())
                    .as("seed %d", seed)
                    .isTrue();
        }
        assertThat(withObstacles).isBetween(RUNS / 10, RUNS * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theChangesOfTheReportMakeTheResultOfWhatWasThere(boolean mendable) {
        for (long seed = 0; seed < RUNS; seed++) {
            NastyPods pods = new NastyPods(seed);
            Map<String, Object> object = mendable ? pods.mendable() : pods.any();
            Object replayed = Objects.requireNonNull(Hardened.copy(object));

            Hardened hardened = Hardened.of(policy(seed), object);

            for (Change change : hardened.report().changes()) {
                replay(replayed, change, seed);
            }
            assertThat(hardened.object()).as("seed %d", seed).isEqualTo(replayed);
        }
    }

    @Test
    void nothingThatIsLooserThanThePolicyStays() {
        for (long seed = 0; seed < RUNS; seed++) {
            HardeningPolicy policy = policy(seed);
            Hardened hardened = Hardened.of(policy, new NastyPods(seed).mendable());

            for (Branch pod : pods(hardened.object())) {
                for (PolicyField field : PolicyField.values()) {
                    boolean isOfContainers = field.place() == PolicyField.Place.CONTAINER_CONTEXT;
                    for (Branch base : isOfContainers ? containers(pod) : List.of(pod.childOrNew("spec"))) {
                        String context =
                                "seed " + seed + ", " + Slot.of(field, base).path();
                        Wanted.of(policy, field).ifPresent(wanted -> assertNotLooser(wanted, base, context));
                    }
                }
            }
        }
    }

    private static void assertNotLooser(Wanted wanted, Branch base, String context) {
        PolicyField field = wanted.field();
        Object value = Slot.of(field, base).value();
        boolean isExcused = field == PolicyField.CONTAINER_ALLOW_PRIVILEGE_ESCALATION
                && (String.valueOf(base.get("securityContext")).contains("privileged=true")
                        || String.valueOf(base.get("securityContext")).contains("CAP_SYS_ADMIN"));
        if (value != null && field != PolicyField.POD_SYSCTLS && !isExcused) {
            assertThat(field.compare(wanted.value(), value)).as(context).isNotEqualTo(Comparison.LOOSER);
        }
    }

    @Test
    void everyMountThatIsAddedIsOfAVolumeAndAloneAtItsPath() {
        for (long seed = 0; seed < RUNS; seed++) {
            Hardened hardened = Hardened.of(HardeningPolicy.standard(), new NastyPods(seed).mendable());

            Set<@Nullable Object> added = new HashSet<>();
            hardened.report().changes().stream()
                    .filter(change -> change.path().contains("volumeMounts"))
                    .forEach(change -> added.add(((Map<?, ?>) Objects.requireNonNull(change.after())).get("name")));
            for (Branch pod : pods(hardened.object())) {
                Set<@Nullable Object> names = new HashSet<>();
                pod.childOrNew("spec")
                        .elements("volumes")
                        .forEach(volume ->
                                assertThat(names.add(volume.get("name"))).isTrue());
                for (Branch container : containers(pod)) {
                    Set<@Nullable Object> paths = new HashSet<>();
                    for (Branch mount : container.elements("volumeMounts")) {
                        assertThat(paths.add(mount.get("mountPath")))
                                .as("seed %d", seed)
                                .isTrue();
                        if (added.contains(mount.get("name")) && "/tmp".equals(mount.get("mountPath"))) {
                            assertThat(names).as("seed %d", seed).contains(mount.get("name"));
                        }
                    }
                }
            }
        }
    }

    /** The standard with a few fields made up, or nothing but those. */
    private static HardeningPolicy policy(long seed) {
        Random random = new Random(~seed);
        while (true) {
            HardeningPolicy policy = random.nextBoolean() ? HardeningPolicy.standard() : HardeningPolicy.none();
            for (int i = random.nextInt(8); i > 0; i--) {
                PolicyField field = FIELDS.get(random.nextInt(FIELDS.size()));
                List<String> values = values(field);
                Object value = Values.of(field, values.get(random.nextInt(values.size())));
                policy = random.nextInt(3) == 0 ? policy.withLimit(field, value) : policy.with(field, value);
            }
            if (policy.contradictions().isEmpty()) {
                return policy;
            }
        }
    }

    private static List<String> values(PolicyField field) {
        return switch (field.type()) {
            case BOOLEAN -> List.of("true", "false");
            case INTEGER -> List.of("0", "1", "60");
            case TEXT -> List.of("a");
            case CHOICE -> field.choices();
            case TEXT_LIST -> List.of("[]", "ALL", "NET_BIND_SERVICE", "CHOWN,NET_ADMIN");
            case INTEGER_LIST -> List.of("[]", "1", "1,999");
            case SYSCTLS -> List.of("[]", "kernel.shm_rmid_forced=1", "kernel.shm_rmid_forced=0,net.a=1");
            case WRITABLE_PATHS -> List.of("[]", "/tmp=1Gi", "/tmp=2Gi,/tmp/a=1Mi,/data/b=1Mi");
        };
    }

    private static List<Branch> pods(Map<String, Object> object) {
        List<Branch> pods = new ArrayList<>();
        for (List<Object> way : PodTemplates.waysIn(object)) {
            Object value = object;
            for (Object step : way) {
                value = Objects.requireNonNull(get(value, step.toString()));
            }
            pods.add(Branch.root((Map<?, ?>) value));
        }
        assertThat(pods).isNotEmpty();
        return pods;
    }

    private static List<Branch> containers(Branch pod) {
        return Stream.of("initContainers", "containers", "ephemeralContainers")
                .flatMap(list -> pod.childOrNew("spec").elements(list).stream())
                .toList();
    }

    /** Makes one change by its path, which has to hold the value from before. */
    private static void replay(Object object, Change change, long seed) {
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(change.path());
        while (matcher.find()) {
            steps.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        Object place = object;
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            boolean isLast = i == steps.size() - 1;
            Object next = get(place, step);
            if (isLast) {
                assertThat(next).as("seed %d, %s", seed, change.path()).isEqualTo(change.before());
                put(place, step, Hardened.copy(change.after()));
            } else if (next == null) {
                boolean isList = steps.get(i + 1).chars().allMatch(Character::isDigit);
                next = isList ? new ArrayList<>() : new LinkedHashMap<>();
                put(place, step, next);
            }
            place = isLast ? place : Objects.requireNonNull(next);
        }
    }

    private static @Nullable Object get(Object place, String step) {
        if (place instanceof List<?> list) {
            int index = Integer.parseInt(step);
            return index < list.size() ? list.get(index) : null;
        }
        return ((Map<?, ?>) place).get(step);
    }

    @SuppressWarnings("unchecked") // A copy of this test's own making.
    private static void put(Object place, String step, @Nullable Object value) {
        if (place instanceof List<?> list) {
            ((List<@Nullable Object>) list).add(value);
        } else if (value == null) {
            ((Map<?, ?>) place).remove(step);
        } else {
            ((Map<String, Object>) place).put(step, value);
        }
    }
}
