package io.github.reformer4j.examples.cli;

import io.github.reformer4j.zoo.NamedConfigurations;
import java.util.Iterator;

/** The names of all configurations, for help texts. */
final class Presets implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return NamedConfigurations.names().iterator();
    }
}
