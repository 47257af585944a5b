package com.custom.pulsar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
    @Test
    void thePeakIsTheHighWaterMarkInBytes() {
        assertThat(ProcessUsage.peakBytes("Name:\tjava\nVmPeak:\t 9 kB\nVmHWM:\t  2048 kB\nVmRSS:\t 1 kB\n"))
                .hasValue(2048L * 1024);
    }

    @Test
    void whereTheSystemDoesNotTellItIsUnknown() {
        assertThat(ProcessUsage.peakBytes("Name:\tjava\n")).isEmpty();
    }

    @Test
    void noProcessHasUsedNothingThatIsKnown() {
        assertThat(ProcessUsage.cpuSeconds(List.of())).isEmpty();
        assertThat(ProcessUsage.peakBytes(List.of())).isEmpty();
    }
}
