package cloud.dumont.gateway.limits;

/** A rate with the name under which callers see it. */
public record Policy(String name, Rate rate) {}
