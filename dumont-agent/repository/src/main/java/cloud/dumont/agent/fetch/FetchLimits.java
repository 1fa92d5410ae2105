package cloud.dumont.agent.fetch;

/**
 * How much a fetch may take.
 *
 * @param connections at once; each holds up to two blocks and a chunk, 3 MiB on average and 6 at most
 * @param window wants that are grouped by container at a time; the first ones are begun first
 */
public record FetchLimits(int connections, int window) {
    public static final FetchLimits STANDARD = new FetchLimits(16, 8192);

    public FetchLimits {
        if (connections < 1 || window < 1) {
            throw new IllegalArgumentException("a fetch needs a connection and a want");
        }
    }
}
