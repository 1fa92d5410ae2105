package cloud.dumont.restore.container;

/**
 * What is wrong with one object.
 *
 * @param object its name below the workspace's root
 * @param detail one plain sentence for people; no path of the user is in it
 */
public record Damage(String object, Fault fault, String detail) {
    @Override
    public String toString() {
        return object + ": " + detail;
    }
}
