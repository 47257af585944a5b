package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PulsarTokenTest {
    private static final Instant END = Instant.ofEpochSecond(1_800_000_000);

    @Test
    void aTokenSaysItsRoleAndItsEnd() {
        PulsarToken token = PulsarToken.read(token("{\"sub\":\"shop-cdc\",\"exp\":1800000000}"));

        assertThat(token).isEqualTo(new PulsarToken(Optional.of("shop-cdc"), Optional.of(END)));
        assertThat(token.isExpired(END.minusSeconds(1))).isFalse();
        assertThat(token.isExpired(END)).isTrue();
        assertThat(PulsarToken.read(token("{\"sub\":\"shop-cdc\"}")).isExpired(END))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary", "a.b.c", "..", "a.!.c", "a.e30.c"})
    void whatIsNoJsonWebTokenSaysNothing(String text) {
        assertThat(PulsarToken.read(text)).isEqualTo(new PulsarToken(Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "$(reboot)", "-f", "a;b", "\\u001b[2J", ""})
    void aRoleThatNoCommandCanHoldIsNotWrittenIntoOne(String role) {
        PulsarToken token = PulsarToken.read(token("{\"sub\":\"" + role + "\"}"));

        assertThat(token.argument()).isEqualTo("ROLE");
        assertThat(token.who()).isEqualTo("the role of pulsar.auth.token");
    }

    @Test
    void whatARoleMayNotIsToldWithTheGrant() {
        Optional<PulsarToken> token = Optional.of(PulsarToken.read(token("{\"sub\":\"shop-cdc\"}")));

        assertThat(PulsarRights.missing(token, "shop/cdc", List.of("run sources (sources)"))
                        .text())
                .isEqualTo(
                        "the role shop-cdc may not run sources (sources) in shop/cdc; as an administrator of its tenant:"
                                + " pulsar-admin namespaces grant-permission shop/cdc --role shop-cdc --actions"
                                + " produce,consume,functions,sources,packages");
        assertThat(PulsarRights.missing(Optional.empty(), "shop/cdc", List.of("read topics (consume)"))
                        .what())
                .startsWith("whoever comes without a token may not");
    }

    private static String token(String claims) {
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".signature";
    }
}
