package com.custom.pulsar.pipeline;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where someone's Pulsar is.
 *
 * @param serviceUrl {@code pulsar://host:port} or {@code pulsar+ssl://host:port}, several hosts with commas
 * @param adminUrl {@code http://host:port} or {@code https://host:port}
 * @param token the token to authenticate with; empty: none
 * @param tls for addresses that are encrypted
 */
public record PulsarAddress(String serviceUrl, String adminUrl, Optional<SecretReference> token, PulsarTls tls) {
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>[0-9]{1,9}))?");
    static final Pattern SERVICE_URL = Pattern.compile("pulsar(\\+ssl)?://[^/\\s@?#]+/?");
    static final Pattern ADMIN_URL = Pattern.compile("https?://[^/\\s@?#]+(/[^\\s@?#]*)?");

    public PulsarAddress {
        serviceUrl(serviceUrl);
        adminUrl(adminUrl);
        Require.require(
                tls.equals(PulsarTls.DEFAULT) || isEncrypted(serviceUrl, adminUrl), "pulsar.tls " + PulsarTls.UNUSED);
    }

    public PulsarAddress(String serviceUrl, String adminUrl, Optional<SecretReference> token) {
        this(serviceUrl, adminUrl, token, PulsarTls.DEFAULT);
    }

    static boolean isEncrypted(String serviceUrl, String adminUrl) {
        return serviceUrl.startsWith("pulsar+ssl:") || adminUrl.startsWith("https:");
    }

    static String serviceUrl(String url) {
        return url(SERVICE_URL, url, "the address of a Pulsar service, such as pulsar://localhost:6650");
    }

    static String adminUrl(String url) {
        return url(ADMIN_URL, url, "the address of Pulsar's admin interface, such as http://localhost:8080");
    }

    private static String url(Pattern pattern, String url, String what) {
        // What stands before an @ is a user's name and password, and is not repeated.
        Require.require(
                url.indexOf('@') < 0,
                "holds a user name or password; an address cannot, give pulsar.auth.token instead");
        Require.matching(pattern, url, what);
        for (String host :
                url.replaceFirst("^[^:]+://", "").replaceFirst("/.*", "").split(",", -1)) {
            Matcher matcher = HOST.matcher(host);
            Require.require(matcher.matches(), Shown.quoted(url) + " is not " + what);
            String port = matcher.group("port");
            Require.require(
                    port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65535),
                    Shown.quoted(url) + " has the port " + port + "; use a number between 1 and 65535");
        }
        return url;
    }
}
