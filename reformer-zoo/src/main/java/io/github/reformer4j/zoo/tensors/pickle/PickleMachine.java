package io.github.reformer4j.zoo.tensors.pickle;

import static io.github.reformer4j.zoo.tensors.pickle.Opcode.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Runs the instructions of a pickle. */
final class PickleMachine {

    private static final int MOST_STEPS = 1 << 20;

    /** Bytes of all texts. */
    private static final int MOST_TEXT = 1 << 24;

    /** Bytes; a longer text is left as a span of its UTF-8. */
    private static final int LONGEST_TEXT = 1 << 12;

    private static final int LATEST_PROTOCOL = 5;

    private final PickleInput input;
    private final Allowed allowed;
    private final PickleStack stack = new PickleStack();
    private long text;

    PickleMachine(PickleInput input, Allowed allowed) {
        this.input = input;
        this.allowed = allowed;
    }

    long position() {
        return input.position();
    }

    Object run() {
        int first = input.next();
        input.require(first == PROTO, "no protocol from 2 to 5 is named");
        protocol();
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            int opcode = input.next();
            if (opcode == STOP) {
                return checked(stack::result);
            }
            checked(() -> {
                step(opcode);
                return opcode;
            });
        }
        throw new PickleRefusal(input.message("more than " + MOST_STEPS + " instructions stand"), null);
    }

    /** What happens in it; refusals of the stack and the allow-list gain the name of the file and the place. */
    private <T> T checked(Supplier<T> action) {
        try {
            return action.get();
        } catch (PickleRefusal located) {
            throw located;
        } catch (IllegalArgumentException refused) {
            throw new PickleRefusal(input.message(String.valueOf(refused.getMessage())), refused);
        }
    }

    private void step(int opcode) {
        if (!number(opcode) && !bytes(opcode) && !container(opcode) && !memo(opcode) && !object(opcode)) {
            input.require(
                    false,
                    "the instruction 0x%02x stands, which builds no numbers, texts, containers or tensors",
                    opcode);
        }
    }

    private void protocol() {
        int protocol = input.next();
        input.require(
                protocol >= 2 && protocol <= LATEST_PROTOCOL,
                "protocol %d is named, expected 2 to %d",
                protocol,
                LATEST_PROTOCOL);
    }

    private boolean number(int opcode) {
        switch (opcode) {
            case NONE -> stack.push(Nothing.NONE);
            case TRUE -> stack.push(true);
            case FALSE -> stack.push(false);
            case BININT -> stack.push((long) (int) input.number(Integer.BYTES));
            case BININT1 -> stack.push(input.number(1));
            case BININT2 -> stack.push(input.number(2));
            case LONG1 -> stack.push(input.integer(input.next()));
            case BINFLOAT -> stack.push(input.real());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean bytes(int opcode) {
        switch (opcode) {
            case SHORT_BINUNICODE, SHORT_BINSTRING -> pushText(input.number(1));
            case BINUNICODE, BINSTRING -> pushText(input.number(Integer.BYTES));
            case BINUNICODE8 -> pushText(input.number(Long.BYTES));
            case SHORT_BINBYTES -> stack.push(input.span(input.number(1)));
            case BINBYTES -> stack.push(input.span(input.number(Integer.BYTES)));
            case BINBYTES8, BYTEARRAY8 -> stack.push(input.span(input.number(Long.BYTES)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void pushText(long length) {
        input.requireLeft(length);
        if (length > LONGEST_TEXT) {
            stack.push(input.span(length));
            return;
        }
        text += length;
        input.require(text <= MOST_TEXT, "its texts have more than %d bytes", MOST_TEXT);
        stack.push(input.text((int) length));
    }

    private boolean container(int opcode) {
        switch (opcode) {
            case MARK -> stack.mark();
            case EMPTY_TUPLE -> stack.push(new Tuple(List.of()));
            case TUPLE -> stack.push(new Tuple(stack.popToMark()));
            case TUPLE1 -> pushTuple(1);
            case TUPLE2 -> pushTuple(2);
            case TUPLE3 -> pushTuple(3);
            case EMPTY_LIST -> stack.push(new ArrayList<>(0));
            case LIST -> stack.push(stack.popToMark());
            case APPEND -> append(List.of(stack.pop()));
            case APPENDS -> append(stack.popToMark());
            case EMPTY_DICT -> stack.push(new LinkedHashMap<>(0));
            case DICT -> putNew(stack.popToMark());
            case SETITEM -> put(pair());
            case SETITEMS -> put(stack.popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void pushTuple(int size) {
        Object[] items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = stack.pop();
        }
        stack.push(new Tuple(List.of(items)));
    }

    @SuppressWarnings("unchecked") // lists of a pickle hold anything
    private void append(List<Object> items) {
        ((List<Object>) stack.peek(ArrayList.class)).addAll(items);
    }

    private List<Object> pair() {
        Object value = stack.pop();
        return List.of(stack.pop(), value);
    }

    private void putNew(List<Object> keysAndValues) {
        stack.push(new LinkedHashMap<>(0));
        put(keysAndValues);
    }

    @SuppressWarnings("unchecked") // dictionaries of a pickle hold anything
    private void put(List<Object> keysAndValues) {
        Map<Object, Object> map = stack.peek(LinkedHashMap.class);
        input.require(keysAndValues.size() % 2 == 0, "a key has no value");
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            // Other keys would need hashes of what may hold itself.
            input.require(key instanceof String || key instanceof Long, "a key is neither text nor whole number");
            input.require(map.put(key, keysAndValues.get(i + 1)) == null, "the key %s stands twice", key);
        }
    }

    private boolean memo(int opcode) {
        switch (opcode) {
            case BINGET -> stack.push(stack.recall(input.number(1)));
            case LONG_BINGET -> stack.push(stack.recall(input.number(Integer.BYTES)));
            case BINPUT -> stack.remember(input.number(1));
            case LONG_BINPUT -> stack.remember(input.number(Integer.BYTES));
            case MEMOIZE -> stack.remember();
            case POP -> stack.pop();
            case POP_MARK -> stack.popToMark();
            case FRAME -> input.requireLeft(input.number(Long.BYTES));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) {
        switch (opcode) {
            case GLOBAL -> pushGlobal(input.line(), input.line());
            case STACK_GLOBAL -> {
                String name = stack.pop(String.class);
                pushGlobal(stack.pop(String.class), name);
            }
            case REDUCE, NEWOBJ -> {
                Tuple arguments = stack.pop(Tuple.class);
                stack.push(allowed.call(stack.pop(Global.class), arguments));
            }
            case BUILD -> {
                Object state = stack.pop();
                allowed.build(stack.peek(), state);
            }
            case BINPERSID -> stack.push(allowed.persistent(stack.pop()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void pushGlobal(String module, String name) {
        Global global = new Global(module, name);
        input.require(
                allowed.knows(global),
                "it names %s, which is not among the few names that may stand in such a file",
                global);
        stack.push(global);
    }
}
