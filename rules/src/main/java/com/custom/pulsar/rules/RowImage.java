package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.JsonView;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.NullValue;
import dev.cel.common.values.SelectableValue;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * CEL's runtime walks over every map that it is given, to adapt the values in it; a value of its own kind it leaves alone and asks for
 * one field at a time. So this is both: what "after.email" and has() ask is a CelValue, and what indexes, "in", size() and comprehensions
 * ask is a Map, which is read as a whole only then.
 */
/** An object of an event, such as a row's image: a field is parsed when a rule asks for it, once. Not thread-safe. */
@SuppressWarnings("Immutable") // CEL wants it of values that outlive an evaluation; this one does not.
final class RowImage extends CelValue implements SelectableValue<String>, Map<String, Object> {
    private static final CelType TYPE = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private final @Nullable JsonView json;
    private final Map<String, Object> read = new HashMap<>();
    private @Nullable Map<String, Object> whole;

    /** @param json an object; null for an image that the event does not have */
    RowImage(@Nullable JsonView json) {
        this.json = json;
    }

    private JsonView present() {
        if (json == null) {
            throw new AbsentValueException();
        }
        return json;
    }

    /** The object as it is written. */
    String json() {
        return present().json();
    }

    int length() {
        return present().length();
    }

    @Override
    public Object select(String field) {
        Object value = value(present(), field);
        if (value == null) {
            throw CelAttributeNotFoundException.forMissingMapKey(field);
        }
        return notNull(value);
    }

    @Override
    public Optional<Object> find(String field) {
        Object value = json == null ? null : value(json, field);
        return value == NullValue.NULL_VALUE ? Optional.empty() : Optional.ofNullable(value);
    }

    private @Nullable Object value(JsonView object, String field) {
        Object known = read.get(field);
        if (known != null) {
            return known;
        }
        JsonView member = object.member(field);
        if (member == null) {
            return null;
        }
        Object value = JsonValues.of(member);
        read.put(field, value);
        return value;
    }

    private static Object notNull(Object value) {
        if (value == NullValue.NULL_VALUE) {
            throw new AbsentValueException();
        }
        return value;
    }

    private Map<String, Object> whole() {
        if (whole == null) {
            Map<String, Object> members = new LinkedHashMap<>();
            present().forEachMember((name, member) -> {
                Limits.listOf(members.size() + 1);
                members.put(name, JsonValues.of(member));
            });
            whole = Collections.unmodifiableMap(members);
        }
        return whole;
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return false;
    }

    @Override
    public CelType celType() {
        return TYPE;
    }

    @Override
    public @Nullable Object get(Object key) {
        Object value = key instanceof String field ? value(present(), field) : null;
        return value == null ? null : notNull(value);
    }

    @Override
    public int size() {
        return whole().size();
    }

    @Override
    public boolean isEmpty() {
        return whole().isEmpty();
    }

    @Override
    public boolean containsKey(Object key) {
        return whole().containsKey(key);
    }

    @Override
    public boolean containsValue(Object value) {
        return whole().containsValue(value);
    }

    @Override
    public Set<String> keySet() {
        return whole().keySet();
    }

    @Override
    public Collection<Object> values() {
        return whole().values();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return whole().entrySet();
    }

    @Override
    public Object put(String key, Object value) {
        throw new UnsupportedOperationException("an image is not changed");
    }

    @Override
    public Object remove(Object key) {
        throw new UnsupportedOperationException("an image is not changed");
    }

    @Override
    public void putAll(Map<? extends String, ?> entries) {
        throw new UnsupportedOperationException("an image is not changed");
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("an image is not changed");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof Map<?, ?> map && whole().equals(map));
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(whole());
    }

    /** CEL puts arguments into its messages; a row's values do not belong there. */
    @Override
    public String toString() {
        return "an object of the event";
    }
}
