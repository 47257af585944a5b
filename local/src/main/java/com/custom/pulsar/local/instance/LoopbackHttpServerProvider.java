package com.custom.pulsar.local.instance;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Binds to loopback what would bind to every address. Pulsar's instances serve their metrics on every address, without
 * authentication and without a setting for it; Java asks this class for their server when the system property {@code
 * com.sun.net.httpserver.HttpServerProvider} names it. An explicit address is left alone.
 */
public final class LoopbackHttpServerProvider extends HttpServerProvider {
    private static final String PLATFORM_PROVIDER = "sun.net.httpserver.DefaultHttpServerProvider";

    private final HttpServerProvider platform;

    /** Needs {@code --add-exports=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED}. */
    public LoopbackHttpServerProvider() throws ReflectiveOperationException {
        platform = Class.forName(PLATFORM_PROVIDER)
                .asSubclass(HttpServerProvider.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    @Override
    public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        return platform.createHttpServer(loopback(address), backlog);
    }

    @Override
    public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        return platform.createHttpsServer(loopback(address), backlog);
    }

    private static @Nullable InetSocketAddress loopback(@Nullable InetSocketAddress address) throws IOException {
        return address == null
                        || address.isUnresolved()
                        || !address.getAddress().isAnyLocalAddress()
                ? address
                : new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), address.getPort());
    }
}
