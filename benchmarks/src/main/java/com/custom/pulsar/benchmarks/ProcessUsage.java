package com.custom.pulsar.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What processes of this machine have used since they began. */
final class ProcessUsage {
    private static final String PEAK = "VmHWM:";
    private static final long BYTES_PER_KILOBYTE = 1024;
    private static final double NANOS_PER_SECOND = 1e9;

    private ProcessUsage() {}

    /** Seconds of processor time, user and system; empty if one of them cannot be asked. */
    static OptionalDouble cpuSeconds(Collection<ProcessHandle> processes) {
        double seconds = 0;
        for (ProcessHandle process : processes) {
            Duration used = process.info().totalCpuDuration().orElse(null);
            if (used == null) {
                return OptionalDouble.empty();
            }
            seconds += used.toNanos() / NANOS_PER_SECOND;
        }
        return processes.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }

    /** The sum of the most memory that each held, in bytes; empty if one of them cannot be asked, as on macOS. */
    static OptionalLong peakBytes(Collection<ProcessHandle> processes) {
        long bytes = 0;
        for (ProcessHandle process : processes) {
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            try {
                OptionalLong peak = peakBytes(Files.readString(status, StandardCharsets.ISO_8859_1));
                if (peak.isEmpty()) {
                    return peak;
                }
                bytes += peak.getAsLong();
            } catch (IOException e) {
                return OptionalLong.empty();
            }
        }
        return processes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** Of the text of {@code /proc/<pid>/status}. */
    static OptionalLong peakBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith(PEAK))
                .map(line -> line.substring(PEAK.length()).replace("kB", "").strip())
                .mapToLong(kilobytes -> Long.parseLong(kilobytes) * BYTES_PER_KILOBYTE)
                .findFirst();
    }
}
