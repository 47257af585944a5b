package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers as Pulsar's admin interface does, or not at all. */
class SuperuserIT {
    private static final int CUT_OFF = 0;

    private HttpServer server;
    private PulsarAdmin admin;
    private volatile int status;

    @BeforeEach
    void startsAServer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/admin/v2/tenants", exchange -> {
            if (status == CUT_OFF) {
                exchange.close();
                return;
            }
            byte[] body = (status == 200 ? "[\"public\"]" : "{\"reason\":\"no\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        admin = PulsarAdmin.builder()
                .serviceHttpUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .requestTimeout(2, TimeUnit.SECONDS)
                .build();
    }

    @AfterEach
    void stopsIt() throws IOException {
        admin.close();
        server.stop(0);
    }

    @Test
    void whoIsGivenTheTenantsMayListThem() {
        status = 200;

        assertThat(Superuser.listsTenants(admin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void whoIsRefusedMayNot(int refusal) {
        status = refusal;

        assertThat(Superuser.listsTenants(admin)).isFalse();
    }

    /** Else a superuser's token would pass for one with limits, or an open Pulsar for one that asks who is there. */
    @ParameterizedTest
    @ValueSource(ints = {CUT_OFF, 500, 503})
    void whatIsNoAnswerIsNotTakenForOne(int failure) {
        status = failure;

        assertThatThrownBy(() -> Superuser.listsTenants(admin))
                .isInstanceOf(OperationException.class)
                .hasMessageStartingWith("Pulsar at http://127.0.0.1:"
                        + server.getAddress().getPort() + " does not say whether who asks is a superuser: ")
                .hasMessageEndingWith("; see whether it runs, and try again");
    }
}
