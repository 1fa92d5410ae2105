package cloud.dumont.sandbox.local;

import java.util.List;
import java.util.Map;

/**
 * Every port of one sandbox. The default base 18000 keeps the documented numbers; another base N moves the block 18xxx to
 * N+xxx and the two front ports to N+80 (gateway) and N+22 (ssh).
 */
public record Ports(int base) {
    /** The base with the documented ports. */
    public static final int DEFAULT_BASE = 18_000;

    /** Ports that one sandbox takes after its base, and so the distance that two bases need. */
    static final int BLOCK = 205;

    private static final int LOWEST = 1_024;
    private static final int HIGHEST = 52_000;

    public Ports {
        if (base < LOWEST || base > HIGHEST) {
            throw new IllegalArgumentException(
                    "the port base must be between " + LOWEST + " and " + HIGHEST + ", not " + base);
        }
    }

    public boolean isDefault() {
        return base == DEFAULT_BASE;
    }

    public int gateway() {
        return isDefault() ? 8_080 : base + 80;
    }

    public int ssh() {
        return isDefault() ? 2_222 : base + 22;
    }

    public int instanceManager() {
        return base + 1;
    }

    public int billing() {
        return base + 2;
    }

    public int monitoring() {
        return base + 3;
    }

    public int gatewayManagement() {
        return base + 10;
    }

    public int instanceManagerManagement() {
        return base + 11;
    }

    public int billingManagement() {
        return base + 12;
    }

    public int monitoringManagement() {
        return base + 13;
    }

    public int control() {
        return base + 100;
    }

    public int vastai() {
        return base + 101;
    }

    public int gce() {
        return base + 104;
    }

    /** Where sshd of a standby machine is, at its own address: 22 is not everybody's to open. */
    public int gceSsh() {
        return base + 106;
    }

    public int r2() {
        return base + 105;
    }

    public int smtp() {
        return base + 108;
    }

    public int mail() {
        return base + 109;
    }

    public int postgres() {
        return base + 201;
    }

    public int redis() {
        return base + 202;
    }

    /** Ports that everything but the stores will listen on, by who does. */
    Map<String, List<Integer>> ofServers() {
        return Map.of(
                "gateway", List.of(gateway(), ssh(), gatewayManagement()),
                "instance-manager", List.of(instanceManager(), instanceManagerManagement()),
                "billing-service", List.of(billing(), billingManagement()),
                "monitoring-service", List.of(monitoring(), monitoringManagement()),
                "the control API", List.of(control()),
                "the Vast.ai simulator", List.of(vastai()),
                "the GCE simulator", List.of(gce()),
                "the R2 simulator", List.of(r2()),
                "the inbox", List.of(smtp(), mail()));
    }

    /** The third number of the boxes' addresses 10.206.x.y: different for bases that are a block apart. */
    public int subnet() {
        return base / BLOCK;
    }
}
