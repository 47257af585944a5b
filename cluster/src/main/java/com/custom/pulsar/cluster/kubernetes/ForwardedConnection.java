package com.custom.pulsar.cluster.kubernetes;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection through {@code pods/portforward}. A message begins with its channel, 0 for data and 1 for what is wrong; the first on each is
 * the port. One message of the other end is asked for at a time, and one of this end is on its way at a time, so nothing is held but these. The end of
 * one direction is the end of both, since the protocol has no other.
 */
final class ForwardedConnection implements WebSocket.Listener {
    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final byte DATA = 0;
    private static final byte ERROR = 1;
    private static final int CHANNELS = 2;
    private static final int BUFFER = 32 * 1024;
    private static final int OPEN_SECONDS = 20;
    private static final long SENT_POLL_NANOS = 50_000;
    private static final int NORMAL = 1000;

    private final Socket socket;
    private final BiConsumer<ForwardedConnection, String> ended;
    /** What was received, and behind it an empty one for the end. */
    private final BlockingQueue<ByteBuffer> received = new ArrayBlockingQueue<>(CHANNELS);

    private int portsToCome = CHANNELS;
    private volatile String problem = "";
    private volatile boolean closed;
    private volatile @Nullable WebSocket webSocket;

    /** @param ended is told once that it is over, and why if something was wrong */
    ForwardedConnection(Socket socket, BiConsumer<ForwardedConnection, String> ended) {
        this.socket = socket;
        this.ended = ended;
    }

    static void thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Until one of both ends has closed. */
    void run(HttpClient client, URI uri) {
        try {
            WebSocket opened = client.newWebSocketBuilder()
                    .uri(uri)
                    .subprotocol(PROTOCOL)
                    .connectTimeout(OPEN_SECONDS, TimeUnit.SECONDS)
                    .buildAsync(this)
                    .get(OPEN_SECONDS, TimeUnit.SECONDS);
            webSocket = opened;
            thread(this::passOn, "pulsar-cdc-forwarded-answers");
            send(opened);
        } catch (ExecutionException e) {
            fail(ClusterConnection.root(e));
        } catch (TimeoutException e) {
            fail("no answer within " + OPEN_SECONDS + " seconds");
        } catch (IOException e) {
            if (!closed) {
                fail(ClusterConnection.root(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            WebSocket opened = webSocket;
            if (opened != null) {
                // Also where the other end has said that something is wrong: it need not close by itself.
                opened.sendClose(NORMAL, "closed");
            }
            ended.accept(this, problem);
        }
    }

    private void send(WebSocket opened) throws IOException {
        byte[] message = new byte[BUFFER];
        message[0] = DATA;
        InputStream in = socket.getInputStream();
        for (int read = in.read(message, 1, BUFFER - 1); read >= 0; read = in.read(message, 1, BUFFER - 1)) {
            if (!opened.send(ByteBuffer.wrap(message, 0, read + 1))) {
                throw new IOException("the connection to the cluster was cut");
            }
            // What is sent before that one is on its way would be refused.
            while (opened.queueSize() > 0 && !closed) {
                LockSupport.parkNanos(SENT_POLL_NANOS);
            }
        }
    }

    /** Passes on what the other end has sent. On a thread of its own: the client's threads wait for nobody. */
    private void passOn() {
        try {
            OutputStream out = socket.getOutputStream();
            for (ByteBuffer data = received.take(); data.hasRemaining(); data = received.take()) {
                byte[] bytes = new byte[data.remaining()];
                data.get(bytes);
                out.write(bytes);
                requestNext();
            }
        } catch (IOException e) {
            // Whoever connected has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void requestNext() {
        WebSocket opened = webSocket;
        if (opened != null) {
            opened.request();
        }
    }

    @Override
    public void onMessage(WebSocket from, ByteBuffer message) {
        boolean isPort = portsToCome > 0;
        if (isPort) {
            portsToCome--;
        }
        byte channel = message.hasRemaining() ? message.get() : DATA;
        if (channel == ERROR && !isPort) {
            fail(StandardCharsets.UTF_8.decode(message).toString().strip());
            end();
        } else if (channel == DATA && !isPort && message.hasRemaining()) {
            // It may be the client's, and be filled again.
            received.add(ByteBuffer.allocate(message.remaining()).put(message).flip());
        } else {
            from.request();
        }
    }

    @Override
    public void onClose(WebSocket from, int code, String reason) {
        end();
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        if (!closed) {
            fail(ClusterConnection.root(failure));
        }
        end();
    }

    private void end() {
        if (!received.offer(ByteBuffer.allocate(0))) {
            // One message and one end are there already.
            close();
        }
    }

    private void fail(String why) {
        problem = why;
    }

    /** Ends both directions. */
    void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            // It leads nowhere any more.
        }
    }
}
