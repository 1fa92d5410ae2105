package cloud.dumont.provider;

/** @param diskGb disk that the offers are priced with */
public record OfferQuery(int diskGb) {}
