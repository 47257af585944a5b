package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretRuleTest {
    private static final FunctionName ORDERS = new FunctionName("public", "default", "orders");

    @Test
    void allowsWhatItNames() {
        assertThat(allows("public/default/orders=orders-db/password", ORDERS, "orders-db", "password"))
                .isTrue();
        assertThat(allows("public/default/orders=orders-db/password", ORDERS, "orders-db", "user"))
                .isFalse();
        assertThat(allows("public/default/orders=orders-db/password", ORDERS, "invoices-db", "password"))
                .isFalse();
        assertThat(allows("public/default/invoices=orders-db/password", ORDERS, "orders-db", "password"))
                .isFalse();
        assertThat(allows("public/other/orders=orders-db/password", ORDERS, "orders-db", "password"))
                .isFalse();
        assertThat(allows("other/default/orders=orders-db/password", ORDERS, "orders-db", "password"))
                .isFalse();
    }

    @Test
    void allowsTheWholeSecretOnlyWithoutAKey() {
        assertThat(allows("public/default/orders=orders-db", ORDERS, "orders-db", ""))
                .isTrue();
        assertThat(allows("public/default/orders=orders-db", ORDERS, "orders-db", "any"))
                .isTrue();
        assertThat(allows("public/default/orders=orders-db/*", ORDERS, "orders-db", "any"))
                .isTrue();
        assertThat(allows("public/default/orders=orders-db/*", ORDERS, "orders-db", ""))
                .isFalse();
    }

    @Test
    void takesAStarForAnythingWithinAPart() {
        assertThat(allows("*/*/*=*", ORDERS, "orders-db", "password")).isTrue();
        assertThat(allows("public/*/orders*=orders-*/pass*", ORDERS, "orders-db", "password"))
                .isTrue();
        assertThat(allows("public/*/orders*=orders-*/pass*", ORDERS, "invoices-db", "password"))
                .isFalse();
    }

    @Test
    void givesOutTheTokensOfFunctionsOnlyWhenToldByName() {
        assertThat(allows("*/*/*=*", ORDERS, "pf-secret-abcde", "token")).isFalse();
        assertThat(allows("*/*/*=pf-*", ORDERS, "pf-secret-abcde", "token")).isFalse();
        assertThat(allows("*/*/*=*pf-secret-abcde", ORDERS, "pf-secret-abcde", "token"))
                .isFalse();
        assertThat(allows("*/*/*=p*", ORDERS, "pf-secret-abcde", "token")).isFalse();
        assertThat(allows("*/*/*=pf-secret-*", ORDERS, "pf-secret-abcde", "token"))
                .isTrue();
        assertThat(allows("*/*/*=pf-secret-abcde", ORDERS, "pf-secret-abcde", "token"))
                .isTrue();
        assertThat(allows("*/*/*=*", ORDERS, "pf-secrets", "token")).isTrue();
    }

    @Test
    void takesHostileNamesOfFunctionsForWhatTheyAre() {
        String rule = "public/default/orders=orders-db";
        for (String name : new String[] {
            "*",
            "orders*",
            "ORDERS",
            "orders ",
            " orders",
            "orders\n",
            "orders\u0000",
            "оrders",
            "orders/x",
            "x/orders",
            "orders.",
            ".*",
            ""
        }) {
            assertThat(allows(rule, new FunctionName("public", "default", name), "orders-db", ""))
                    .as(Shown.quoted(name))
                    .isFalse();
        }
        // A name may hold what divides a rule; it is compared as a whole all the same.
        assertThat(allows(
                        "public/default/a=b=orders-db", new FunctionName("public", "default", "a=b"), "orders-db", ""))
                .isTrue();
        assertThat(allows(
                        "public/default/a=b=orders-db", new FunctionName("public", "default", "a"), "b=orders-db", ""))
                .isFalse();
        // "public/default/*" must not be reached from another tenant by slashes in a name.
        assertThat(allows(
                        "public/default/*=orders-db",
                        new FunctionName("evil", "x", "public/default/y"),
                        "orders-db",
                        ""))
                .isFalse();
        assertThat(allows("public/default/*=orders-db", new FunctionName("public/default", "x", "y"), "orders-db", ""))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders-db",
                "public/default=orders-db",
                "public/default/orders/x=orders-db",
                "public/default/=orders-db",
                "/default/orders=orders-db",
                "public/default/orders=",
                "public/default/orders=Orders-DB",
                "public/default/orders=orders_db",
                "public/default/orders=orders-db/",
                "public/default/orders=orders-db/a/b",
                "public/default/orders=orders-db/a b",
                "public/default/ orders=orders-db",
                "public/default/orders\n=orders-db",
                "public/default/orders=*?"
            })
    void refusesARuleThatCannotBeMeant(String rule) {
        assertThatThrownBy(() -> SecretRule.parse(rule)).isInstanceOf(BadValueException.class);
    }

    @Test
    void isWrittenAsItWasRead() {
        for (String rule : new String[] {"a/b/c=d", "*/b*/c:d=e-*/f*", "a/b/c=d=e"}) {
            assertThat(SecretRule.parse(rule)).hasToString(rule);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public/default/orders:DB=orders-db",
                "public/default/orders:DB=orders-db/a/b",
                "public/default/orders=orders-db/password",
                "public/default/orders:=orders-db/password",
                "public/default/orders:D B=orders-db/password",
                "public/default/orders:1DB=orders-db/password",
                "public/default/orders:DB=*/password",
                "public/default/orders:DB=orders-db/*",
                "public/default:DB=orders-db/password",
                "DB=orders-db/password",
                ":DB=orders-db/password",
                ""
            })
    void refusesAVariableThatCannotBeMeant(String rule) {
        assertThatThrownBy(() -> SecretVariable.parse(rule)).isInstanceOf(BadValueException.class);
    }

    @Test
    void readsAVariable() {
        SecretVariable variable = SecretVariable.parse("public/*/a:b=c:DB_PASSWORD=orders-db/password.txt");

        assertThat(variable.variable()).isEqualTo("DB_PASSWORD");
        assertThat(variable.secret()).isEqualTo("orders-db");
        assertThat(variable.key()).isEqualTo("password.txt");
        assertThat(variable.functions().matches(new FunctionName("public", "x", "a:b=c")))
                .isTrue();
        assertThat(variable.functions().matches(new FunctionName("public", "x", "a")))
                .isFalse();
        assertThat(variable).hasToString("public/*/a:b=c:DB_PASSWORD=orders-db/password.txt");
    }

    private static boolean allows(String rule, FunctionName function, String secret, String key) {
        return SecretRule.parse(rule)
                .allows(
                        function,
                        new SecretReference("test", secret, key.isEmpty() ? Optional.empty() : Optional.of(key)));
    }
}
