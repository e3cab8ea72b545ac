package io.github.reformer4j.zoo;

import io.github.reformer4j.zoo.download.FetchListener;
import io.github.reformer4j.zoo.download.Patience;

/**
 * How models are fetched.
 *
 * @param offline whether no network is used
 * @param verifyHits whether what is in the cache is hashed before it is used
 * @param acceptLicence whether licences that must be accepted are
 * @param patience with sources
 * @param listener hears how far it is
 */
record ZooSettings(
        boolean offline, boolean verifyHits, boolean acceptLicence, Patience patience, FetchListener listener) {}
