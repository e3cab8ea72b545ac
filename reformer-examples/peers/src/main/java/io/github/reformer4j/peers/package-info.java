/** Other implementations, each in a process that answers with the seconds that it took. */
package io.github.reformer4j.peers;
