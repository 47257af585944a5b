package com.custom.pulsar.source.values;

import java.lang.reflect.Field;

/** A private field of Debezium's, where nothing else leads to what has to be there. Another Debezium may not have it. */
final class DebeziumField {
    private DebeziumField() {}

    /** @throws ExceptionInInitializerError if there is none, or it may not be used */
    static Field of(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
