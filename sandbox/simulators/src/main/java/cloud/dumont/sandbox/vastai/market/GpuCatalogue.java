package cloud.dumont.sandbox.vastai.market;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The models that appear on the simulated market. */
final class GpuCatalogue {
    static final List<GpuModel> MODELS = List.of(
            geforce("RTX 3060", "3060", 12288, 860, 360, 12.7, 170, 75_000, 8),
            geforce("RTX 3070", "3070", 8192, 860, 448, 20.3, 220, 85_000, 6),
            geforce("RTX 3080", "3080", 10240, 860, 760, 29.8, 320, 110_000, 8),
            geforce("RTX 3090", "3090", 24576, 860, 936, 35.6, 350, 190_000, 16),
            geforce("RTX 3090 Ti", "3090 Ti", 24576, 860, 1008, 40.0, 450, 230_000, 4),
            geforce("RTX 4070 Ti", "4070 Ti", 12282, 890, 504, 40.1, 285, 160_000, 5),
            geforce("RTX 4080", "4080", 16376, 890, 717, 48.7, 320, 220_000, 6),
            geforce("RTX 4080S", "4080 SUPER", 16376, 890, 736, 52.2, 320, 240_000, 6),
            geforce("RTX 4090", "4090", 24564, 890, 1008, 82.6, 450, 360_000, 26),
            geforce("RTX 5080", "5080", 16303, 1200, 960, 56.3, 360, 260_000, 5),
            geforce("RTX 5090", "5090", 32607, 1200, 1792, 104.8, 575, 480_000, 14),
            pro("RTX A4000", "NVIDIA RTX A4000", 16376, 860, 448, 19.2, 140, 130_000, 8, 7),
            pro("RTX A5000", "NVIDIA RTX A5000", 24564, 860, 768, 27.8, 230, 210_000, 8, 7),
            pro("RTX A6000", "NVIDIA RTX A6000", 49140, 860, 768, 38.7, 300, 430_000, 8, 10),
            pro("RTX 4000Ada", "NVIDIA RTX 4000 Ada Generation", 20475, 890, 360, 26.7, 130, 200_000, 4, 3),
            pro("RTX 6000Ada", "NVIDIA RTX 6000 Ada Generation", 49140, 890, 960, 91.1, 300, 660_000, 8, 7),
            pro(
                    "RTX PRO 6000 WS",
                    "NVIDIA RTX PRO 6000 Blackwell Workstation Edition",
                    97887,
                    1200,
                    1792,
                    125.0,
                    600,
                    1_050_000,
                    8,
                    4),
            pro("Q RTX 8000", "Quadro RTX 8000", 49152, 750, 672, 16.3, 260, 260_000, 4, 3),
            pro("Tesla T4", "Tesla T4", 15360, 750, 320, 8.1, 70, 110_000, 4, 4),
            pro("Tesla V100", "Tesla V100-SXM2-16GB", 16384, 700, 900, 15.7, 300, 200_000, 8, 6),
            pro("A10", "NVIDIA A10", 23028, 860, 600, 31.2, 150, 260_000, 4, 4),
            pro("A40", "NVIDIA A40", 46068, 860, 696, 37.4, 300, 400_000, 8, 6),
            pro("L4", "NVIDIA L4", 23034, 890, 300, 30.3, 72, 320_000, 8, 5),
            pro("L40S", "NVIDIA L40S", 46068, 890, 864, 91.6, 350, 620_000, 8, 8),
            pro("A100 PCIE", "NVIDIA A100 80GB PCIe", 81920, 800, 1935, 19.5, 300, 870_000, 8, 7),
            pro("A100 SXM4", "NVIDIA A100-SXM4-40GB", 40960, 800, 1555, 19.5, 400, 760_000, 8, 6),
            pro("A100 SXM4", "NVIDIA A100-SXM4-80GB", 81920, 800, 2039, 19.5, 400, 1_100_000, 8, 8),
            pro("H100 PCIE", "NVIDIA H100 PCIe", 81559, 900, 2000, 51.0, 350, 1_700_000, 8, 5),
            pro("H100 SXM", "NVIDIA H100 80GB HBM3", 81559, 900, 3350, 67.0, 700, 1_840_000, 8, 10),
            pro("H100 NVL", "NVIDIA H100 NVL", 95830, 900, 3900, 60.0, 400, 2_080_000, 8, 3),
            pro("H200", "NVIDIA H200", 143771, 900, 4800, 67.0, 700, 2_560_000, 8, 5),
            pro("B200", "NVIDIA B200", 183359, 1000, 8000, 80.0, 1000, 4_700_000, 8, 2));

    private static final int TOTAL_WEIGHT =
            MODELS.stream().mapToInt(GpuModel::weight).sum();

    private GpuCatalogue() {}

    private static GpuModel geforce(
            String name,
            String tool,
            int ram,
            int cap,
            double bandwidth,
            double tflops,
            int watts,
            long price,
            int weight) {
        return new GpuModel(name, "NVIDIA GeForce RTX " + tool, ram, cap, bandwidth, tflops, watts, price, 8, weight);
    }

    private static GpuModel pro(
            String name,
            String tool,
            int ram,
            int cap,
            double bandwidth,
            double tflops,
            int watts,
            long price,
            int most,
            int weight) {
        return new GpuModel(name, tool, ram, cap, bandwidth, tflops, watts, price, most, weight);
    }

    static GpuModel draw(RandomGenerator random) {
        int left = random.nextInt(TOTAL_WEIGHT);
        for (GpuModel model : MODELS) {
            left -= model.weight();
            if (left < 0) {
                return model;
            }
        }
        throw new IllegalStateException("weights changed");
    }

    static Optional<GpuModel> named(String name) {
        return MODELS.stream()
                .filter(model -> model.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
