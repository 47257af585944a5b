package com.custom.pulsar.envelope;

import java.util.List;
import java.util.Optional;

/*
 * Compiled once from a schema, then walked along the bytes of an event. Members mostly come in the order of the schema, so each is
 * compared with the one that is due before it is looked up.
 */
/** What a value of JSON has to look like. Immutable, thread-safe. */
public abstract class JsonShape {
    /** A member of an object. */
    public record Member(String name, JsonShape shape, boolean required) {}

    JsonShape() {}

    /** Fits everything. */
    public static JsonShape anything() {
        return new AnythingShape();
    }

    /** JSON's null. */
    public static JsonShape nothing() {
        return new ScalarShape("null", JsonView.Kind.NULL);
    }

    public static JsonShape text() {
        return new ScalarShape("text", JsonView.Kind.STRING);
    }

    public static JsonShape truth() {
        return new ScalarShape("true or false", JsonView.Kind.TRUE, JsonView.Kind.FALSE);
    }

    /** JSON has no NaN and no infinity, so Debezium writes texts for them. */
    public static JsonShape number() {
        return new NumberShape();
    }

    /** A whole number that a two's complement of so many bits holds: 32 or 64. */
    public static JsonShape whole(int bits) {
        return new WholeNumberShape(bits);
    }

    /** An object with these members and no others. */
    public static JsonShape object(List<Member> members) {
        return new ObjectShape(members);
    }

    /** An object with any members of one shape. */
    public static JsonShape map(JsonShape values) {
        return new MapShape(values);
    }

    public static JsonShape list(JsonShape elements) {
        return new ListShape(elements);
    }

    /** What fits one of several. */
    public static JsonShape anyOf(List<JsonShape> shapes) {
        return shapes.size() == 1 ? shapes.get(0) : new AnyShape(shapes);
    }

    /** Where the value first does not fit and why, in names of the schema and without any part of the value; empty if it fits. */
    public Optional<String> misfit(JsonView value) {
        Misfit misfit = new Misfit();
        return end(value.bytes(), value.start(), misfit) < 0 ? Optional.of(misfit.text()) : Optional.empty();
    }

    /** Where the value that begins at {@code start} ends; -1 if it does not fit. */
    abstract int end(byte[] bytes, int start, Misfit misfit);

    /** Of the value that begins at a byte. */
    static String kind(byte first) {
        return switch (first) {
            case '{' -> "an object";
            case '[' -> "a list";
            case '"' -> "text";
            case 't', 'f' -> "true or false";
            case 'n' -> "null";
            default -> "a number";
        };
    }
}
