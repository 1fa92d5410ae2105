package cloud.dumont.provider.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.GpuModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuNamesTest {
    @ParameterizedTest
    @CsvSource({
        "RTX 4090,           24564,  rtx_4090,           24",
        "RTX_4090,           24564,  rtx_4090,           24",
        "' rtx 4090 ',       24564,  rtx_4090,           24",
        "RTX 4090D,          24564,  rtx_4090d,          24",
        "RTX 4080S,          16376,  rtx_4080_super,     16",
        "RTX 3080,           10240,  rtx_3080,           10",
        "RTX 3080,           12288,  rtx_3080_12gb,      12",
        "RTX 6000Ada,        49140,  rtx_6000_ada,       48",
        "RTX PRO 6000 WS,    97887,  rtx_pro_6000_ws,    96",
        "RTX PRO 6000 S,     97887,  rtx_pro_6000_server, 96",
        "Q RTX 8000,         49152,  quadro_rtx_8000,    48",
        "Tesla T4,           15360,  t4,                 16",
        "Tesla V100,         16384,  v100_16gb,          16",
        "Tesla V100,         32768,  v100_32gb,          32",
        "A10,                23028,  a10,                24",
        "A40,                46068,  a40,                48",
        "A100 PCIE,          40960,  a100_pcie_40gb,     40",
        "A100 PCIE,          81920,  a100_pcie_80gb,     80",
        "A100 SXM4,          40536,  a100_sxm4_40gb,     40",
        "A100 SXM4,          81251,  a100_sxm4_80gb,     80",
        "H100 SXM,           81559,  h100_sxm,           80",
        "H100 NVL,           95830,  h100_nvl,           94",
        "H200,              143771,  h200_sxm,          141",
        "H200 NVL,          143771,  h200_nvl,          143",
        "B200,              183359,  b200,              180",
        "RX 7900 XTX,        24560,  rx_7900_xtx,        24",
        "Quantum 9,          50000,  quantum_9,          48",
        "Quantum 9,          57000,  quantum_9,          56",
    })
    void nameAndMemoryMakeTheModel(String raw, int vramMb, String id, int gb) {
        GpuModel model = GpuNames.model(raw, vramMb);

        assertThat(model.id()).isEqualTo(id);
        assertThat(model.vramGb()).isEqualTo(gb);
        assertThat(model.name()).isNotBlank();
    }
}
