package cloud.dumont.sandbox.vastai.market;

/**
 * A GPU model as this vendor sells it.
 *
 * @param name the vendor's name, for example {@code RTX 4090}
 * @param toolName what {@code nvidia-smi} prints
 * @param ramMb memory in MB as the driver reports it
 * @param computeCap 890 is 8.9
 * @param bandwidth memory bandwidth in GB/s
 * @param tflops single precision
 * @param watts power limit
 * @param microsPerHour usual on-demand price of one GPU in millionths of a dollar an hour
 * @param most the largest number in one machine
 * @param weight how common it is on the market
 */
public record GpuModel(
        String name,
        String toolName,
        int ramMb,
        int computeCap,
        double bandwidth,
        double tflops,
        int watts,
        long microsPerHour,
        int most,
        int weight) {}
