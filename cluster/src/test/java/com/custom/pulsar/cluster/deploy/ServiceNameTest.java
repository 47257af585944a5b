package com.custom.pulsar.cluster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNameTest {
    @ParameterizedTest
    @CsvSource({
        "postgres, functions, false",
        "postgres.pulsar, pulsar, false",
        "postgres.pulsar.svc, pulsar, true",
        "Postgres.Pulsar.SVC.cluster.local, pulsar, true",
    })
    void aNameIsReadAsAPodWould(String hostname, String namespace, boolean full) {
        assertThat(ServiceName.of(hostname, "functions"))
                .contains(new ServiceName("postgres", namespace, Optional.empty(), full));
    }

    @Test
    void thePodOfAServiceHasAServicesName() {
        assertThat(ServiceName.of("postgres-0.postgres.pulsar.svc.cluster.local", "functions"))
                .contains(new ServiceName("postgres", "pulsar", Optional.of("postgres-0"), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "fd00::1", "db.example.com", "db.eu.example.com", "db_1", "db..svc"})
    void whatNoServiceHasIsNone(String hostname) {
        assertThat(ServiceName.of(hostname, "functions")).isEmpty();
    }
}
