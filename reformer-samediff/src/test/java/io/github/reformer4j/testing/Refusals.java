package io.github.reformer4j.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Records with one component changed, as a caller could write them by mistake. */
public final class Refusals {

    private Refusals() {}

    /** The same record but for one component, through its constructor, whose refusal is thrown. */
    public static Object changed(Record record, String component, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        boolean known =
                Arrays.stream(components).anyMatch(each -> each.getName().equals(component));
        if (!known) {
            throw new AssertionError(record.getClass() + " has no component " + component);
        }
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                boolean meant = components[i].getName().equals(component);
                values[i] = meant ? value : components[i].getAccessor().invoke(record);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return record.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new AssertionError("no sentence for " + component, thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("a record has its constructor", impossible);
        }
    }
}
