package io.github.reformer4j.spark;

import java.io.Serializable;

/**
 * What became of a prompt.
 *
 * @param prompt its text
 * @param text what the model wrote behind it
 * @param bits a token that the model needs for the prompt
 * @param process id of the JVM that wrote it
 * @param loads checkpoints that this JVM had read by then
 */
record Written(String prompt, String text, double bits, long process, int loads) implements Serializable {}
