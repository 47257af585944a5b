package com.custom.pulsar.cluster.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PGPASSWORD",
                "POSTGRES_PASSWORD",
                "database.password",
                "dbPassword",
                "--client-secret",
                "AWS_SECRET_ACCESS_KEY",
                "apiKey",
                "api_key",
                "GITHUB_TOKEN",
                "MYSQL_PWD",
                "ssl.key.passphrase",
                "CREDENTIALS",
                "MITGLIED_TOKEN"
            })
    void saysThatItsValueIsASecret(String name) {
        assertThat(SecretName.matches(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PASSWORD_FILE",
                "secretName",
                "secret",
                "key",
                "primary.key",
                "AWS_ACCESS_KEY_ID",
                "PWD",
                "tokenType",
                "secrets_provider",
                "auth-params",
                "monkey",
                "public_key",
                "-",
                "max.password.length"
            })
    void saysNothing(String name) {
        assertThat(SecretName.matches(name)).isFalse();
    }

    @Test
    void aNameOfAMegabyteIsNone() {
        assertThat(SecretName.matches("x".repeat(1 << 20) + "_password")).isFalse();
    }
}
