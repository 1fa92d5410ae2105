package cloud.dumont.instances.pricing;

import cloud.dumont.kernel.HourlyPrice;

/**
 * One all-in price and what it is made of; the parts add up to the price exactly.
 *
 * @param gpu and {@code disk}: what the vendor charges
 * @param traffic allowance included in the price
 * @param fee ours: margin and fixed fee
 */
public record Quote(HourlyPrice gpu, HourlyPrice disk, HourlyPrice traffic, HourlyPrice fee) {
    public HourlyPrice price() {
        return cost().plus(traffic).plus(fee);
    }

    /** What the vendor charges per hour. */
    public HourlyPrice cost() {
        return gpu.plus(disk);
    }
}
