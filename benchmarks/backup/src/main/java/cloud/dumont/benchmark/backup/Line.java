package cloud.dumont.benchmark.backup;

/** One line of JSON for whoever drives this process: flat, of numbers, flags and plain words. */
final class Line {
    private final StringBuilder text = new StringBuilder("{");

    private Line() {}

    static Line of(String event) {
        return new Line().with("event", event);
    }

    Line with(String name, long value) {
        return put(name, Long.toString(value));
    }

    Line with(String name, boolean value) {
        return put(name, Boolean.toString(value));
    }

    Line with(String name, String value) {
        return put(name, '"' + value.replaceAll("[\"\\\\\\p{Cntrl}]", " ") + '"');
    }

    Line millis(String name, long nanos) {
        return put(
                name,
                nanos / 1_000_000 + "."
                        + Long.toString(1_000 + nanos / 1_000 % 1_000).substring(1));
    }

    private Line put(String name, String value) {
        text.append(text.length() == 1 ? "" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(value);
        return this;
    }

    void print() {
        System.out.println(text + "}");
    }
}
