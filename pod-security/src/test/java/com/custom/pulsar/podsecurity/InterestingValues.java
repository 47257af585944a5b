package com.custom.pulsar.podsecurity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Values on both sides of every border that a control or the decoder draws. */
final class InterestingValues {

    private static final List<String> NAMES = List.of(
            "app",
            "a",
            "b",
            "",
            "windows",
            "linux",
            "Windows",
            "kernel.shm_rmid_forced",
            "kernel.msgmax",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.ping_group_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_rmem",
            "net.ipv4.tcp_wmem",
            "net.ipv4.tcp_notsent_lowat",
            "net.ipv4.tcp_slow_start_after_idle",
            "net/ipv4/tcp_wmem");
    private static final List<String> CAPABILITIES = List.of(
            "ALL",
            "all",
            "",
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT",
            "NET_RAW",
            "SYS_ADMIN",
            "CAP_CHOWN",
            "chown");
    /** By the name of the field, or of the list that they stand in. */
    private static final Map<String, List<String>> TEXTS = Map.of(
            "type",
            List.of(
                    "RuntimeDefault",
                    "RuntimeDefault",
                    "Localhost",
                    "Unconfined",
                    "",
                    "localhost",
                    "runtime/default",
                    "container_t",
                    "container_init_t",
                    "container_kvm_t",
                    "container_engine_t",
                    "Container_t",
                    "spc_t"),
            "procMount",
            List.of("Default", "Default", "Unmasked", "", "default"),
            "host",
            List.of("", "127.0.0.1", "example.org"),
            "user",
            List.of("", "system_u"),
            "role",
            List.of("", "system_r"),
            "name",
            NAMES,
            "add",
            CAPABILITIES,
            "drop",
            CAPABILITIES);

    private static final List<String> OTHER_TEXTS =
            List.of("", "x", "true", "0", "\u0130\u0131", "\"\\/\n", "\ud83d\ude00", "\ud800");

    private static final List<String> ANNOTATION_KEYS = List.of(
            "container.apparmor.security.beta.kubernetes.io/",
            "container.apparmor.security.beta.kubernetes.io/app",
            "container.apparmor.security.beta.kubernetes.io",
            "Container.apparmor.security.beta.kubernetes.io/app",
            "seccomp.security.alpha.kubernetes.io/pod",
            "seccomp.security.alpha.kubernetes.io/pods",
            "container.seccomp.security.alpha.kubernetes.io/",
            "container.seccomp.security.alpha.kubernetes.io/app",
            "container.seccomp.security.alpha.kubernetes.io/a",
            "container.seccomp.security.alpha.kubernetes.io/nobody",
            "prometheus.io/scrape");
    private static final List<String> ANNOTATION_VALUES = List.of(
            "runtime/default",
            "docker/default",
            "localhost/x",
            "localhost/",
            "localhost",
            "unconfined",
            "",
            "Runtime/default");

