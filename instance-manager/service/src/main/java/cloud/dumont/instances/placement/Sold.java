package cloud.dumont.instances.placement;

import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.Region;

/**
 * What the vendor sold: the box has to be it.
 *
 * @param vramMb of one GPU
 */
public record Sold(GpuModel gpu, int gpuCount, int vramMb, int diskGb, Region region, String isolation) {}
