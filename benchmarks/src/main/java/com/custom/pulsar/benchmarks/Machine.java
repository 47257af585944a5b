package com.custom.pulsar.benchmarks;

import com.custom.pulsar.local.Distribution;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the figures were measured on. */
final class Machine {
    private static final double GIBI = 1024.0 * 1024 * 1024;

    private Machine() {}

    /** In the order to be shown. */
    static Map<String, String> description() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", String.format(Locale.ROOT, "%.1f GiB", system.getTotalMemorySize() / GIBI));
        facts.put("cpu", cpu());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("postgresql", Distribution.postgres().displayName());
        facts.put("pulsar", Distribution.PULSAR.displayName());
        facts.put(
                "load before",
                String.format(
                        Locale.ROOT, "%.2f processes ready to run in the last minute", system.getSystemLoadAverage()));
        return facts;
    }

    private static String cpu() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
