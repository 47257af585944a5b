package com.custom.pulsar.testsupport.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The server's end of a WebSocket (RFC 6455) with binary messages. One thread may read and others write. */
final class WebSocketConnection {
    /** The one subprotocol that there is here. */
    static final String PROTOCOL = "v4.channel.k8s.io";

    private static final String ACCEPTED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int LARGEST_SHORT = 0xffff;
    private static final int LARGEST_MESSAGE = 16 * 1024 * 1024;

    private final DataInputStream in;
    private final DataOutputStream out;
    private boolean closed;

    private WebSocketConnection(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
    }

    /** Answers the request that asks for it. */
    static WebSocketConnection open(HttpMessage request, InputStream in, OutputStream out) throws IOException {
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + accepted(request.header("sec-websocket-key")) + "\r\nSec-WebSocket-Protocol: "
                                + PROTOCOL
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return new WebSocketConnection(in, out);
    }

    @SuppressWarnings("InsecureCryptoUsage") // The protocol's own, which keeps nothing secret.
    private static String accepted(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + ACCEPTED).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** The next message; null if the other end has closed. */
    byte @Nullable [] receive() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            byte[] payload = payload();
            int opcode = first & OPCODE;
            if (opcode == CLOSE) {
                return null;
            }
            if (opcode == PING) {
                send(PONG, payload, payload.length);
            } else if (opcode != PONG) {
                message.write(payload);
                if (message.size() > LARGEST_MESSAGE) {
                    throw new IOException("a message is larger than " + LARGEST_MESSAGE + " bytes");
                }
                if ((first & FINAL) != 0) {
                    return message.toByteArray();
                }
            }
        }
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        long length = second & LENGTH;
        if (length == TWO_BYTES) {
            length = in.readUnsignedShort();
        } else if (length == EIGHT_BYTES) {
            length = in.readLong();
        }
        if ((second & FINAL) == 0 || length > LARGEST_MESSAGE) {
            throw new IOException("a client's frame is masked, and no larger than " + LARGEST_MESSAGE + " bytes");
        }
        byte[] mask = in.readNBytes(Integer.BYTES);
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % mask.length];
        }
        return payload;
    }

    /** Sends the first bytes as one message. */
    void send(byte[] message, int length) throws IOException {
        send(BINARY, message, length);
    }

    /** Says the end, once. */
    void close() throws IOException {
        send(CLOSE, new byte[] {(byte) (1000 >> Byte.SIZE), (byte) 1000}, 2);
    }

    private synchronized void send(int opcode, byte[] payload, int length) throws IOException {
        if (closed) {
            return;
        }
        closed = opcode == CLOSE;
        out.write(FINAL | opcode);
        if (length < TWO_BYTES) {
            out.write(length);
        } else if (length <= LARGEST_SHORT) {
            out.write(TWO_BYTES);
            out.writeShort(length);
        } else {
            out.write(EIGHT_BYTES);
            out.writeLong(length);
        }
        out.write(payload, 0, length);
        out.flush();
    }
}
