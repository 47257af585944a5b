package com.custom.pulsar.cluster.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClearTextTest {
    private static final String WEB_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJl";

    @Test
    void aConnectorsSettingsAreJsonWithinJsonWithinAShellsLine() {
        String command = "bin/pulsar-admin functions download && exec java -cp x JavaInstanceMain --function_details"
                + " '{\"tenant\":\"public\",\"source\":{\"configs\":\"{\\\"database.password\\\":\\\"hunter2\\\","
                + "\\\"database.user\\\":\\\"cdc\\\"}\"}}' --pulsar_serviceurl pulsar://broker:6650";

        assertThat(ClearText.inCommand(command)).containsExactly("database.password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--password hunter2",
                "--password=hunter2",
                "-Ddb.password=hunter2",
                "PGPASSWORD=hunter2 psql",
                "--token 'hunter2'",
                "password: hunter2",
                "{\"client_secret\": \"hunter2\"}",
                "-Doptions=password=hunter2",
                "psql postgres://cdc:hunter2@db/shop",
                "--auth-params token:" + WEB_TOKEN,
                "curl -H 'Authorization: Bearer " + WEB_TOKEN + "'",
                "-----BEGIN RSA PRIVATE KEY-----\nhunter2"
            })
    void isASecret(String text) {
        assertThat(ClearText.inCommand(text)).isNotEmpty();
        assertThat(ClearText.shown(ClearText.inCommand(text))).doesNotContain("hunter2", "eyJ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--password $PASSWORD",
                "--password=\"${PASSWORD}\"",
                "--password $(cat /run/secret)",
                "{\"database.password\":\"${secret:postgres-credentials}\"}",
                "{\\\"database.password\\\":\\\"${env:PGPASSWORD}\\\"}",
                "--auth-params file:///etc/auth/token",
                "--token /etc/auth/token",
                "--password-file /etc/password",
                "{\"secretsMap\":\"{\\\"pw\\\":{\\\"path\\\":\\\"pg\\\",\\\"key\\\":\\\"password\\\"}}\"}",
                "{\"password\": {\"secret\": \"pg\", \"key\": \"password\"}}",
                "{\"password\": null, \"token\": \"\"}",
                "--use-token true --token ****",
                "psql postgres://cdc@db/shop",
                "psql postgres://cdc:${PASSWORD}@db/shop",
                "http://[::1]:8080/",
                "pulsar://broker:6650",
                "--secrets_provider org.apache.pulsar.functions.secretsprovider.EnvironmentBasedSecretsProvider",
                "-----BEGIN CERTIFICATE-----"
            })
    void isNone(String text) {
        assertThat(ClearText.inCommand(text)).isEmpty();
    }

    @Test
    void aVariablesValueIsSecretByItsNameOrByWhatIsInIt() {
        assertThat(ClearText.inVariable("DB_PASSWORD", "$ecret/with;signs")).containsExactly("DB_PASSWORD");
        assertThat(ClearText.inVariable("JAVA_OPTS", "-Ddb.password=x1")).containsExactly("Ddb.password");
        assertThat(ClearText.inVariable("KEY", WEB_TOKEN)).containsExactly("a JSON Web Token");
        assertThat(ClearText.inVariable("DB_PASSWORD", "$(FROM_SECRET)")).isEmpty();
        assertThat(ClearText.inVariable("DB_PASSWORD", "")).isEmpty();
        assertThat(ClearText.inVariable("TOKEN", "file:///etc/auth/token")).isEmpty();
        assertThat(ClearText.inVariable("GREETING", "hello")).isEmpty();
    }

    @Test
    void anOptionsArgumentMayBeTheNextElement() {
        assertThat(ClearText.inArgument("--password", "hunter2")).containsExactly("--password");
        assertThat(ClearText.inArgument("--password", "--verbose")).isEmpty();
        assertThat(ClearText.inArgument("--password", "$(PASSWORD)")).isEmpty();
        assertThat(ClearText.inArgument("password", "hunter2")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a=",
                "password=",
                "-a ",
                "\\",
                "\"",
                " ",
                "a:",
                "://",
                "eyJa.",
                "a=\\\"",
                "--password ",
                "a.b-",
                "@:"
            })
    void noTextIsSlow(String piece) {
        String text = "password" + piece.repeat(400_000 / piece.length()) + "!";

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ClearText.inCommand(text));
    }
}
