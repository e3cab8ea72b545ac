package io.github.reformer4j.zoo.index;

/**
 * Under what terms a model may be used.
 *
 * @param name its SPDX identifier, where it has one
 * @param url where it can be read; may be empty
 * @param mustBeAccepted whether the model is fetched only by those who say that they accept it
 */
public record Licence(String name, String url, boolean mustBeAccepted) {

    @Override
    public String toString() {
        return url.isEmpty() ? name : name + " (" + url + ")";
    }
}
