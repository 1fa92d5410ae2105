package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.vastai.contract.Contract;
import cloud.dumont.sandbox.vastai.contract.Endpoint;
import cloud.dumont.sandbox.vastai.contract.Phase;
import cloud.dumont.sandbox.vastai.contract.Rental;
import cloud.dumont.sandbox.vastai.contract.Situation;
import cloud.dumont.sandbox.vastai.market.HardwareFacts;
import cloud.dumont.sandbox.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An instance as reads and lists show it, secrets included, as the vendor does. */
final class InstanceView {
    private static final int SSH = 22;
    /** Some hosts report their address with a stray line end. */
    private static final int UNTRIMMED_EVERY = 7;

    private InstanceView() {}

    static ObjectNode of(Contract contract, Instant now) {
        Rental rental = contract.rental();
        Situation situation = contract.situation();
        ObjectNode view = Json.object();
        OfferView.hardware(view, rental.facts(), rental.gpus());
        view.put("id", contract.id());
        view.put("actual_status", situation.phase().word());
        view.put("intended_status", situation.intended());
        view.put("cur_state", situation.allocation());
        view.put("next_state", situation.allocation());
        view.put("status_msg", situation.message());
        view.put("label", contract.label());
        container(view, rental);
        price(view, contract);
        OfferView.scores(
                view, rental.facts().model(), rental.gpus(), contract.price().add(contract.diskPrice()));
        gauges(view, contract, now);
        history(view, rental, now);
        reach(view, contract);
        return view;
    }

    private static void container(ObjectNode view, Rental rental) {
        view.put("image_uuid", rental.image());
        view.put("image_runtype", rental.runtype());
        ArrayNode args = view.putArray("image_args");
        rental.args().forEach(args::add);
        ArrayNode env = view.putArray("extra_env");
        rental.env().forEach((name, value) -> env.addArray().add(name).add(value));
        view.put("onstart", rental.onstart());
        view.put("jupyter_token", rental.jupyterToken());
        view.put("instance_api_key", rental.apiKey());
        view.putNull("template_id");
        view.putNull("template_hash_id");
        view.putNull("template_name");
        view.putArray("volume_info");
    }

    private static void price(ObjectNode view, Contract contract) {
        BigDecimal price = contract.price();
        BigDecimal disk = contract.diskPrice();
        view.put("is_bid", contract.rental().spot());
        view.put("min_bid", contract.minBid());
        view.put("dph_base", price);
        view.put("dph_total", price.add(disk));
        view.put("storage_total_cost", disk);
        view.set("search", OfferView.price(price, disk));
        view.set("instance", OfferView.price(contract.phase().gpuBilled() ? price : BigDecimal.ZERO, disk));
    }

    private static void gauges(ObjectNode view, Contract contract, Instant now) {
        HardwareFacts facts = contract.rental().facts();
        boolean up = contract.phase() == Phase.UP;
        view.put("disk_space", contract.rental().diskGb());
        view.put("disk_usage", up ? 1.4 : 0.0);
        view.put("disk_util", up ? 0.02 : 0.0);
        view.put("gpu_totalram", facts.model().ramMb() * contract.rental().gpus());
        view.put("gpu_util", up ? 0.0 : null);
        view.put("gpu_temp", up ? 38.0 : null);
        view.put("cpu_util", 0.0);
        view.put("mem_usage", up ? 0.4 : null);
        view.put(
                "mem_limit", facts.cpuRamMb() * facts.fraction(contract.rental().gpus()) / 1000);
        view.put("start_date", contract.rental().createdAt().toEpochMilli() / 1000.0);
        view.put("duration", Duration.between(now, facts.endDate()).toSeconds() * 1.0);
        view.putNull("uptime_mins");
        view.put("rentable", false);
    }

    private static void history(ObjectNode view, Rental rental, Instant now) {
        view.put("client_run_time", Duration.between(rental.createdAt(), now).toSeconds() * 1.0);
        view.put(
                "host_run_time",
                Duration.between(rental.facts().listedAt(), now).toSeconds() * 1.0);
        view.put("time_remaining", "");
        view.put("time_remaining_isbid", "");
        view.put("external", false);
        view.putNull("vmem_usage");
        view.putNull("credit_balance");
        view.putNull("credit_discount");
        view.putNull("credit_discount_max");
    }

    private static void reach(ObjectNode view, Contract contract) {
        Endpoint endpoint = contract.situation().endpoint();
        view.put("public_ipaddr", address(contract, endpoint));
        view.put("local_ipaddrs", "10.0.0.5 172.17.0.2");
        view.put("ssh_idx", Long.toString(contract.id() % 9 + 1));
        view.put("ssh_host", endpoint == null ? "ssh" + (contract.id() % 9 + 1) + ".vast.ai" : endpoint.address());
        view.put("ssh_port", proxyPort(contract, endpoint));
        view.put("machine_dir_ssh_port", 21_000);
        if (endpoint != null && contract.phase() != Phase.STOPPED) {
            ports(view, contract.rental(), endpoint);
        }
    }

    private static @Nullable String address(Contract contract, @Nullable Endpoint endpoint) {
        if (endpoint == null) {
            return null;
        }
        boolean untrimmed = contract.rental().facts().machineId() % UNTRIMMED_EVERY == 0;
        return untrimmed ? endpoint.address() + "\n" : endpoint.address();
    }

    /** Clients add one to this port when the run type is a notebook's. */
    private static int proxyPort(Contract contract, @Nullable Endpoint endpoint) {
        int shift = contract.rental().runtype().contains("jupyter") ? 1 : 0;
        int port = endpoint == null ? 0 : endpoint.ports().getOrDefault(SSH, 0);
        return port == 0 ? (int) (30_000 + contract.id() % 10_000) : port - shift;
    }

    private static void ports(ObjectNode view, Rental rental, Endpoint endpoint) {
        ObjectNode ports = Json.object();
        int lowest = Integer.MAX_VALUE;
        int highest = 0;
        for (var entry : endpoint.ports().entrySet()) {
            if (entry.getKey() != SSH || rental.directSsh()) {
                ObjectNode mapping = ports.putArray(entry.getKey() + "/tcp").addObject();
                mapping.put("HostIp", "0.0.0.0");
                mapping.put("HostPort", entry.getValue().toString());
                lowest = Math.min(lowest, entry.getValue());
                highest = Math.max(highest, entry.getValue());
            }
        }
        if (highest > 0) {
            view.set("ports", ports);
            view.put("direct_port_start", lowest);
            view.put("direct_port_end", highest);
            view.put("direct_port_count", ports.size());
        }
    }
}
