package cloud.dumont.agent.tree;

import java.util.List;

/** What a file holds, from its first byte to its last. */
public record Content(long size, List<Part> parts) {
    public static final Content EMPTY = new Content(0, List.of());

    public Content {
        parts = List.copyOf(parts);
        long sum = 0;
        for (Part part : parts) {
            sum = Math.addExact(sum, part.bytes());
        }
        if (sum != size) {
            throw new IllegalArgumentException("the parts do not add up to the size");
        }
    }

    public static Content of(List<? extends Part> parts) {
        return new Content(parts.stream().mapToLong(Part::bytes).sum(), List.copyOf(parts));
    }
}
