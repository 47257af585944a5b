package com.custom.pulsar.source;

import io.debezium.config.Field;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.schema.AbstractTopicNamingStrategy;
import java.lang.reflect.Modifier;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/*
 * Debezium takes any setting and leaves what it does not know to whom it may concern. So there is no list of all that may be given:
 * its own fields are known by their constants, what it passes on to the database's driver by the driver's own list, and what it
 * passes on to plug-ins by the beginning of the name. A name that only begins like one of those, and is one slip away from a known one,
 * is taken for that slip.
 */
/** The names that Debezium's connector for PostgreSQL and what it passes settings on to understand. Thread-safe. */
final class KnownSettings {

    private static final String DRIVER_URL = "jdbc:postgresql://localhost/postgres";
    private static final List<String> DRIVER = List.of("database.", "driver.");

    /** Beginnings of names that plug-ins read. */
    private static final List<String> PLUG_INS =
            List.of("signal.", "notification.", "internal.", "openlineage.", "snapshot.select.statement.overrides.");

    /** Settings whose values name plug-ins, each of which has settings under its name. */
    private static final List<String> NAMED_PLUG_INS = List.of("converters", "post.processors");

    private static final List<Pattern> COLUMNS = List.of(
            Pattern.compile("column\\.mask\\.hash(\\.v2)?\\.[^.]+\\.with\\.salt\\..+"),
            Pattern.compile("column\\.mask\\.with\\.\\d+\\.chars"),
            Pattern.compile("column\\.truncate\\.to\\.\\d+\\.chars"));

    private final Set<String> names = new TreeSet<>();

    KnownSettings() {
        PostgresConnectorConfig.ALL_FIELDS.forEach(field -> names.add(field.name()));
        addConstants(PostgresConnectorConfig.class);
        addConstants(AbstractTopicNamingStrategy.class);
        names.add("connector.class");
        addDriver();
        // Parts of a pattern, not names.
        names.removeIf(name -> name.contains("("));
    }

    /** One sentence for each setting that nobody would read. */
    List<String> unknown(Map<String, String> settings) {
        List<String> plugIns = new ArrayList<>(PLUG_INS);
        for (String list : NAMED_PLUG_INS) {
            for (String name : settings.getOrDefault(list, "").split(",", -1)) {
                if (!name.isBlank()) {
                    plugIns.add(name.strip() + ".");
                }
            }
        }
        List<String> problems = new ArrayList<>();
        for (String key : new TreeSet<>(settings.keySet())) {
            if (!names.contains(key)
                    && COLUMNS.stream()
                            .noneMatch(pattern -> pattern.matcher(key).matches())) {
                String near = Slip.of(key, names);
                if (near != null) {
                    problems.add(key + " is not a setting; did you mean " + near + "?");
                } else if (plugIns.stream().noneMatch(key::startsWith)) {
                    problems.add(
                            key
                                    + " is not a setting of this source or of Debezium's connector; correct it or leave it out");
                }
            }
        }
        return problems;
    }

    private void addDriver() {
        try {
            for (Driver driver : ServiceLoader.load(Driver.class, KnownSettings.class.getClassLoader())) {
                if (driver.acceptsURL(DRIVER_URL)) {
                    for (DriverPropertyInfo property : driver.getPropertyInfo(DRIVER_URL, new Properties())) {
                        DRIVER.forEach(prefix -> names.add(prefix + property.name));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a driver can always tell its properties", e);
        }
    }

    private void addConstants(Class<?> type) {
        for (var constant : type.getFields()) {
            if (Modifier.isStatic(constant.getModifiers()) && constant.getType() == Field.class) {
                try {
                    names.add(((Field) constant.get(null)).name());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("a public constant can be read", e);
                }
            }
        }
    }
}
