package io.github.reformer4j.block;

/** What a block is built from: a record, validated when it is made, that can be written as JSON. */
public interface BlockConfig {

    /** The block that this describes. Blocks have no state, so two from one configuration are the same. */
    Block toBlock();
}
