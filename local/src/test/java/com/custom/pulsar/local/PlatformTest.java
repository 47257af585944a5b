package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PlatformTest {
    @Test
    void knowsLinuxAndMacOs() {
        assertThat(Platform.of("Linux", "amd64")).isEqualTo(Platform.LINUX_AMD64);
        assertThat(Platform.of("LINUX", "aarch64")).isEqualTo(Platform.LINUX_ARM64);
        assertThat(Platform.of("Mac OS X", "x86_64")).isEqualTo(Platform.MACOS_AMD64);
        assertThat(Platform.of("Mac OS X", "aarch64")).isEqualTo(Platform.MACOS_ARM64);
    }

    @Test
    void refusesOtherMachinesInOneSentence() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("this is Windows 11 on amd64")
                .hasMessageContaining("WSL 2");
        assertThatThrownBy(() -> Platform.of("Linux", "riscv64")).hasMessageContaining("riscv64");
    }
}
