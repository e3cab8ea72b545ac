package io.github.reformer4j.zoo.download;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A file behind a URL, by the JDK's {@link HttpURLConnection}, which goes through the proxies that the JVM was told of.
 * Redirects are followed here, because the JDK's own do not lead from {@code http:} to {@code https:}; none leads back.
 */
final class HttpSource implements Source {

    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final String AGENT = "reformer4j-zoo";

    private final URI uri;
    private final Patience patience;

    HttpSource(URI uri, Patience patience) {
        this.uri = uri;
        this.patience = patience;
    }

    @Override
    public Opened open(long offset, @Nullable String validator) throws SourceException {
        URI at = uri;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpURLConnection connection = null;
            boolean answered = false;
            try {
                connection = connect(at, offset, validator);
                int status = connection.getResponseCode();
                if (!REDIRECTS.contains(status)) {
                    Opened opened = new HttpAnswer(connection, status).open(offset);
                    answered = true;
                    return opened;
                }
                at = target(at, connection.getHeaderField("Location"));
            } catch (IOException problem) {
                throw problem instanceof SourceException known ? known : trouble(problem);
            } finally {
                if (connection != null && !answered) {
                    connection.disconnect();
                }
            }
        }
        throw SourceException.elsewhere("more than %d redirects", MOST_REDIRECTS);
    }

    private HttpURLConnection connect(URI at, long offset, @Nullable String validator) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) patience.connect().toMillis());
        connection.setReadTimeout((int) patience.stall().toMillis());
        connection.setRequestProperty("User-Agent", AGENT);
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (offset > 0) {
            connection.setRequestProperty("Range", "bytes=" + offset + "-");
            if (validator != null) {
                connection.setRequestProperty("If-Range", validator);
            }
        }
        return connection;
    }

    private static URI target(URI at, @Nullable String location) throws SourceException {
        if (location == null) {
            throw SourceException.elsewhere("a redirect to nowhere");
        }
        try {
            URI target = at.resolve(new URI(location));
            String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
            boolean safe =
                    scheme.equals("https") || (scheme.equals("http") && !"https".equalsIgnoreCase(at.getScheme()));
            if (!safe) {
                throw SourceException.elsewhere(
                        "a redirect to %s, which is not followed from %s:", target, at.getScheme());
            }
            return target;
        } catch (URISyntaxException wrong) {
            throw SourceException.elsewhere("a redirect to '%s', which is no URL", location);
        }
    }

    /** What went wrong before there was an answer. */
    private SourceException trouble(IOException problem) {
        if (problem instanceof SSLHandshakeException || problem instanceof ProtocolException) {
            return SourceException.elsewhere("%s", String.valueOf(problem.getMessage()));
        }
        if (problem instanceof UnknownHostException) {
            return SourceException.again("the host %s is not known", uri.getHost());
        }
        if (problem instanceof SocketTimeoutException) {
            return SourceException.again("no answer in time (%s)", String.valueOf(problem.getMessage()));
        }
        return SourceException.again("%s", String.valueOf(problem.getMessage()));
    }
}
