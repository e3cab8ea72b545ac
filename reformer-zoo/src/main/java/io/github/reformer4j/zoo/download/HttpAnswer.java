package io.github.reformer4j.zoo.download;

import io.github.reformer4j.zoo.index.ModelFile;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered.
 *
 * @param connection whose headers are there
 * @param status 200, 404, ...
 */
record HttpAnswer(HttpURLConnection connection, int status) {

    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** The body, where there is one that belongs to the file. */
    Opened open(long offset) throws IOException {
        requireBody();
        String encoding = header("Content-Encoding");
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw SourceException.elsewhere("it sends the file packed as %s", encoding);
        }
        if (status == HttpURLConnection.HTTP_OK) {
            return opened(0, connection.getContentLengthLong());
        }
        Matcher range = RANGE.matcher(header("Content-Range"));
        if (!range.matches() || Long.parseLong(range.group(1)) != offset) {
            throw SourceException.fromStart(
                    "asked for the bytes from %d on, it sends '%s'", offset, header("Content-Range"));
        }
        String total = range.group(2);
        return opened(offset, total.equals("*") ? ModelFile.UNKNOWN : Long.parseLong(total));
    }

    private Opened opened(long from, long total) throws IOException {
        boolean chunked = header("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked");
        boolean endIsKnown = chunked || connection.getContentLengthLong() >= 0;
        return new Opened(
                connection.getInputStream(), from, total, validator(), endIsKnown, isPage(), connection::disconnect);
    }

    private void requireBody() throws SourceException {
        if (status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_PARTIAL) {
            return;
        }
        if (status < 0) {
            throw SourceException.again("what answers there does not speak HTTP");
        }
        String words = (status + " " + String.valueOf(message())).strip();
        boolean passes = status == 408 || status == 425 || status == 429 || status >= 500;
        if (status == 416) {
            throw SourceException.fromStart("%s", words);
        }
        throw passes ? SourceException.later(words, retryAfter()) : SourceException.elsewhere("%s", words);
    }

    private String message() {
        try {
            String said = connection.getResponseMessage();
            return said == null ? "" : said;
        } catch (IOException none) {
            return "";
        }
    }

    /** The seconds that the server asks for, at most a minute; dates are for servers whose clock is ours. */
    private Duration retryAfter() {
        String text = header("Retry-After");
        if (!SECONDS.matcher(text).matches()) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(text));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** A strong entity tag, or the date; a weak tag says nothing about bytes. */
    private @Nullable String validator() {
        String tag = header("ETag");
        if (tag.startsWith("\"")) {
            return tag;
        }
        String date = header("Last-Modified");
        return date.isEmpty() ? null : date;
    }

    private boolean isPage() {
        return header("Content-Type").toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    private String header(String name) {
        String value = connection.getHeaderField(name);
        return value == null ? "" : value.strip();
    }
}
