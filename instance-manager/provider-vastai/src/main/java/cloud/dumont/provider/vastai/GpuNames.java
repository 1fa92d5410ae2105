package cloud.dumont.provider.vastai;

import cloud.dumont.kernel.GpuModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The vendor's GPU names in ours. The driver reports a little less memory than a card is sold with, so sizes snap to the
 * nearest known one within 7 %. A name or size that nobody knows keeps the offer usable under a slug of itself.
 */
final class GpuNames {
    private static final double TOLERANCE = 0.07;
    private static final int[] SIZES_GB = {
        4, 6, 8, 10, 11, 12, 16, 20, 24, 32, 40, 48, 64, 80, 94, 96, 141, 143, 180, 192, 288
    };
    private static final Map<String, List<GpuModel>> BY_NAME = new HashMap<>();

    static {
        add("RTX 3070", "rtx_3070", "RTX 3070", 8);
        add("RTX 3080", "rtx_3080", "RTX 3080", 10);
        add("RTX 3080 Ti", "rtx_3080_ti", "RTX 3080 Ti", 12);
        add("RTX 3090", "rtx_3090", "RTX 3090", 24);
        add("RTX 3090 Ti", "rtx_3090_ti", "RTX 3090 Ti", 24);
        add("RTX 4080", "rtx_4080", "RTX 4080", 16);
        add("RTX 4080S", "rtx_4080_super", "RTX 4080 SUPER", 16);
        add("RTX 4090", "rtx_4090", "RTX 4090", 24);
        add("RTX 5080", "rtx_5080", "RTX 5080", 16);
        add("RTX 5090", "rtx_5090", "RTX 5090", 32);
        add("RTX A4000", "rtx_a4000", "RTX A4000", 16);
        add("RTX A5000", "rtx_a5000", "RTX A5000", 24);
        add("RTX A6000", "rtx_a6000", "RTX A6000", 48);
        add("RTX 4000Ada", "rtx_4000_ada", "RTX 4000 Ada", 20);
        add("RTX 5000Ada", "rtx_5000_ada", "RTX 5000 Ada", 32);
        add("RTX 6000Ada", "rtx_6000_ada", "RTX 6000 Ada", 48);
        add("RTX PRO 6000 WS", "rtx_pro_6000_ws", "RTX PRO 6000 WS", 96);
        add("RTX PRO 6000 S", "rtx_pro_6000_server", "RTX PRO 6000 Server", 96);
        add("RTX PRO 6000 Max-Q", "rtx_pro_6000_maxq", "RTX PRO 6000 Max-Q", 96);
        add("Q RTX 6000", "quadro_rtx_6000", "Quadro RTX 6000", 24);
        add("Q RTX 8000", "quadro_rtx_8000", "Quadro RTX 8000", 48);
        add("Tesla T4", "t4", "T4", 16);
        add("Tesla V100", "v100_16gb", "V100 16 GB", 16);
        add("Tesla V100", "v100_32gb", "V100 32 GB", 32);
        add("A10", "a10", "A10", 24);
        add("A30", "a30", "A30", 24);
        add("A40", "a40", "A40", 48);
        add("L4", "l4", "L4", 24);
        add("L40", "l40", "L40", 48);
        add("L40S", "l40s", "L40S", 48);
        add("A100 PCIE", "a100_pcie_40gb", "A100 PCIe 40 GB", 40);
        add("A100 PCIE", "a100_pcie_80gb", "A100 PCIe 80 GB", 80);
        add("A100 SXM4", "a100_sxm4_40gb", "A100 SXM4 40 GB", 40);
        add("A100 SXM4", "a100_sxm4_80gb", "A100 SXM4 80 GB", 80);
        add("H100 PCIE", "h100_pcie", "H100 PCIe", 80);
        add("H100 SXM", "h100_sxm", "H100 SXM", 80);
        add("H100 NVL", "h100_nvl", "H100 NVL", 94);
        add("H200", "h200_sxm", "H200 SXM", 141);
        add("H200 NVL", "h200_nvl", "H200 NVL", 143);
        add("GH200 SXM", "gh200", "GH200", 96);
        add("B200", "b200", "B200", 180);
    }

    private GpuNames() {}

    static GpuModel model(String rawName, int vramMb) {
        String raw = rawName.strip().replace('_', ' ');
        List<GpuModel> known = BY_NAME.getOrDefault(key(raw), List.of());
        return known.stream()
                .filter(model -> isNear(model.vramGb(), vramMb))
                .findFirst()
                .orElseGet(() -> unknown(raw, vramMb, !known.isEmpty()));
    }

    private static GpuModel unknown(String raw, int vramMb, boolean nameIsKnown) {
        int gb = snap(vramMb);
        return nameIsKnown
                ? new GpuModel(GpuModel.slug(raw) + "_" + gb + "gb", raw + " " + gb + " GB", gb)
                : new GpuModel(GpuModel.slug(raw), raw, gb);
    }

    /** Whole GB: the nearest known size within the tolerance, else rounded. */
    static int snap(int vramMb) {
        int best = Math.round(vramMb / 1024f);
        double bestDistance = Double.MAX_VALUE;
        for (int gb : SIZES_GB) {
            double distance = Math.abs(vramMb - gb * 1024.0);
            if (isNear(gb, vramMb) && distance < bestDistance) {
                best = gb;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static boolean isNear(int gb, int vramMb) {
        return Math.abs(vramMb - gb * 1024.0) <= gb * 1024.0 * TOLERANCE;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static void add(String vendorName, String id, String name, int vramGb) {
        BY_NAME.computeIfAbsent(key(vendorName), k -> new ArrayList<>()).add(new GpuModel(id, name, vramGb));
    }
}
