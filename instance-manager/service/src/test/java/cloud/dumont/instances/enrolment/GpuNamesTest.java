package cloud.dumont.instances.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuNamesTest {
    @ParameterizedTest
    @CsvSource({
        "RTX 4090, NVIDIA GeForce RTX 4090",
        "RTX 4090D, NVIDIA GeForce RTX 4090 D",
        "RTX 4080S, NVIDIA GeForce RTX 4080 SUPER",
        "RTX 3080 Ti, NVIDIA GeForce RTX 3080 Ti",
        "RTX A6000, NVIDIA RTX A6000",
        "RTX 6000Ada, NVIDIA RTX 6000 Ada Generation",
        "RTX PRO 6000 WS, NVIDIA RTX PRO 6000 Blackwell Workstation Edition",
        "RTX PRO 6000 S, NVIDIA RTX PRO 6000 Blackwell Server Edition",
        "RTX PRO 6000 Max-Q, NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition",
        "Q RTX 8000, Quadro RTX 8000",
        "Tesla T4, Tesla T4",
        "T4, Tesla T4",
        "Tesla V100, Tesla V100-SXM2-32GB",
        "A100 PCIE, NVIDIA A100 80GB PCIe",
        "A100 SXM4, NVIDIA A100-SXM4-80GB",
        "A100 SXM4 80GB, NVIDIA A100-SXM4-80GB",
        "H100 SXM, NVIDIA H100 80GB HBM3",
        "H100 PCIE, NVIDIA H100 PCIe",
        "H100 NVL, NVIDIA H100 NVL",
        "H200, NVIDIA H200",
        "B300, NVIDIA B300 SXM6 AC",
        "L40S, NVIDIA L40S"
    })
    void theMarketsWordAndTheDriversMeanTheSame(String sold, String reported) {
        assertThat(GpuNames.same(sold, reported)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "RTX 4090, NVIDIA GeForce RTX 4090 D",
        "RTX 4090, NVIDIA GeForce RTX 3090",
        "RTX 4080, NVIDIA GeForce RTX 4080 SUPER",
        "RTX 3080 Ti, NVIDIA GeForce RTX 3080",
        "A100 SXM4, NVIDIA A100 80GB PCIe",
        "H100 SXM, NVIDIA H100 PCIe",
        "L40S, NVIDIA L40",
        "H100 SXM, NVIDIA H200",
        "RTX A6000, NVIDIA RTX 6000 Ada Generation",
        "RTX 4090, ''"
    })
    void otherGpusAreOthers(String sold, String reported) {
        assertThat(GpuNames.same(sold, reported)).isFalse();
    }
}
