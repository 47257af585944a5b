package com.custom.pulsar.local;

/** A PostgreSQL role that can log in. The password is a secret: {@link #toString} leaves it out. */
public record PostgresRole(String name, String password) {
    @Override
    public String toString() {
        return "PostgresRole[name=" + name + "]";
    }
}
