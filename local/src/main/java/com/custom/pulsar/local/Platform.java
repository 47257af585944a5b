package com.custom.pulsar.local;

import java.util.Locale;

/** The kinds of machine for which PostgreSQL's programs are published and which this package can supervise. */
enum Platform {
    LINUX_AMD64,
    LINUX_ARM64,
    MACOS_AMD64,
    MACOS_ARM64;

    /** @throws LocalRunException on any other machine. */
    static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Platform of(String system, String architecture) {
        boolean arm = switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> false;
            case "aarch64", "arm64" -> true;
            default -> throw unsupported(system, architecture);
        };
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("linux")) {
            return arm ? LINUX_ARM64 : LINUX_AMD64;
        }
        if (name.startsWith("mac")) {
            return arm ? MACOS_ARM64 : MACOS_AMD64;
        }
        throw unsupported(system, architecture);
    }

    boolean isLinux() {
        return this == LINUX_AMD64 || this == LINUX_ARM64;
    }

    String loopbackInterface() {
        return isLinux() ? "lo" : "lo0";
    }

    private static LocalRunException unsupported(String system, String architecture) {
        return new LocalRunException(
                "PostgreSQL and Pulsar are started on Linux and macOS (x86-64 or arm64) only, and this is "
                        + system + " on " + architecture
                        + ": use such a machine (on Windows: WSL 2), or name your own PostgreSQL and Pulsar in the pipeline file.");
    }
}
