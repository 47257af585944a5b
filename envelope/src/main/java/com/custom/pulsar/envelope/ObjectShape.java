package com.custom.pulsar.envelope;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An object with the members of a schema. */
final class ObjectShape extends JsonShape {
    /** What a schema's names cannot have. */
    private static final Pattern FORBIDDEN = Pattern.compile("[^\\p{L}\\p{N}_]");

    private static final int UNKNOWN = -1;

    private final String[] names;
    private final JsonShape[] shapes;
    private final boolean[] required;
    private final Map<String, Integer> places = new HashMap<>();

    ObjectShape(List<Member> members) {
        int count = members.size();
        names = new String[count];
        shapes = new JsonShape[count];
        required = new boolean[count];
        for (int i = 0; i < count; i++) {
            names[i] = members.get(i).name();
            shapes[i] = members.get(i).shape();
            required[i] = members.get(i).required();
            places.put(names[i], i);
        }
    }

    @Override
    int end(byte[] bytes, int start, Misfit misfit) {
        if (bytes[start] != '{') {
            return misfit.because(bytes[start], "an object");
        }
        long[] seen = new long[(names.length + Long.SIZE - 1) / Long.SIZE];
        int due = 0;
        int p = ValidJson.whiteSpace(bytes, start + 1);
        while (bytes[p] == '"') {
            int nameEnd = ValidJson.string(bytes, p);
            boolean isDue = due < names.length && JsonStrings.reads(bytes, p + 1, nameEnd - 1, names[due]);
            int place = isDue ? due : place(JsonStrings.text(bytes, p + 1, nameEnd - 1), seen);
            if (place == UNKNOWN) {
                return misfit.because("has a member that the schema does not have");
            }
            if (isSeen(place, seen)) {
                misfit.because("is there twice");
                return misfit.in(names[place]);
            }
            seen[place / Long.SIZE] |= 1L << place;
            int end = shapes[place].end(bytes, ValidJson.behindName(bytes, nameEnd), misfit);
            if (end < 0) {
                return misfit.in(names[place]);
            }
            due = place + 1;
            p = ValidJson.next(bytes, end);
        }
        for (int i = 0; i < names.length; i++) {
            if (required[i] && !isSeen(i, seen)) {
                misfit.because("is missing");
                return misfit.in(names[i]);
            }
        }
        return p + 1;
    }

    private static boolean isSeen(int place, long[] seen) {
        return (seen[place / Long.SIZE] >>> place & 1) != 0;
    }

    /** A column may have a name that a schema cannot have, and has another one there. */
    private int place(String name, long[] seen) {
        if (places.containsKey(name)) {
            return places.get(name);
        }
        String letters = FORBIDDEN.matcher(name).replaceAll("_");
        String legal = letters.isEmpty() || Character.isDigit(letters.charAt(0)) ? "_" + letters : letters;
        while (places.containsKey(legal)) {
            if (!isSeen(places.get(legal), seen)) {
                return places.get(legal);
            }
            legal = legal + "_";
        }
        return UNKNOWN;
    }
}
