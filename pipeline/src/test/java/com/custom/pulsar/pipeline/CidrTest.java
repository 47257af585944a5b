package com.custom.pulsar.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/24", "0.0.0.0/0", "192.168.1.7/32", "fd00::/8", "::1/128", "2001:db8::/32"})
    void aNetworkIsTaken(String text) {
        assertThat(Cidr.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0/24",
                "300.0.0.0/8",
                "abc/8",
                "::1/129",
                "a::b::c/8",
                "10.0.0.0/-1"
            })
    void anythingElseIsRefusedAndSaysWhatIsRight(String text) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
