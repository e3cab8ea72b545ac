package io.github.reformer4j.zoo.tensors.pickle;

/**
 * The name of a class or function in a pickle: a name and nothing more.
 *
 * @param module of Python
 * @param name in the module
 */
public record Global(String module, String name) {
    @Override
    public String toString() {
        return module + "." + name;
    }
}
