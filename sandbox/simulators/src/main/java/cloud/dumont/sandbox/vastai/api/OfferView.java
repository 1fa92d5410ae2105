package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.vastai.market.GpuModel;
import cloud.dumont.sandbox.vastai.market.HardwareFacts;
import cloud.dumont.sandbox.vastai.market.Offer;
import cloud.dumont.sandbox.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** An offer as the search answers it, priced for a disk of so many GB. */
final class OfferView {
    private OfferView() {}

    static ObjectNode of(Offer offer, BigDecimal allocatedStorage, Instant now) {
        HardwareFacts facts = offer.facts();
        BigDecimal disk = Offer.diskPerHour(facts, allocatedStorage);
        BigDecimal total = offer.price().add(disk);
        ObjectNode view = Json.object();
        view.put("id", offer.id());
        view.put("ask_contract_id", offer.id());
        view.put("bundle_id", 812_000_000L + facts.machineId() * 10L + offer.gpus());
        hardware(view, facts, offer.gpus());
        view.put("disk_space", offer.disk());
        view.put("storage_total_cost", disk);
        view.put("dph_base", offer.price());
        view.put("dph_total", total);
        view.put("discounted_dph_total", total);
        view.put("min_bid", offer.bids() ? offer.minBid() : null);
        view.put("is_bid", false);
        view.set("search", price(offer.price(), disk));
        view.set("instance", price(offer.price(), disk));
        scores(view, facts.model(), offer.gpus(), total);
        view.put("rentable", true);
        view.put("rented", false);
        view.put("duration", Duration.between(now, facts.endDate()).toSeconds() * 1.0);
        view.put("time_remaining", "");
        view.put("time_remaining_isbid", "");
        return view;
    }

    /** What is true of the hardware whether it is offered or rented. */
    static void hardware(ObjectNode view, HardwareFacts facts, int slice) {
        GpuModel model = facts.model();
        view.put("machine_id", facts.machineId());
        view.put("host_id", facts.hostId());
        view.put("hosting_type", facts.hostingType());
        view.put("num_gpus", slice);
        view.put("gpu_name", model.name());
        view.put("gpu_arch", "nvidia");
        view.put("gpu_ram", model.ramMb());
        view.put("gpu_total_ram", model.ramMb() * slice);
        view.put("gpu_frac", facts.fraction(slice));
        view.put("gpu_mem_bw", model.bandwidth());
        view.put("gpu_lanes", 16);
        view.put("gpu_max_power", model.watts());
        view.put("gpu_max_temp", 89);
        view.put("gpu_display_active", false);
        view.put("bw_nvlink", 0.0);
        view.put("pci_gen", 4.0);
        view.put("pcie_bw", 24.6);
        view.put("compute_cap", model.computeCap());
        view.put("cuda_max_good", facts.cuda());
        view.put("driver_version", facts.driver());
        view.put("driver_vers", facts.driverNumber());
        computer(view, facts, slice);
    }

    private static void computer(ObjectNode view, HardwareFacts facts, int slice) {
        view.put("cpu_name", facts.cpuName());
        view.put("cpu_arch", "amd64");
        view.put("cpu_cores", facts.cpuCores());
        view.put("cpu_cores_effective", facts.cpuCores() * facts.fraction(slice));
        view.put("cpu_ghz", 3.1);
        view.put("cpu_ram", facts.cpuRamMb());
        view.put("has_avx", 1);
        view.put("mobo_name", "ROME2D32GM");
        view.put("os_version", "22.04");
        view.put("ubuntu_version", "22.04");
        view.put("disk_name", facts.diskName());
        view.put("disk_bw", facts.diskBandwidth());
        view.put("storage_cost", facts.storageCost());
        view.put("inet_up", facts.inetUp());
        view.put("inet_down", facts.inetDown());
        view.put("inet_up_cost", facts.inetUpCost());
        view.put("inet_down_cost", facts.inetDownCost());
        view.put("direct_port_count", facts.directPorts());
        view.put("static_ip", facts.staticIp());
        view.put("public_ipaddr", facts.publicIp());
        view.put("geolocation", facts.geolocation());
        view.put("country_code", facts.country());
        view.put("reliability", facts.reliability());
        view.put("reliability2", facts.reliability());
        view.put("expected_reliability", facts.reliability());
        view.put("verification", facts.verification());
        view.put("vms_enabled", false);
        view.put("resource_type", "gpu");
        view.putNull("external");
        view.putNull("cluster_id");
        view.putNull("webpage");
        view.put("start_date", facts.listedAt().toEpochMilli() / 1000.0);
        view.put("end_date", facts.endDate().toEpochMilli() / 1000.0);
    }

    static ObjectNode price(BigDecimal gpus, BigDecimal disk) {
        ObjectNode view = Json.object();
        view.put("gpuCostPerHour", gpus);
        view.put("diskHour", disk);
        view.put("totalHour", gpus.add(disk));
        view.put("discountTotalHour", BigDecimal.ZERO);
        view.put("discountedTotalPerHour", gpus.add(disk));
        return view;
    }

    /** What the vendor works out from speed and price. */
    static void scores(ObjectNode view, GpuModel model, int slice, BigDecimal total) {
        BigDecimal performance = BigDecimal.valueOf(model.tflops() * 0.9 + model.bandwidth() * 0.03)
                .multiply(BigDecimal.valueOf(slice))
                .setScale(1, RoundingMode.HALF_UP);
        BigDecimal flops = BigDecimal.valueOf(model.tflops()).multiply(BigDecimal.valueOf(slice));
        view.put("dlperf", performance);
        view.put("dlperf_per_dphtotal", performance.divide(total, 3, RoundingMode.HALF_UP));
        view.put("total_flops", flops);
        view.put("flops_per_dphtotal", flops.divide(total, 3, RoundingMode.HALF_UP));
        view.put("score", performance.divide(total, 4, RoundingMode.HALF_UP));
        view.put(
                "vram_costperhour",
                total.divide(BigDecimal.valueOf((long) model.ramMb() * slice), 10, RoundingMode.HALF_UP));
    }
}
