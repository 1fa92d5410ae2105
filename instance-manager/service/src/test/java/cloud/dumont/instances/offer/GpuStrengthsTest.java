package cloud.dumont.instances.offer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GpuStrengthsTest {
    private final GpuStrengths strengths = new GpuStrengths();

    @Test
    void what_is_better_in_everything_stands_in() {
        assertThat(strengths.standIns("rtx_3090")).contains("rtx_3090_ti", "rtx_4090", "rtx_6000_ada", "h100_sxm");
        assertThat(strengths.standIns("a100_pcie_40gb")).contains("a100_sxm4_40gb", "a100_pcie_80gb", "h100_pcie");
    }

    @Test
    void what_is_worse_in_anything_does_not() {
        assertThat(strengths.standIns("rtx_4090"))
                .doesNotContain("rtx_4090")
                .as("less memory bandwidth")
                .doesNotContain("l40s", "rtx_6000_ada")
                .as("an older instruction set")
                .doesNotContain("a100_sxm4_80gb")
                .as("slower")
                .doesNotContain("rtx_3090_ti")
                .contains("h100_sxm");
        assertThat(strengths.standIns("h100_sxm")).containsExactly("h200_sxm");
    }

    @Test
    void what_does_not_run_programs_that_were_built_before_it_does_not_stand_in_for_what_came_earlier() {
        assertThat(strengths.standIns("rtx_4090")).doesNotContain("rtx_5090", "b200");
        assertThat(strengths.standIns("rtx_5080")).contains("rtx_5090");
    }

    @Test
    void an_unknown_model_stands_in_for_itself_alone() {
        assertThat(strengths.standIns("tpu_v9")).isEmpty();
    }
}
