package io.github.reformer4j.zoo.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** An HTTP server that does to each connection what the test says, byte by byte, well-behaved or not. */
public final class BadServer implements AutoCloseable {

    /** What is done to a connection whose request has been read. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    /**
     * A request.
     *
     * @param target as in its first line
     * @param lines all of it, in small letters
     */
    public record Request(String target, List<String> lines) {

        /** The value of a header in small letters; empty: it was not sent. */
        public String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return lines.stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst()
                    .orElse("");
        }

        /** Where the asked-for range begins; 0: the whole. */
        public int from() {
            String range = header("Range");
            return range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        }
    }

    private final ServerSocket socket;
    private final Deque<Behaviour> behaviours = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();

    private BadServer(ServerSocket socket) {
        this.socket = socket;
    }

    /** Does this to the first connection, that to the second, and so on; the last one to all that follow. */
    public static BadServer that(Behaviour... behaviours) throws IOException {
        BadServer server = new BadServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        server.behaviours.addAll(List.of(behaviours));
        Thread thread = new Thread(server::serve, "bad-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread thread = new Thread(() -> serve(connection), "bad-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Request request = read(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            next(request).answer(request, out);
            out.flush();
        } catch (IOException gone) {
            // The other side has hung up, as it may.
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Behaviour next(Request request) {
        requests.add(request);
        return Objects.requireNonNull(behaviours.size() > 1 ? behaviours.poll() : behaviours.peek());
    }

    private static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("hung up");
            }
            bytes.write(next);
        }
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        int target = text.indexOf(' ') + 1;
        return new Request(
                text.substring(target, text.indexOf(' ', target)),
                text.toLowerCase(Locale.ROOT).lines().toList());
    }

    static void head(OutputStream out, String status, String... headers) throws IOException {
        String text = "HTTP/1.1 " + status + "\r\nConnection: close\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The whole file, by the book: ranges, and If-Range where the entity tag is the same. */
    public static Behaviour good(byte[] file, String tag) {
        return (request, out) -> {
            int from = valid(request, tag) ? request.from() : 0;
            if (from >= file.length) {
                head(out, "416 Range Not Satisfiable", "Content-Range: bytes */" + file.length, "Content-Length: 0");
                return;
            }
            range(out, file, from, tag);
            out.write(file, from, file.length - from);
        };
    }

    private static boolean valid(Request request, String tag) {
        String condition = request.header("If-Range");
        return condition.isEmpty() || condition.equals(tag.toLowerCase(Locale.ROOT));
    }

    private static void range(OutputStream out, byte[] file, int from, String tag) throws IOException {
        String length = "Content-Length: " + (file.length - from);
        if (from == 0) {
            head(out, "200 OK", length, "ETag: " + tag);
        } else {
            head(
                    out,
                    "206 Partial Content",
                    length,
                    "ETag: " + tag,
                    "Content-Range: bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        }
    }

    /** Says that everything comes, and hangs up after so many bytes of it. */
    public static Behaviour cut(byte[] file, String tag, int bytes) {
        return (request, out) -> {
            int from = valid(request, tag) ? request.from() : 0;
            range(out, file, from, tag);
            out.write(file, from, Math.min(bytes, file.length - from));
        };
    }

    /** The same, but falls silent in place of hanging up. */
    public static Behaviour stall(byte[] file, String tag, int bytes) {
        return (request, out) -> {
            cut(file, tag, bytes).answer(request, out);
            out.flush();
            Thread.sleep(60_000);
        };
    }

    /** The same, but gives one more byte now and then. */
    public static Behaviour trickle(byte[] file, String tag, int bytes) {
        return (request, out) -> {
            int from = valid(request, tag) ? request.from() : 0;
            range(out, file, from, tag);
            out.write(file, from, bytes);
            for (int i = from + bytes; i < file.length; i++) {
                out.write(file[i]);
                out.flush();
                Thread.sleep(20);
            }
        };
    }

    /** Knows nothing of ranges. */
    public static Behaviour whole(byte[] file, String... headers) {
        return (request, out) -> {
            head(out, "200 OK", append(headers, "Content-Length: " + file.length));
            out.write(file);
        };
    }

    /** Any status, no body. */
    public static Behaviour status(String status, String... headers) {
        return (request, out) -> head(out, status, append(headers, "Content-Length: 0"));
    }

    private static String[] append(String[] headers, String last) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(last);
        return all.toArray(String[]::new);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