    private static final List<String> QUANTITIES = List.of(
            "1",
            "0",
            "-1",
            "+",
            "-",
            ".",
            "",
            "500m",
            "1Gi",
            "1.5Gi",
            ".5",
            "1.",
            "1.Gi",
            "Ki",
            "Ti",
            "Pi",
            "Ei",
            ".Ei",
            "0Ei",
            "+.Pi",
            "1ki",
            "1K",
            "1e3",
            "1E3",
            "1e",
            "1E",
            "1e+3",
            "1e-3",
            "e-9",
            "e-10",
            "0e-10",
            "-.e-12",
            "1e99999999999999999999",
            "e4294967286",
            "e4294967287",
            "1ee3",
            "1 Gi",
            " 1Gi ",
            "\u00a01\u2003",
            "\t1",
            "1\n",
            "0x10",
            "1,5",
            "12345678901234567890123",
            "1.2345678901234567890Ki",
            "1m5",
            "1+5",
            "--1",
            "+-1",
            "\u0661",
            "NaN",
            "true",
            "null",
            "1i",
            "1mi",
            "n",
            "u",
            "00",
            "007k");
    private static final List<String> TIMES = List.of(
            "2026-01-31T12:00:00Z",
            "2026-02-29T12:00:00Z",
            "2024-02-29T12:00:00Z",
            "1900-02-29T00:00:00Z",
            "2000-02-29T00:00:00Z",
            "0000-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-32T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-12-01T24:00:00Z",
            "2026-12-01T23:60:00Z",
            "2026-12-01T23:59:60Z",
            "2026-12-01T23:59:59.123456789123Z",
            "2026-12-01T23:59:59,5Z",
            "2026-12-01T23:59:59.Z",
            "2026-12-01T3:59:59Z",
            "2026-12-1T23:59:59Z",
            "2026-12-01t23:59:59Z",
            "2026-12-01T23:59:59z",
            "2026-12-01T23:59:59",
            "2026-12-01T23:59:59+24:60",
            "2026-12-01T23:59:59+25:00",
            "2026-12-01T23:59:59-00:61",
            "2026-12-01T23:59:59+0100",
            "2026-12-01T23:59:59+01",
            "2026-12-01T23:59:59Z ",
            "2026-12-01 23:59:59Z",
            "2026-12-01",
            "",
            "12026-12-01T23:59:59Z",
            "-026-12-01T23:59:59Z");
    private static final List<Number> NUMBERS = List.of(
            0,
            1,
            -1,
            1000,
            8080,
            65535L,
            -0.0,
            0.0,
            1.0f,
            1e3,
            (short) 7,
            (byte) 0,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE + 1L,
            Integer.MIN_VALUE - 1L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            0x1p63,
            -0x1p63,
            BigInteger.ZERO,
            BigInteger.TWO.pow(63),
            BigInteger.TWO.pow(63).negate(),
            BigInteger.TWO.pow(63).negate().subtract(BigInteger.ONE),
            BigInteger.TEN.pow(40),
            BigDecimal.ZERO,
            new BigDecimal("0.000"),
            new BigDecimal("10.00"),
            new BigDecimal("1E+3"),
            1.5,
            -0.1f,
            new BigDecimal("0.5"),
            new BigDecimal("1000.001"),
            1e300);

    private static final String LETTERS_OF_QUANTITIES = "0123456789001122..++--eEeEinumkKMGTPiiGK ";
    private static final String LETTERS_OF_TIMES = "0123456789TZ:+-., tz";

    private final RandomGenerator random;

    InterestingValues(RandomGenerator random) {
        this.random = random;
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    String annotationKey() {
        return oneOf(ANNOTATION_KEYS);
    }

    String annotationValue() {
        return oneOf(ANNOTATION_VALUES);
    }

    /** Mostly small enough, since one number that does not fit hides all else that is wrong with a pod. */
    Number number() {
        return random.nextInt(4) == 0 ? oneOf(NUMBERS) : oneOf(NUMBERS.subList(0, 12));
    }

    /** As above: mostly one that the decoder takes. */
    Object quantity() {
        return switch (random.nextInt(8)) {
            case 0 -> oneOf(QUANTITIES);
            case 1 -> oneOf(NUMBERS);
            case 2 -> letters(LETTERS_OF_QUANTITIES, random.nextInt(7));
            default -> "500m";
        };
    }

    private String letters(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        // Kubernetes would take minutes for a number with a million zeros.
        return text.toString().replaceAll("([eE][+-]?[0-9]{3})[0-9]+", "$1");
    }

    Object intOrString() {
        return random.nextBoolean() ? number() : text("host");
    }

    String time() {
        return switch (random.nextInt(6)) {
            case 0 -> oneOf(TIMES);
            case 1 -> withOneLetterChanged(oneOf(TIMES));
            default -> TIMES.get(0);
        };
    }

    private String withOneLetterChanged(String text) {
        int at = random.nextInt(text.length() + 1);
        String rest = text.substring(random.nextBoolean() ? at : Math.min(at + 1, text.length()));
        return text.substring(0, at) + letters(LETTERS_OF_TIMES, random.nextInt(2)) + rest;
    }

    String text(String field) {
        List<String> texts = TEXTS.get(field);
        return texts != null && random.nextInt(12) != 0 ? oneOf(texts) : oneOf(OTHER_TEXTS);
    }

    boolean bool() {
        return random.nextBoolean();
    }

    /** Any JSON, which most fields do not take. */
    @Nullable
    Object anything() {
        return switch (random.nextInt(9)) {
            case 0 -> "yes";
            case 1 -> "true";
            case 2 -> "0";
            case 3 -> oneOf(NUMBERS);
            case 4 -> bool();
            case 5 -> new LinkedHashMap<>();
            case 6 -> new ArrayList<>();
            case 7 -> new LinkedHashMap<>(Map.of("key", "value"));
            default -> new ArrayList<>(List.of("element"));
        };
    }
}
