package com.custom.pulsar.source;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Pulsar 4.0.8 shows what read() throws in the status of the source, but only until the instance is dead, which is at
 * once; the worker then shows an empty error, because the instance's error stream goes elsewhere. There is no interface to tell
 * a failure and stay alive, so this one takes the counter behind the context. Where it is not found, nothing is shown, and
 * the source fails at once as it would without this class.
 */
/** Puts a failure into {@code latestSourceExceptions} of {@code sources status} while the instance lives. */
final class StatusReport {

    private static final Logger LOGGER = LoggerFactory.getLogger(StatusReport.class);

    private final @Nullable Object counters;

    private StatusReport(@Nullable Object counters) {
        this.counters = counters;
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

    /** Shows a failure; gives whether that worked. */
    boolean show(Exception failure) {
        if (counters == null) {
            return false;
        }
        try {
            Method count = counters.getClass().getMethod("incrSourceExceptions", Throwable.class);
            count.invoke(counters, failure);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.info("The failure cannot be shown in the status", e);
            return false;
        }
    }
}
