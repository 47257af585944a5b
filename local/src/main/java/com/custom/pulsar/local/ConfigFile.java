package com.custom.pulsar.local;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings put into the text of a configuration file, comments and all other settings left as they are. */
final class ConfigFile {
    private ConfigFile() {}

    /** {@code key=value} lines, as in {@code standalone.conf}. */
    static String withProperties(String text, Map<String, String> settings) {
        return with(text, "=", settings);
    }

    /** Top-level {@code key: value} lines of YAML; the values must be valid YAML on one line. */
    static String withYaml(String text, Map<String, String> settings) {
        return with(text, ": ", settings);
    }

    private static String with(String text, String separator, Map<String, String> settings) {
        String result = text;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String line = setting.getKey() + separator + setting.getValue();
            Pattern existing = Pattern.compile("(?m)^" + Pattern.quote(setting.getKey()) + "[ \\t]*[=:].*$");
            Matcher matcher = existing.matcher(result);
            if (matcher.find()) {
                result = matcher.replaceAll(Matcher.quoteReplacement(line));
            } else {
                result += (result.isEmpty() || result.endsWith("\n") ? "" : "\n") + line + "\n";
            }
        }
        return result;
    }

    /** A text as a YAML or JSON string in double quotes. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
