package com.custom.pulsar.podsecurity.harden;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares two values of one field, both in the Java class of the field's type. */
final class Ordering {
    static final String ALL = "ALL";

    private Ordering() {}

    /** The comparison that holds against every one of the values that the current one may be. */
    static Comparison compare(PolicyField field, List<Object> current, Object proposed) {
        Set<Comparison> found =
                current.stream().map(value -> compare(field, value, proposed)).collect(Collectors.toUnmodifiableSet());
        if (found.isEmpty()) {
            return Comparison.INCOMPARABLE;
        }
        if (found.equals(Set.of(Comparison.EQUAL))) {
            return Comparison.EQUAL;
        }
        if (Set.of(Comparison.EQUAL, Comparison.TIGHTER).containsAll(found)) {
            return Comparison.TIGHTER;
        }
        return Set.of(Comparison.EQUAL, Comparison.LOOSER).containsAll(found)
                ? Comparison.LOOSER
                : Comparison.INCOMPARABLE;
    }

    private static Comparison compare(PolicyField field, Object current, Object proposed) {
        if (current.equals(proposed)) {
            return Comparison.EQUAL;
        }
        return switch (field.tightening()) {
            case TRUE_IS_TIGHTER -> proposed.equals(true) ? Comparison.TIGHTER : Comparison.LOOSER;
            case FALSE_IS_TIGHTER -> proposed.equals(false) ? Comparison.TIGHTER : Comparison.LOOSER;
            case AT_LEAST -> (Long) proposed < (Long) current ? Comparison.LOOSER : Comparison.INCOMPARABLE;
            case EARLIER_CHOICE_IS_TIGHTER -> choices(field.choices(), current, proposed);
            case MORE_IS_TIGHTER -> sets(dropsWithin(proposed, current), dropsWithin(current, proposed));
            case FEWER_IS_TIGHTER -> sets(within(field, current, proposed), within(field, proposed, current));
            case NO_DIRECTION -> Comparison.INCOMPARABLE;
        };
    }

    private static Comparison choices(List<String> choices, Object current, Object proposed) {
        int loosest = choices.size() - 1;
        if (choices.indexOf(proposed) == loosest) {
            return Comparison.LOOSER;
        }
        return proposed.equals("Localhost") || current.equals("Localhost")
                ? Comparison.INCOMPARABLE
                : Comparison.TIGHTER;
    }

    private static Comparison sets(boolean looser, boolean tighter) {
        if (looser && tighter) {
            return Comparison.EQUAL;
        }
        if (tighter) {
            return Comparison.TIGHTER;
        }
        return looser ? Comparison.LOOSER : Comparison.INCOMPARABLE;
    }

    /*
     * Only the very text ALL drops all: Pod Security looks for nothing else, and what a container runtime makes of another
     * spelling is its own affair. For the same reason names are compared as they are written.
     */
    private static boolean dropsWithin(Object part, Object whole) {
        Collection<?> names = (Collection<?>) whole;
        return names.contains(ALL) || names.containsAll((Collection<?>) part);
    }

    private static boolean within(PolicyField field, Object part, Object whole) {
        return switch (field.type()) {
            case SYSCTLS -> ((Map<?, ?>) whole).entrySet().containsAll(((Map<?, ?>) part).entrySet());
            case WRITABLE_PATHS ->
                ((Collection<?>) part).stream().allMatch(path -> isWritable((WritablePath) path, whole));
            case TEXT_LIST ->
                addsAll(whole) || (!addsAll(part) && ((Collection<?>) whole).containsAll((Collection<?>) part));
            default -> ((Collection<?>) whole).containsAll((Collection<?>) part);
        };
    }

    private static boolean isWritable(WritablePath path, Object whole) {
        return ((Collection<?>) whole)
                .stream()
                        .map(WritablePath.class::cast)
                        .anyMatch(other -> other.path().equals(path.path()) && path.bytes() <= other.bytes());
    }

    /** Container runtimes take ALL in any case, so any case of it adds all. */
    static boolean addsAll(Object names) {
        return ((Collection<?>) names)
                .stream()
                        .anyMatch(
                                name -> name.toString().toUpperCase(Locale.ROOT).equals(ALL));
    }
}
