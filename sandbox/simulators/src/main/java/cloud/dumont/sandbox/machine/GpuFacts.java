package cloud.dumont.sandbox.machine;

/**
 * The GPUs of a box as its tools must show them.
 *
 * @param model the name that {@code nvidia-smi} prints, for example {@code NVIDIA GeForce RTX 4090}
 * @param count how many, all alike; at least 1
 * @param vramMb memory of one GPU in MiB as the driver reports it
 * @param driver driver version, for example {@code 570.133.20}
 * @param cuda newest CUDA version the driver can run, for example {@code 12.8}
 */
public record GpuFacts(String model, int count, int vramMb, String driver, String cuda) {}
