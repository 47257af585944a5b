package com.custom.pulsar.pipeline;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A network, as network policies name it.
 *
 * @param text such as {@code 10.0.0.0/24} or {@code fd00::/8}
 */
public record Cidr(String text) {
    static final Pattern TEXT = Pattern.compile("[0-9A-Fa-f:.]{2,45}/[0-9]{1,3}");
    private static final Pattern FOUR = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final int BITS = 8;

    public Cidr {
        Require.matching(TEXT, text, "a network; use an address and the length of its prefix, such as 10.0.0.0/24");
        int slash = text.indexOf('/');
        InetAddress address = address(text, text.substring(0, slash));
        int length = Integer.parseInt(text.substring(slash + 1));
        int longest = address.getAddress().length * BITS;
        Require.require(
                length <= longest,
                Shown.quoted(text) + " has a prefix longer than the " + longest + " bits of its address");
    }

    /**
     * The network that the text names.
     *
     * @throws IllegalArgumentException if it is none, with what would be right
     */
    public static Cidr parse(String text) {
        return new Cidr(text);
    }

    private static InetAddress address(String text, String address) {
        boolean four = FOUR.matcher(address).matches();
        try {
            // Nothing is looked up: text with a colon is an address or refused, and so are four numbers.
            if (four || address.indexOf(':') >= 0) {
                InetAddress parsed = InetAddress.getByName(address);
                if (four == (parsed instanceof Inet4Address)) {
                    return parsed;
                }
            }
        } catch (UnknownHostException e) {
            // Told below.
        }
        throw new IllegalArgumentException(
                Shown.quoted(text) + " begins with no address; use one such as in 10.0.0.0/24");
    }
}
