package com.custom.pulsar.cli;

import com.custom.pulsar.operations.Cancellation;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * Ctrl-C, or SIGTERM, taken from the Java machine while something is changed that has to be tidied up: the first asks for an end, the second
 * ends this process at once. A shutdown hook would not do: while one runs, a second Ctrl-C is not seen.
 */
final class Interruption implements AutoCloseable {
    private static final int SIGNALLED = 128;
    private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);

    private final Cancellation cancellation = new Cancellation();
    private final Map<Object, Object> handlersBefore = new HashMap<>();
    private final Runnable first;
    private final IntConsumer halt;
    private int exitCode;

    private Interruption(Runnable first, IntConsumer halt) {
        this.first = first;
        this.halt = halt;
    }

    /**
     * From now on, until it is closed.
     *
     * @param first what else the first does, on a thread of its own
     */
    static Interruption listen(Runnable first) {
        return listen(first, status -> Runtime.getRuntime().halt(status));
    }

    static Interruption listen(Runnable first, IntConsumer halt) {
        Interruption interruption = new Interruption(first, halt);
        NUMBERS.keySet().forEach(interruption::take);
        return interruption;
    }

    /** What is ended by it. */
    Cancellation cancellation() {
        return cancellation;
    }

    /** The exit code that tells of it: 130 after Ctrl-C, 143 after SIGTERM; empty if there was none. */
    synchronized OptionalInt exitCode() {
        return exitCode == 0 ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    private void received(int number) {
        synchronized (this) {
            if (exitCode != 0) {
                halt.accept(SIGNALLED + number);
                return;
            }
            exitCode = SIGNALLED + number;
        }
        cancellation.request();
        first.run();
    }

    /** By reflection: the compiler refuses to let the class be named, and Java has no other. */
    private void take(String name) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Interruption.class.getClassLoader(),
                    new Class<?>[] {handlerType},
                    (proxy, method, arguments) ->
                            answer(proxy, method.getName(), arguments, NUMBERS.getOrDefault(name, 0)));
            Object signal = type.getConstructor(String.class).newInstance(name);
            handlersBefore.put(
                    signal, type.getMethod("handle", type, handlerType).invoke(null, signal, handler));
        } catch (ReflectiveOperationException e) {
            // A Java without it, or one that leaves signals to somebody else: then the first ends the process.
        }
    }

    private Object answer(Object proxy, String method, Object[] arguments, int number) {
        return switch (method) {
            case "handle" -> {
                received(number);
                yield true;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "pulsar-cdc";
        };
    }

    @Override
    public void close() {
        handlersBefore.forEach((signal, handler) -> {
            try {
                signal.getClass()
                        .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
                        .invoke(null, signal, handler);
            } catch (ReflectiveOperationException e) {
                // As above; and this process is about to end.
            }
        });
    }
}
