package com.custom.pulsar.source;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Pulsar 4.0.8 shows what read() throws in the status of the source, but only until the instance is dead, which is at
 * once; the worker then shows an empty error, because the instance's error stream goes elsewhere. There is no interface to tell
 * a failure and stay alive, so this one takes the counter behind the context. Where it is not found, nothing is shown.
 */
/**
 * Keeps the framework's counters, which {@code sources status} shows: a failure while the instance lives, and the events that are
 * published past the framework's sink.
 */
final class StatusReport {

    private static final Logger LOGGER = LoggerFactory.getLogger(StatusReport.class);

    private static final MethodHandle NOTHING = MethodHandles.empty(MethodType.methodType(void.class));

    private final @Nullable Object counters;
    private final MethodHandle received;
    private final MethodHandle published;

    private StatusReport(@Nullable Object counters) {
        this.counters = counters;
        received = handle(counters, "incrTotalReceived");
        published = handle(counters, "incrTotalProcessedSuccessfully");
    }

    private static MethodHandle handle(@Nullable Object counters, String method) {
        if (counters == null) {
            return NOTHING;
        }
        try {
            Method count = counters.getClass().getMethod(method);
            count.setAccessible(true);
            return MethodHandles.lookup().unreflect(count).bindTo(counters).asType(NOTHING.type());
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.info("The status of this source counts no events: this version of Pulsar has other counters");
            return NOTHING;
        }
    }

    void received() {
        count(received);
    }

    void published() {
        count(published);
    }

    private static void count(MethodHandle counter) {
        try {
            counter.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("A counter of Pulsar failed", e);
        }
    }

    /** @param context the {@code SourceContext}, of whose own class nothing is known here */
    static StatusReport of(Object context) {
        try {
            Field field = context.getClass().getDeclaredField("statsManager");
            field.setAccessible(true);
            return new StatusReport(field.get(context));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.info("Failures of this source are in its log only: this version of Pulsar shows none in the status");
            return new StatusReport(null);
        }
    }

    /** Shows a failure until it is cleared. */
    void show(Exception failure) {
        call("incrSourceExceptions", failure);
    }

    /** Shows no failure any more. */
    void clear() {
        if (call("getLatestSourceExceptions") instanceof Collection<?> shown) {
            shown.clear();
        }
    }

    private @Nullable Object call(String method, Exception... arguments) {
        if (counters == null) {
            return null;
        }
        try {
            Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {Throwable.class};
            Method found = counters.getClass().getMethod(method, types);
            found.setAccessible(true);
            return found.invoke(counters, (Object[]) arguments);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.info("This version of Pulsar keeps other counters: failures of this source are in its log only", e);
            return null;
        }
    }
}
